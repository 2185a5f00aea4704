import { addressOf, type Address } from './address.ts';

/**
 * The rows a command is meant for: the selection when the row is part of it, else the row. None where it comes from the
 * palette.
 */
export function rowsChosen(row: unknown, selected: unknown): readonly Address[] {
  const one = addressOf(row);
  const many = Array.isArray(selected) ? selected.map(addressOf) : [];
  const rows = many.filter((address) => address !== undefined);
  if (one && rows.length > 1) return rows;
  return one ? [one] : [];
}
