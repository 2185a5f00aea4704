import type { PictureSubject } from '../../inventory/picture/share-picture.ts';
import type { Language } from '../../webview/message.ts';
import {
  parsePicturePageMessage,
  type PictureHostMessage,
  type PicturePageMessage,
  type WordedPicture,
} from '../../webview/picture-protocol.ts';
import type { PageSession } from '../pages/page-panels.ts';
import { receiveMessage } from '../pages/receive-message.ts';

/** What a picture needs of the rest of the extension. */
export interface PictureServices {
  picture(subjects: readonly PictureSubject[]): WordedPicture;
  /** Leads to what a node stands for. */
  open(key: string): Promise<void>;
  /** Asks where to write the picture, and as what. */
  export(session: PictureSession): Promise<void>;
  log(message: string): void;
}

export interface PictureStart {
  readonly subjects: readonly PictureSubject[];
  readonly language: Language;
}

/** The host's half of one picture: tells the page what to draw, and again whenever that is something else. */
export class PictureSession implements PageSession {
  readonly subjects: readonly PictureSubject[];
  readonly #post: (message: PictureHostMessage) => void;
  readonly #services: PictureServices;
  readonly #language: Language;
  #picture: WordedPicture;
  /** The picture as the page has it; nothing as long as there is no page. */
  #told: string | undefined;
  #drawn: ((svg: string) => void)[] = [];

  constructor(
    post: (message: PictureHostMessage) => void,
    services: PictureServices,
    { subjects, language }: PictureStart,
  ) {
    this.subjects = subjects;
    this.#post = post;
    this.#services = services;
    this.#language = language;
    this.#picture = services.picture(subjects);
  }

  get picture(): WordedPicture {
    return this.#picture;
  }

  receive(data: unknown): void {
    receiveMessage(data, {
      page: 'Picture',
      parse: parsePicturePageMessage,
      handle: (message) => this.#handle(message),
      log: (text) => {
        this.#services.log(text);
      },
    });
  }

  /** To be called when something has changed; what looks as before is not drawn again. */
  refresh(): void {
    this.#picture = this.#asNow();
    const text = JSON.stringify(this.#picture);
    if (this.#told === undefined || this.#told === text) return;
    this.#told = text;
    this.#post({ type: 'picture', picture: this.#picture });
  }

  /** The picture as an SVG file; the page draws it. */
  svg(): Promise<string> {
    return new Promise((resolve) => {
      this.#drawn.push(resolve);
      this.#post({ type: 'draw' });
    });
  }

  close(): void {
    this.#told = undefined;
    this.#drawn = [];
  }

  dispose(): void {
    this.close();
  }

  /** Where nothing is left, nobody knows the name any more but the picture that was. */
  #asNow(): WordedPicture {
    const picture = this.#services.picture(this.subjects);
    return picture.nodes.length > 0 ? picture : { ...picture, title: this.#picture.title };
  }

  async #handle(message: PicturePageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#picture = this.#asNow();
        this.#told = JSON.stringify(this.#picture);
        this.#post({
          ...{ type: 'init', ...this.#language, subjects: [...this.subjects] },
          picture: this.#picture,
        });
        return;
      case 'open':
        await this.#services.open(message.key);
        return;
      case 'export':
        await this.#services.export(this);
        return;
      case 'drawn':
        for (const resolve of this.#drawn.splice(0)) resolve(message.svg);
        return;
      case 'dropped':
        this.#services.log(`Picture: the page dropped a message: ${message.reason}`);
        return;
    }
  }
}
