import type { Row } from '../shares/rows/row.ts';
import type { RowIcon } from '../shares/status-words.ts';

/** A row of the view with what it says when it is pointed at. */
export type ActivityRow = Omit<Row, 'open'> & { readonly tooltip: readonly string[] };

export const warning = 'list.warningForeground';
export const failure: RowIcon = { id: 'error', color: 'list.errorForeground' };
export const doubt: RowIcon = { id: 'question', color: warning };
export const success: RowIcon = { id: 'pass', color: 'testing.iconPassed' };
export const notSent: RowIcon = { id: 'circle-slash', color: 'disabledForeground' };

/** Each line once, and none that is empty. */
export function lines(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== ''))];
}
