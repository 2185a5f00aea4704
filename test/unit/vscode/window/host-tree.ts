import type { Clock } from '../../../../src/model/clock.ts';

/** A row as the extension gives it. */
export interface TreeItem {
  readonly text: string;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
}

/** A row as the window gets it. */
export interface SentItem extends TreeItem {
  readonly id: string;
}

/** The extension's side. */
export interface Provider {
  getChildren(id: string | undefined): Promise<readonly string[]>;
  getTreeItem(id: string): TreeItem | Promise<TreeItem>;
  toggled(id: string, isOpen: boolean): void;
}

interface Node {
  readonly sent: SentItem;
  readonly parent: Node | undefined;
  children: Node[] | undefined;
}

/** What is told within this time of something told before is gathered and told at its end, in milliseconds. */
const debounceMs = 200;

/**
 * The half of VS Code's trees that runs in the extension host, as far as it decides what the window gets to see: it
 * knows the rows it has given, forgets all below a row that is refreshed, and refreshes one lot after the other.
 */
export class HostTree {
  readonly errors: string[] = [];
  readonly #clock: Clock;
  readonly #provider: Provider;
  /** Hands rows to the window, everything for `undefined`; resolves when the window has drawn them. */
  readonly #refreshWindow: (rows: readonly SentItem[] | undefined) => Promise<void>;
  readonly #nodes = new Map<string, Node>();
  readonly #fetches = new Map<string | undefined, number>();
  #roots: Node[] | undefined;
  #begun = 0;
  #rootRefreshes = 0;
  #refreshes = Promise.resolve();
  #gathered: (string | undefined)[] = [];
  #heard = 0;
  #stopTimer: (() => void) | undefined;

  constructor(
    clock: Clock,
    provider: Provider,
    refreshWindow: (rows: readonly SentItem[] | undefined) => Promise<void>,
  ) {
    this.#clock = clock;
    this.#provider = provider;
    this.#refreshWindow = refreshWindow;
  }

  /** The extension has told of rows, of all for `undefined`; of none when only the line above the rows has changed. */
  told(ids: readonly string[] | undefined): void {
    this.#heard += 1;
    this.#gathered.push(...(ids ?? [undefined]));
    if (!this.#stopTimer) this.#refreshGathered();
    this.#stopTimer?.();
    this.#stopTimer = this.#clock.schedule(debounceMs, () => {
      this.#stopTimer = undefined;
      if (this.#heard > 1) this.#refreshGathered();
      this.#heard = 0;
    });
  }

  /** The window asks what is below some rows, one after the other; below none for `undefined`. */
  async below(
    ids: readonly string[] | undefined,
  ): Promise<ReadonlyMap<number, readonly SentItem[]> | undefined> {
    if (!ids) {
      const roots = await this.#below(undefined);
      return roots && new Map([[0, roots]]);
    }
    const found = new Map<number, readonly SentItem[]>();
    for (const [index, id] of ids.entries()) {
      const children = await this.#below(id);
      if (children) found.set(index, children);
    }
    return found;
  }

  expanded(id: string, isOpen: boolean): void {
    if (this.#nodes.has(id)) this.#provider.toggled(id, isOpen);
  }

  async #below(id: string | undefined): Promise<readonly SentItem[] | undefined> {
    const node = id === undefined ? undefined : this.#nodes.get(id);
    if (id !== undefined && !node) {
      this.errors.push(`No tree item with id '${id}' found.`);
      return [];
    }
    const known = node ? node.children : this.#roots;
    const children = known ?? (await this.#fetch(id));
    return children?.map(({ sent }) => sent);
  }

  async #fetch(id: string | undefined): Promise<readonly Node[] | undefined> {
    this.#forgetBelow(id);
    this.#begun += 1;
    const fetch = this.#begun;
    const rootRefreshes = this.#rootRefreshes;
    this.#fetches.set(id, fetch);
    const isOld = (): boolean =>
      this.#fetches.get(id) !== fetch || this.#rootRefreshes !== rootRefreshes;
    const ids = await this.#provider.getChildren(id);
    // A row that was forgotten meanwhile is none: what was below it comes to stand beside the outermost.
    const parent = id === undefined ? undefined : this.#nodes.get(id);
    if (isOld()) return undefined;
    const items = await Promise.all(ids.map(async (child) => this.#provider.getTreeItem(child)));
    if (isOld()) return undefined;
    return items.map((item, index) => this.#register(ids[index] ?? '', item, parent));
  }

  #register(id: string, item: TreeItem, parent: Node | undefined): Node {
    const node: Node = { sent: { ...item, id }, parent, children: undefined };
    const known = this.#nodes.get(id);
    this.#nodes.set(id, node);
    if (known) {
      this.#replace(known, node);
      return node;
    }
    if (parent) parent.children = [...(parent.children ?? []), node];
    else this.#roots = [...(this.#roots ?? []), node];
    return node;
  }

  #replace(before: Node, after: Node): void {
    const siblings = after.parent ? after.parent.children : this.#roots;
    const at = siblings?.findIndex(({ sent }) => sent.id === before.sent.id) ?? -1;
    if (siblings && at >= 0) siblings[at] = after;
  }

  #forgetBelow(id: string | undefined): void {
    if (id === undefined) {
      this.#roots = undefined;
      this.#nodes.clear();
      this.#fetches.clear();
      return;
    }
    const node = this.#nodes.get(id);
    for (const child of node?.children ?? []) {
      this.#forgetBelow(child.sent.id);
      this.#nodes.delete(child.sent.id);
    }
    if (node) node.children = undefined;
  }

  #refreshGathered(): void {
    const ids = [...new Set(this.#gathered)];
    this.#gathered = [];
    if (ids.length > 0) this.#refreshes = this.#refreshes.then(() => this.#refresh(ids));
  }

  async #refresh(ids: readonly (string | undefined)[]): Promise<void> {
    const rows = ids.filter((id) => id !== undefined);
    if (rows.length < ids.length) {
      this.#rootRefreshes += 1;
      this.#forgetBelow(undefined);
      await this.#refreshWindow(undefined);
      return;
    }
    const known = this.#topmost(rows);
    const renewed = await Promise.all(known.map((id) => this.#renew(id)));
    const sent = renewed.filter((row) => row !== undefined);
    if (sent.length > 0) await this.#refreshWindow(sent);
  }

  /** Rows that are known, with all above them, and are below no other of these. */
  #topmost(ids: readonly string[]): readonly string[] {
    const wanted = new Set(ids);
    return [...wanted].filter((id) => {
      let node = this.#nodes.get(id);
      while (node?.parent && !wanted.has(node.parent.sent.id)) {
        node = this.#nodes.get(node.parent.sent.id);
      }
      return node && !node.parent;
    });
  }

  async #renew(id: string): Promise<SentItem | undefined> {
    const before = this.#nodes.get(id);
    if (!before) return undefined;
    this.#forgetBelow(id);
    const item = await Promise.resolve(this.#provider.getTreeItem(id));
    const node: Node = { sent: { ...item, id }, parent: before.parent, children: undefined };
    this.#nodes.set(id, node);
    this.#replace(before, node);
    return node.sent;
  }
}
