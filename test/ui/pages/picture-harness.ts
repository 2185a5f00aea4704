import { AccessIndex } from '../../../src/inventory/access/access-index.ts';
import { scopesOf } from '../../../src/inventory/index/inventory-index.ts';
import { sharePicture, type PictureSubject } from '../../../src/inventory/picture/share-picture.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { PictureSession } from '../../../src/vscode/picture/picture-session.ts';
import { standingIn } from '../../../src/vscode/access/access-words.ts';
import { wordedPicture } from '../../../src/vscode/picture/worded-picture.ts';
import { aRow, aShare } from '../../unit/inventory/samples.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { accounts, arrangedState, hangzhou } from '../../unit/vscode/arrange/arranged.ts';
import { HostedPage, PageHarness, type PageOptions } from './page-harness.ts';

const hub: PictureSubject = {
  kind: 'share',
  cloud: 'alibaba',
  region: hangzhou.region,
  id: 'hub',
};

/** The built page of a picture in Chromium, with the real graph, words and session as its host. */
export class PictureHarness extends HostedPage {
  readonly #session: PictureSession;
  readonly #opened: string[];
  readonly #logged: string[];
  readonly #share: (share: ResourceShare, rows: readonly Association[]) => void;

  private constructor(
    harness: PageHarness,
    session: PictureSession,
    opened: string[],
    logged: string[],
    share: (share: ResourceShare, rows: readonly Association[]) => void,
  ) {
    super(harness);
    this.#session = session;
    this.#opened = opened;
    this.#logged = logged;
    this.#share = share;
  }

  static async open(
    options: Omit<PageOptions, 'name' | 'title'> & {
      readonly rows?: readonly Association[];
      readonly shareName?: string;
    } = {},
  ): Promise<PictureHarness> {
    const { rows = standardRows, shareName = 'hub', ...page } = options;
    const { inventory, state } = arrangedState({}, { abilities: () => abilities });
    const index = new AccessIndex({
      ...{ inventory, scopes: scopesOf(accounts), accounts: () => accounts },
    });
    inventory.merge(hangzhou, {
      shares: [aShare('hub', { name: shareName })],
      associations: rows,
    });
    const opened: string[] = [];
    const logged: string[] = [];
    let shown: PageHarness | undefined;
    const session = new PictureSession(
      (message) => shown?.post(message),
      {
        picture: (subjects) =>
          wordedPicture(
            sharePicture(index, subjects, { standingOf: standingIn(index, state) }),
            shareName,
            new Set(['share/alibaba/cn-hangzhou/hub']),
            state,
          ),
        open: (key) => {
          opened.push(key);
          return Promise.resolve();
        },
        export: () => {
          opened.push('export');
          return Promise.resolve();
        },
        log: (message) => logged.push(message),
      },
      { subjects: [hub], language: { locale: 'en' } },
    );
    const harness = await PageHarness.open(
      { ...page, name: 'picture', title: 'Picture' },
      (data, at) => {
        shown = at;
        session.receive(data);
      },
    );
    return new PictureHarness(harness, session, opened, logged, (share, associations) => {
      inventory.merge(hangzhou, { shares: [share], associations: [...associations] });
      session.refresh();
    });
  }

  /** Keys of the nodes that were to be opened, in order; `export` where that was asked for. */
  get opened(): readonly string[] {
    return this.#opened;
  }

  get logged(): readonly string[] {
    return this.#logged;
  }

  /** Something has changed at the cloud. */
  change(share: ResourceShare, rows: readonly Association[]): void {
    this.#share(share, rows);
  }

  svg(): Promise<string> {
    return this.#session.svg();
  }

  /** What a screen reader says of the node that has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  }

  close(): Promise<void> {
    return this.harness.close();
  }
}

const outsider = '1720505253000009';

export const standardRows: readonly Association[] = [
  aRow('hub', 'vsw-bp183p93qs667muqlabcd'),
  aRow('hub', 'vsw-2', 'Failed', {
    failures: [
      {
        ...{ entityId: outsider, entityType: 'Account', reason: 'LimitExceeded' },
        ...{ description: 'Too many.', operation: 'Associate' },
      },
    ],
  }),
  aRow('hub', 'img-1', 'Associating', { entityType: 'Image' }),
  aRow('hub', 'fd-bqp1yt0001', 'Associated', { kind: 'principal', external: false }),
  aRow('hub', outsider, 'Associated', { external: true }),
  aRow('hub', '1720505253000001', 'Associating', { external: true, invited: true }),
  aRow('hub', '1720505253000005', 'Failed'),
];

/** A share with so many resources and principals. */
export function manyRows(count: number): readonly Association[] {
  return Array.from({ length: count }, (_, index) => [
    aRow('hub', `vsw-${String(index).padStart(3, '0')}`),
    aRow('hub', `1720505254000${String(index).padStart(3, '0')}`, 'Associated', {
      external: false,
    }),
  ]).flat();
}
