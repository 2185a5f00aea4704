/** A row in the window. The same one stays in the tree as long as its parent is not asked again. */
export interface Item {
  readonly id: string;
  text: string;
  collapsible: 'none' | 'collapsed' | 'expanded';
  /** What was found below it the last time, until it is refreshed. */
  children: readonly Item[] | undefined;
}

interface Branch {
  item: Item;
  readonly parent: Branch | undefined;
  children: Branch[];
  hasChildren: boolean;
  /** What is below it has to be asked for when it is opened. */
  stale: boolean;
  readonly opensItself: boolean;
  refreshing: Promise<void> | undefined;
}

/** What of a branch is drawn. */
interface Drawn {
  text: string;
  collapsed: boolean;
  children: readonly Branch[];
}

/**
 * The tree of VS Code's window that asks for its rows: a branch and all open ones below it are asked for level by level,
 * and drawn together once the last of them is there.
 */
export class AsyncTree {
  readonly #ask: (item: Item) => Promise<readonly Item[]>;
  readonly #root: Branch;
  readonly #branches = new Map<Item, Branch>();
  readonly #drawn = new Map<Branch, Drawn>();
  readonly #subtrees = new Map<Branch, Promise<void>>();
  #onceDrawn: (() => void)[] = [];

  constructor(root: Item, ask: (item: Item) => Promise<readonly Item[]>) {
    this.#ask = ask;
    this.#root = branchFor(root, undefined);
    this.#branches.set(root, this.#root);
    this.#drawn.set(this.#root, { text: '', collapsed: false, children: [] });
  }

  /** What is seen from the top down, open rows with what is below them. */
  get visible(): readonly Item[] {
    const below = (branch: Branch): readonly Branch[] => {
      const { collapsed, children } = this.#drawnAs(branch);
      return collapsed ? [] : children.flatMap((child) => [child, ...below(child)]);
    };
    return below(this.#root).map(({ item }) => item);
  }

  textOf(item: Item): string {
    return this.#drawnAs(this.#branchOf(item)).text;
  }

  isOpen(item: Item): boolean {
    const branch = this.#branchOf(item);
    return branch.hasChildren && !this.#drawnAs(branch).collapsed;
  }

  /** Asks again for what is below a row, where it is open, and draws it and that. */
  async update(item: Item): Promise<void> {
    if (this.#root.refreshing) {
      await this.#root.refreshing;
      await new Promise<void>((resolve) => this.#onceDrawn.push(resolve));
    }
    const branch = this.#branchOf(item);
    await this.#refreshAndDraw(branch, true);
    const drawn = this.#drawn.get(branch);
    if (drawn) drawn.text = branch.item.text;
  }

  toggle(item: Item): boolean {
    const branch = this.#branchOf(item);
    const drawn = this.#drawnAs(branch);
    drawn.collapsed = !drawn.collapsed;
    if (!drawn.collapsed && branch.stale)
      this.#refreshAndDraw(branch, false).catch(() => undefined);
    return !drawn.collapsed;
  }

  #branchOf(item: Item): Branch {
    const branch = this.#branches.get(item);
    if (!branch) throw new Error(`Data tree node not found: ${item.id}`);
    return branch;
  }

  #drawnAs(branch: Branch): Drawn {
    const drawn = this.#drawn.get(branch);
    if (!drawn) throw new Error(`Tree element not found: ${branch.item.id}`);
    return drawn;
  }

  async #refreshAndDraw(branch: Branch, recursive: boolean): Promise<void> {
    await this.#refresh(branch, recursive);
    this.#draw(branch);
  }

  async #refresh(branch: Branch, recursive: boolean): Promise<void> {
    for (const [other, running] of this.#subtrees) {
      if (!isSameLine(other, branch)) continue;
      return running.then(() => this.#refresh(branch, recursive));
    }
    if (branch.parent && this.#drawnAs(branch).collapsed) {
      branch.hasChildren = mayHaveChildren(branch.item);
      branch.stale = true;
      this.#setChildren(branch, [], recursive);
      return;
    }
    return this.#refreshSubtree(branch, recursive);
  }

  async #refreshSubtree(branch: Branch, recursive: boolean): Promise<void> {
    const running = (async () => {
      branch.hasChildren = mayHaveChildren(branch.item);
      const children = branch.hasChildren ? await this.#ask(branch.item) : [];
      const open = this.#setChildren(branch, children, recursive);
      branch.stale = false;
      await Promise.all(open.map((child) => this.#refreshSubtree(child, recursive)));
    })();
    branch.refreshing = running;
    this.#subtrees.set(branch, running);
    try {
      await running;
    } finally {
      branch.refreshing = undefined;
      this.#subtrees.delete(branch);
    }
  }

  /** @returns which of them are open and have to be asked for */
  #setChildren(branch: Branch, items: readonly Item[], recursive: boolean): readonly Branch[] {
    const before = new Map(branch.children.map((child) => [child.item.id, child]));
    const gone = new Set(branch.children);
    const open: Branch[] = [];
    const children = items.map((item) => {
      const known = before.get(item.id);
      if (!known) {
        const made = branchFor(item, branch);
        if (made.hasChildren && made.opensItself) open.push(made);
        return made;
      }
      gone.delete(known);
      this.#branches.delete(known.item);
      known.item = item;
      known.hasChildren = mayHaveChildren(item);
      const isCollapsed = this.#drawn.get(known)?.collapsed ?? false;
      if (recursive && isCollapsed) {
        for (const child of known.children) this.#forget(child);
        known.children = [];
        known.stale = true;
      } else if (recursive || (known.hasChildren && !isCollapsed)) {
        open.push(known);
      }
      return known;
    });
    for (const child of gone) this.#forget(child);
    for (const child of children) this.#branches.set(child.item, child);
    branch.children = children;
    return open;
  }

  #forget(branch: Branch): void {
    this.#branches.delete(branch.item);
    for (const child of branch.children) this.#forget(child);
  }

  #draw(branch: Branch): void {
    const drawn = this.#drawn.get(branch);
    if (drawn) this.#drawBelow(branch, drawn);
    for (const once of this.#onceDrawn.splice(0)) once();
    if (!drawn) throw new Error(`Tree element not found: ${branch.item.id}`);
  }

  #drawBelow(branch: Branch, drawn: Drawn): void {
    const children = branch.hasChildren ? branch.children : [];
    for (const child of drawn.children) if (!children.includes(child)) this.#erase(child);
    drawn.children = children;
    for (const child of children) {
      const before = this.#drawn.get(child);
      const collapsed = child.stale || (before ? before.collapsed : !child.opensItself);
      const next = { text: child.item.text, collapsed, children: before?.children ?? [] };
      this.#drawn.set(child, next);
      if (child.stale) {
        for (const gone of next.children) this.#erase(gone);
        next.children = [];
      } else {
        this.#drawBelow(child, next);
      }
    }
  }

  #erase(branch: Branch): void {
    const drawn = this.#drawn.get(branch);
    this.#drawn.delete(branch);
    for (const child of drawn?.children ?? []) this.#erase(child);
  }
}

function branchFor(item: Item, parent: Branch | undefined): Branch {
  return {
    item,
    parent,
    children: [],
    hasChildren: mayHaveChildren(item),
    stale: true,
    opensItself: item.collapsible === 'expanded',
    refreshing: undefined,
  };
}

function mayHaveChildren({ collapsible }: Item): boolean {
  return collapsible !== 'none';
}

function isSameLine(one: Branch, other: Branch): boolean {
  return one === other || isAbove(one, other) || isAbove(other, one);
}

function isAbove(one: Branch, other: Branch): boolean {
  for (let at = other.parent; at; at = at.parent) if (at === one) return true;
  return false;
}
