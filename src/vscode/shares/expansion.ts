import type * as vscode from 'vscode';

const key = 'shares.expansion';

/** How many rows are remembered; the oldest are forgotten first. */
const most = 1000;

/** Which rows the user opened and closed. VS Code forgets that when the window is loaded again; this does not. */
export class Expansion {
  readonly #storage: vscode.Memento;
  readonly #rows: Map<string, boolean>;

  constructor(storage: vscode.Memento) {
    this.#storage = storage;
    this.#rows = new Map(parse(storage.get(key)));
  }

  /** True for rows the user opened, false for rows the user closed. */
  of(id: string): boolean | undefined {
    return this.#rows.get(id);
  }

  remember(id: string, expanded: boolean): void {
    this.#rows.delete(id);
    this.#rows.set(id, expanded);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > most && oldest !== undefined) this.#rows.delete(oldest);
    void this.#storage.update(key, [...this.#rows]);
  }
}

function parse(stored: unknown): readonly (readonly [string, boolean])[] {
  const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return list.flatMap((entry) =>
    Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'boolean'
      ? [[entry[0], entry[1]] as const]
      : [],
  );
}
