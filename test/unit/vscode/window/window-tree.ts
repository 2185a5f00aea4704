import type { Clock } from '../../../../src/model/clock.ts';
import { AsyncTree, type Item } from './async-tree.ts';
import { HostTree, type Provider, type SentItem } from './host-tree.ts';
import { call, Wire } from './wire.ts';

/** Rows that are asked for together. */
interface Batch {
  readonly items: Item[];
  readonly answer: Promise<readonly (readonly Item[])[]>;
}

/**
 * VS Code as a tree sees it: the window that draws rows, the extension host that knows them, and the wire in between, on
 * which either may run behind the other. Made after what VS Code 1.139 does.
 */
export class WindowTree {
  readonly host: HostTree;
  readonly errors: string[] = [];
  readonly #clock: Clock;
  readonly #toHost: Wire;
  readonly #toWindow: Wire;
  /** The newest row of each id that has come. */
  readonly #items = new Map<string, Item>();
  readonly #root: Item = { id: '', text: '', collapsible: 'expanded', children: undefined };
  readonly #tree: AsyncTree;
  #batch: Batch | undefined;
  #isRefreshing = false;
  #onceRefreshed: (() => void)[] = [];

  constructor(clock: Clock, provider: Provider, delay: () => number) {
    this.#clock = clock;
    this.#toHost = new Wire(clock, delay);
    this.#toWindow = new Wire(clock, delay);
    this.host = new HostTree(clock, provider, (rows) =>
      call(this.#toWindow, this.#toHost, () => this.#refreshRows(rows)),
    );
    this.#tree = new AsyncTree(this.#root, (item) => this.#askSoon(item));
  }

  /** The view comes into sight. */
  async open(): Promise<void> {
    await this.#tree.update(this.#root);
  }

  /** The rows in sight from the top down, as they are drawn. */
  get seen(): readonly { readonly id: string; readonly text: string; readonly isOpen: boolean }[] {
    return this.#tree.visible.map((item) => ({
      id: item.id,
      text: this.#tree.textOf(item),
      isOpen: this.#tree.isOpen(item),
    }));
  }

  /** A click on the arrow of the row in sight with this number, counted on from the top where there are fewer. */
  toggle(number: number): void {
    const rows = this.#tree.visible.filter(({ collapsible }) => collapsible !== 'none');
    const item = rows[number % rows.length];
    if (!item) return;
    const isOpen = this.#tree.toggle(item);
    this.#toHost.send(() => {
      this.host.expanded(item.id, isOpen);
    });
  }

  async #refreshRows(rows: readonly SentItem[] | undefined): Promise<void> {
    const found = (rows ?? []).flatMap((row) => {
      const item = this.#items.get(row.id);
      return item ? [Object.assign(item, row)] : [];
    });
    // Where none is known, everything is refreshed.
    const items = found.length > 0 ? found : [this.#root];
    if (this.#isRefreshing) {
      await new Promise<void>((resolve) => this.#onceRefreshed.push(resolve));
    }
    for (const item of items) item.children = undefined;
    this.#isRefreshing = true;
    try {
      await Promise.all(items.map((item) => this.#tree.update(item)));
    } catch (error) {
      this.errors.push(String(error));
    }
    this.#isRefreshing = false;
    for (const once of this.#onceRefreshed.splice(0)) once();
  }

  /** What is asked for within a turn of the event loop is asked for together. */
  #askSoon(item: Item): Promise<readonly Item[]> {
    const batch = (this.#batch ??= this.#startBatch());
    batch.items.push(item);
    const at = batch.items.length - 1;
    return batch.answer.then((groups) => groups[at] ?? []);
  }

  #startBatch(): Batch {
    const items: Item[] = [];
    const answer = new Promise<readonly (readonly Item[])[]>((resolve, reject) => {
      this.#clock.schedule(0, () => {
        this.#batch = undefined;
        this.#ask(items).then(resolve, reject);
      });
    });
    return { items, answer };
  }

  async #ask(items: readonly Item[]): Promise<readonly (readonly Item[])[]> {
    if (items.every(({ children }) => children !== undefined)) {
      return items.map(({ children }) => children ?? []);
    }
    const isRoot = items.length === 1 && items[0] === this.#root;
    if (isRoot) this.#items.clear();
    const ids = isRoot ? undefined : items.map(({ id }) => id);
    const answer = await call(this.#toHost, this.#toWindow, () => this.host.below(ids));
    const groups = items.map((_, index) =>
      (answer?.get(index) ?? []).map((sent): Item => ({ ...sent, children: undefined })),
    );
    for (const item of groups.flat()) this.#items.set(item.id, item);
    items.forEach((item, index) => {
      item.children = groups[index] ?? [];
    });
    return groups;
  }
}
