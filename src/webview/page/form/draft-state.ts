import type { PrincipalRow, ShareDraft, TimeWindow } from '../../../changes/draft.ts';
import { Emitter } from '../../../model/emitter.ts';

/** The draft of the page: the only thing in it that changes, and says so. */
export class DraftState {
  #draft: ShareDraft;
  readonly #changed = new Emitter<undefined>();
  readonly onDidChange = this.#changed.listen;

  constructor(draft: ShareDraft) {
    this.#draft = draft;
  }

  get draft(): ShareDraft {
    return this.#draft;
  }

  update(change: Partial<ShareDraft>): void {
    this.#draft = { ...this.#draft, ...change };
    this.#changed.fire(undefined);
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
