export type Cell = string | number;

/** A table as it was printed, for the file of results. */
export interface Table {
  readonly title: string;
  readonly notes: readonly string[];
  readonly heading: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const printed: Table[] = [];

/** Everything printed so far. */
export function printedTables(): readonly Table[] {
  return printed;
}

/** Prints rows as columns and keeps them for the results; the first row is the heading, numbers are set to the right. */
export function printTable(
  title: string,
  rows: readonly (readonly Cell[])[],
  notes: readonly string[] = [],
): void {
  const cells = rows.map((row) => row.map((cell) => String(cell)));
  const [heading = [], ...body] = cells;
  printed.push({ title, notes, heading, rows: rows.slice(1) });
  const widths = heading.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ');
  console.log(`\n${title}\n`);
  console.log(line(heading));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of body) console.log(line(row));
  if (notes.length > 0) console.log('');
  for (const note of notes) console.log(`  ${note}`);
}
