import type { Locator } from 'playwright-core';
import type { ShareEntry } from '../../../src/inventory/snapshot.ts';
import { DetailsSession } from '../../../src/vscode/details/details-session.ts';
import type { ShareHistory } from '../../../src/vscode/history/share-history.ts';
import { DetailsWorld, name } from '../../unit/vscode/details/details-world.ts';
import { HostedPage, PageHarness, type PageOptions } from './page-harness.ts';

/** The built page of a share in Chromium, with the real session as its host. */
export class DetailsHarness extends HostedPage {
  readonly world: DetailsWorld;
  readonly #session: DetailsSession;

  private constructor(harness: PageHarness, world: DetailsWorld, session: DetailsSession) {
    super(harness);
    this.world = world;
    this.#session = session;
  }

  static async open(
    entry: ShareEntry,
    options: Omit<PageOptions, 'name' | 'title'> & {
      /** What this machine has seen of the share before. */
      readonly history?: ShareHistory;
    } = {},
  ): Promise<DetailsHarness> {
    const { history, ...page } = options;
    const world = new DetailsWorld(entry, { history: () => Promise.resolve(history) });
    let shown: PageHarness | undefined;
    const panel = world.panel((message) => shown?.post(message));
    const session = new DetailsSession(name, '', panel, world.services, { locale: 'en' });
    await world.settle();
    const harness = await PageHarness.open(
      { ...page, name: 'details', title: 'Details' },
      (data, opened) => {
        shown = opened;
        session.receive(data);
      },
    );
    return new DetailsHarness(harness, world, session);
  }

  /** What is told about the chosen cell. */
  get card(): Locator {
    return this.page.locator('.card');
  }

  /** What of the table is not shown. */
  get leftOut(): Locator {
    return this.page.locator('.left-out');
  }

  get filter(): Locator {
    return this.page.getByRole('textbox', { name: 'Filter resources and principals' });
  }

  /** Lets the host tell the page what has changed. */
  settle(): Promise<void> {
    return this.world.settle();
  }

  async until(satisfied: () => boolean): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!satisfied()) {
      if (Date.now() > deadline) throw new Error('It did not come about within ten seconds.');
      await this.settle();
    }
  }

  post(message: object): void {
    this.harness.post(message);
  }

  async close(): Promise<void> {
    this.#session.close();
    await this.harness.close();
  }
}
