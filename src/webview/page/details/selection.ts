import type { Matrix, PairState, SideItem } from '../../details-protocol.ts';

/** What of the matrix is wanted. */
export interface Wanted {
  readonly words: string;
  /** Leaves out what is usable. */
  readonly onlyOpen: boolean;
  readonly mostResources: number;
  readonly mostPrincipals: number;
}

/** Places in the matrix. */
export interface Selection {
  readonly resources: readonly number[];
  readonly principals: readonly number[];
  /** How many pass the filter, of which the first are shown. */
  readonly resourcesPassing: number;
  readonly principalsPassing: number;
}

/**
 * The rows and columns that are shown. Words narrow the side that they are found on; found on none, nothing passes.
 */
export function select(matrix: Matrix, wanted: Wanted): Selection {
  const words = wanted.words.toLowerCase().split(/\s+/u).filter(Boolean);
  const named = (items: readonly SideItem[]): number[] =>
    items.flatMap((item, index) => (holds(item, words) ? [index] : []));
  const all = (items: readonly SideItem[]): number[] => items.map((_, index) => index);
  let resources = named(matrix.resources);
  let principals = named(matrix.principals);
  if (resources.length > 0 && principals.length === 0) principals = all(matrix.principals);
  else if (principals.length > 0 && resources.length === 0) resources = all(matrix.resources);
  if (wanted.onlyOpen) {
    const isOpen = (row: number, column: number): boolean =>
      isOpenPair(matrix.pairs[row]?.[column]);
    const rows = resources.filter(
      (row) =>
        matrix.resources[row]?.status !== undefined ||
        principals.some((column) => isOpen(row, column)),
    );
    const columns = principals.filter(
      (column) =>
        matrix.principals[column]?.status !== undefined ||
        resources.some((row) => isOpen(row, column)),
    );
    // What is wrong with one alone is seen beside all of the others.
    if (rows.length > 0 || columns.length === 0) resources = rows;
    if (columns.length > 0 || rows.length === 0) principals = columns;
  }
  return {
    resources: resources.slice(0, wanted.mostResources),
    principals: principals.slice(0, wanted.mostPrincipals),
    resourcesPassing: resources.length,
    principalsPassing: principals.length,
  };
}

function holds({ key, label, about }: SideItem, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${label} ${about} ${key}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isOpenPair(state: PairState | undefined): boolean {
  return state !== undefined && state !== 'usable';
}
