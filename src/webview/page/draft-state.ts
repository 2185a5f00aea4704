import type { PrincipalRow, ShareDraft, TimeWindow } from '../../changes/draft.ts';
import { Emitter } from '../../model/emitter.ts';

/** What changed in a draft: `rows` when a list became longer or shorter, else only what stands in it. */
export type DraftChange = 'text' | 'rows';

/** The draft of the page: the only thing in it that changes, and says so. */
export class DraftState {
  #draft: ShareDraft;
  readonly #changed = new Emitter<DraftChange>();
  readonly onDidChange = this.#changed.listen;

  constructor(draft: ShareDraft) {
    this.#draft = draft;
  }

  get draft(): ShareDraft {
    return this.#draft;
  }

  update(change: Partial<ShareDraft>): void {
    const before = this.#draft;
    this.#draft = { ...before, ...change };
    const sameRows =
      before.resources.length === this.#draft.resources.length &&
      before.principals.length === this.#draft.principals.length;
    this.#changed.fire(sameRows ? 'text' : 'rows');
  }

  /** Chooses the permission of a type; without an id the cloud's default is taken. */
  choosePermission(resourceType: string, id: string | undefined): void {
    const others = Object.entries(this.#draft.permissions).filter(
      ([type]) => type !== resourceType,
    );
    this.update({
      permissions: Object.fromEntries(id === undefined ? others : [...others, [resourceType, id]]),
    });
  }
}

export const wholeTime: TimeWindow = {
  kind: 'always',
  beginAtTime: '00:00',
  endAtTime: '23:59',
  timezone: 'UTC+8',
};

export function principalRow(id: string): PrincipalRow {
  return { id, timeWindow: wholeTime };
}

export function withoutRow<Row>(rows: readonly Row[], index: number): Row[] {
  return rows.filter((_, at) => at !== index);
}

/** Puts rows in the place of one, for a list that was pasted into a field. */
export function withRowReplaced<Row>(
  rows: readonly Row[],
  index: number,
  replacement: readonly Row[],
): Row[] {
  return [...rows.slice(0, index), ...replacement, ...rows.slice(index + 1)];
}
