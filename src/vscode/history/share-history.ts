import { linesSince } from '../../inventory/history/scope-history.ts';
import type { Scope } from '../../model/account.ts';
import type { HistoryHost } from './history-host.ts';
import { eventText } from './history-words.ts';

export interface ShareHistory {
  /** Before that nothing is known; milliseconds since the epoch. Absent where nothing is known at all. */
  readonly from?: number;
  /** Newest first; `text` is one sentence of plain text, safe to show. */
  readonly lines: readonly {
    readonly at: number;
    /** It happened between that time and `at`. */
    readonly since: number;
    readonly text: string;
  }[];
}

/** What this machine has seen to become of a share. */
export async function historyOfShare(
  history: Pick<HistoryHost, 'read'>,
  scope: Scope,
  shareId: string,
): Promise<ShareHistory> {
  const known = await history.read(scope);
  if (!known) return { lines: [] };
  const lines = (await linesSince(known, 0, shareId)).map((line) => ({
    ...{ at: line.at, since: line.since, text: eventText(line) },
  }));
  return { from: known.from, lines: lines.toReversed() };
}
