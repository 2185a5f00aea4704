import { t } from '@vscode/l10n';
import type {
  PictureInit,
  PicturePageMessage,
  PictureState,
  WordedPicture,
} from '../../picture-protocol.ts';
import { createAnnouncer } from '../announcer.ts';
import { button, iconButton } from '../buttons.ts';
import { element, freshId } from '../element.ts';
import type { Host } from '../vscode-api.ts';
import { asList } from './as-list.ts';
import { drawing, svg } from './drawing.ts';
import { placed, type PlacedPicture } from './layout.ts';
import { svgDom } from './svg-dom.ts';
import { svgFile } from './svg-file.ts';
import { nextNode, type Way } from './walk.ts';
import { fitted, readable, stepped, within } from './zoom.ts';

const ways: Readonly<Record<string, Way>> = {
  ArrowRight: 'right',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** The page of a picture: the picture itself, how large it is, and the same as a list. */
export class PicturePage {
  readonly element: HTMLElement;
  readonly #host: Host<PicturePageMessage, PictureState>;
  readonly #init: PictureInit;
  readonly #heading = element('h1');
  readonly #notes = element('div', { class: 'notes' });
  readonly #room = element('div', { class: 'room' });
  readonly #list = element('div', { class: 'list' });
  readonly #scaleButton: HTMLElement;
  readonly #announcer = createAnnouncer();
  readonly #hintId = freshId('hint');
  #picture: WordedPicture;
  #placed: PlacedPicture;
  #drawn: SVGElement | undefined;
  readonly #nodes = new Map<string, SVGElement>();
  /** The one node that Tab leads to. */
  #current = '';
  #scale: number;
  #keptScale: number | undefined;

  constructor(host: Host<PicturePageMessage, PictureState>, init: PictureInit) {
    this.#host = host;
    this.#init = init;
    this.#picture = init.picture;
    this.#placed = placed(init.picture);
    this.#keptScale = host.kept()?.scale;
    this.#scale = this.#keptScale ?? 1;
    const smaller = this.#zoomButton('zoom-out', t('Zoom out'), () => {
      this.#zoom(stepped(this.#scale, -1));
    });
    const larger = this.#zoomButton('zoom-in', t('Zoom in'), () => {
      this.#zoom(stepped(this.#scale, 1));
    });
    this.#scaleButton = button({
      label: '',
      onClick: () => {
        this.#zoom(1);
      },
    });
    const fit = button({
      label: t('Fit'),
      onClick: () => {
        this.#zoom(fitted(this.#placed, this.#roomSize()));
      },
    });
    const write = button({
      label: t('Export…'),
      icon: 'export',
      onClick: () => {
        host.post({ type: 'export' });
      },
    });
    this.element = element(
      'main',
      {},
      element(
        'header',
        {},
        this.#heading,
        this.#notes,
        element('div', { class: 'actions' }, smaller, this.#scaleButton, larger, fit, write),
        element('p', {
          id: this.#hintId,
          class: 'place',
          text: t('Arrow keys lead along lines, Enter opens the row, + and - zoom.'),
        }),
      ),
      this.#room,
      element('details', {}, element('summary', { text: t('As a list') }), this.#list),
      this.#announcer.element,
    );
    this.element.addEventListener('keydown', (event) => {
      this.#zoomByKey(event);
    });
    this.#room.addEventListener('wheel', (event) => {
      this.#zoomByWheel(event);
    });
  }

  /** To be called once it stands on the page: only there it has a size. */
  show(): void {
    this.#draw();
    this.#zoom(this.#keptScale ?? readable(this.#placed, this.#roomSize()), false);
    this.#nodes.get(this.#current)?.scrollIntoView({ block: 'center', inline: 'center' });
  }

  update(picture: WordedPicture): void {
    const focused = this.#drawn?.contains(document.activeElement) === true;
    this.#picture = picture;
    this.#placed = placed(picture);
    this.#draw();
    if (focused) this.#nodes.get(this.#current)?.focus();
    this.#announcer.announce(t('The picture has changed.'));
  }

  svgFile(): string {
    return svgFile(this.#picture, this.#placed);
  }

  remove(): void {
    this.element.remove();
  }

  #draw(): void {
    const { title, notes, nodes } = this.#picture;
    this.#heading.textContent = title;
    this.#notes.replaceChildren(...notes.map((text) => element('p', { class: 'note', text })));
    this.#list.replaceChildren(...asList(this.#picture));
    const { width, height } = this.#placed;
    const drawn = svgDom(
      svg(
        'svg',
        {
          ...{ class: 'picture', viewBox: `0 0 ${width} ${height}`, role: 'application' },
          ...{ 'aria-label': title, 'aria-describedby': this.#hintId },
        },
        drawing(this.#placed, ({ node }) => ({
          ...{ role: 'img', tabindex: -1, 'aria-label': node.spoken },
        })),
      ),
    );
    this.#nodes.clear();
    for (const [place, made] of drawn.querySelectorAll<SVGElement>('.node').entries()) {
      const key = this.#placed.nodes[place]?.node.key;
      if (key !== undefined) this.#connect(made, key);
    }
    drawn.addEventListener('keydown', (event) => {
      this.#walk(event);
    });
    this.#drawn = drawn;
    this.#room.replaceChildren(...(nodes.length === 0 ? [] : [drawn]));
    this.#resize();
    const subject = nodes.find((node) => node.subject) ?? nodes[0];
    if (!this.#nodes.has(this.#current)) this.#current = subject?.key ?? '';
    this.#mark();
  }

  #connect(made: SVGElement, key: string): void {
    this.#nodes.set(key, made);
    made.addEventListener('focus', () => {
      this.#current = key;
      this.#mark();
    });
    made.addEventListener('click', ({ detail }) => {
      // A pointer first chooses; what presses without one, such as a screen reader, means it.
      if (detail === 0) this.#open(key);
      else made.focus();
    });
    made.addEventListener('dblclick', () => {
      this.#open(key);
    });
  }

  #open(key: string): void {
    this.#host.post({ type: 'open', key });
  }

  /** Lets Tab lead to the current node only, and brings out the lines that it has. */
  #mark(): void {
    for (const [key, made] of this.#nodes) {
      made.setAttribute('tabindex', key === this.#current ? '0' : '-1');
    }
    const lines = this.#drawn?.querySelectorAll('.edge') ?? [];
    for (const [place, line] of [...lines].entries()) {
      const edge = this.#placed.edges[place]?.edge;
      line.classList.toggle('lit', edge?.from === this.#current || edge?.to === this.#current);
    }
  }

  #walk(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ways[event.key];
    if (way) {
      const next = this.#nodes.get(nextNode(this.#placed, this.#current, way));
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.#open(this.#current);
    } else return;
    event.preventDefault();
  }

  #zoomByKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') this.#zoom(stepped(this.#scale, 1));
    else if (event.key === '-') this.#zoom(stepped(this.#scale, -1));
    else if (event.key === '0') this.#zoom(1);
    else return;
    event.preventDefault();
  }

  /** With Ctrl, as elsewhere and as two fingers on a touchpad tell it; what is below the pointer stays there. */
  #zoomByWheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const room = this.#room.getBoundingClientRect();
    const at = { x: event.clientX - room.left, y: event.clientY - room.top };
    this.#zoom(this.#scale * Math.exp(-event.deltaY / 400), true, at);
  }

  #zoom(
    wanted: number,
    told = true,
    at = { x: this.#room.clientWidth / 2, y: this.#room.clientHeight / 2 },
  ): void {
    const before = this.#scale;
    this.#scale = within(wanted);
    this.#resize();
    const by = this.#scale / before;
    this.#room.scrollLeft = (this.#room.scrollLeft + at.x) * by - at.x;
    this.#room.scrollTop = (this.#room.scrollTop + at.y) * by - at.y;
    this.#host.keep({ subjects: this.#init.subjects, scale: this.#scale });
    if (told) this.#announcer.announce(t('Zoom {0}', percent(this.#scale)));
  }

  #resize(): void {
    const { width, height } = this.#placed;
    this.#drawn?.setAttribute('width', String(Math.round(width * this.#scale)));
    this.#drawn?.setAttribute('height', String(Math.round(height * this.#scale)));
    this.#scaleButton.textContent = percent(this.#scale);
    this.#scaleButton.title = t('Zoom to 100 %');
  }

  #roomSize(): { readonly width: number; readonly height: number } {
    return { width: this.#room.clientWidth, height: this.#room.clientHeight };
  }

  #zoomButton(icon: string, label: string, onClick: () => void): HTMLElement {
    const made = iconButton({ icon, onClick });
    made.setLabel(label);
    return made.element;
  }
}

function percent(scale: number): string {
  return `${Math.round(scale * 100)} %`;
}
