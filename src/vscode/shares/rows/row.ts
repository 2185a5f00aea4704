import type { Address } from '../address.ts';
import type { RowIcon } from '../status-words.ts';

/** A row as plain data; all of its text is safe to show. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** Tokens for the `when` clauses of menus, sorted. */
  readonly context: readonly string[];
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** What a screen reader says. */
  readonly spoken: string;
  /** What is different while the row is open: the rows below it say the rest themselves. */
  readonly open?: Pick<Row, 'description' | 'context' | 'spoken'>;
}

/** The address of one kind of row. */
export type RowOf<Kind extends Address['kind']> = Extract<Address, { kind: Kind }>;

export function tokens(...parts: readonly (string | false)[]): readonly string[] {
  return parts.filter((part) => part !== false).sort();
}

export function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
