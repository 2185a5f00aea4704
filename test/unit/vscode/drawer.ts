import { parseRowId, rowId, type Address } from '../../../src/vscode/shares/address.ts';
import type { TreeRows } from '../../../src/vscode/shares/tree-rows.ts';

/** Draws the tree as VS Code does: asks for what is open, and again for what it is told of. */
export class Drawer {
  readonly #rows: TreeRows;
  readonly #children = new Map<string | undefined, readonly string[]>();
  readonly texts = new Map<string, string>();
  readonly open = new Set<string>();
  /** What each event named, as `kind label`; `everything` for the whole tree. */
  readonly told: (readonly string[])[] = [];

  constructor(rows: TreeRows) {
    this.#rows = rows;
    rows.onDidChange((ids) => {
      this.told.push(ids?.map((id) => this.#name(id)) ?? ['everything']);
      for (const id of ids ?? [undefined]) this.draw(id);
    });
  }

  draw(id?: string): void {
    if (id !== undefined) {
      const row = this.#rows.row(id);
      this.texts.set(
        id,
        [row?.label ?? 'gone', row?.description ?? ''].filter(Boolean).join(' | '),
      );
      if (!this.open.has(id)) {
        this.#children.delete(id);
        return;
      }
    }
    this.#drawBelow(id);
  }

  #drawBelow(id: string | undefined): void {
    const children = this.#rows.children(id);
    this.#children.set(id, children);
    for (const child of children) this.draw(child);
  }

  expand(...path: readonly Address[]): void {
    for (const address of path) {
      this.open.add(rowId(address));
      this.#drawBelow(rowId(address));
    }
  }

  /** What is seen, from the top down. */
  seen(id?: string): readonly string[] {
    return (this.#children.get(id) ?? []).flatMap((child) => [
      this.texts.get(child) ?? '',
      ...this.seen(child),
    ]);
  }

  /** The events since the last time. */
  taken(): readonly (readonly string[])[] {
    return this.told.splice(0);
  }

  #name(id: string): string {
    const { kind } = parseRowId(id) ?? {};
    const [label] = (this.texts.get(id) ?? '').split(' | ');
    return `${kind ?? '?'} ${label ?? ''}`;
  }
}
