import { unreadableError } from './unreadable.ts';

/** Half a million rows in the smallest pages: what goes on beyond that has no end. */
const mostPages = 5_000;

/** One answer of a paged list. */
export interface Page<Row> {
  /** They may take a while yet: the next page does not wait for them. */
  readonly rows: readonly Row[] | Promise<readonly Row[]>;
  /** Absent, null or empty on the last page. */
  readonly nextToken: string | null | undefined;
}

/**
 * Follows the tokens of a list to its end, also through empty pages, which are not passed on. Each page is asked for
 * while the one before it is taken in, as a chain of pages is what a large load waits for.
 * @param read fetches the page of a token, none for the first; the number of the page, from 1, comes with it
 * @throws what `read` throws, and a `CloudError` of kind `unreadable` when a token comes back, which would never end,
 * or when there are more than 5 000 pages
 */
export async function* followPages<Row>(
  operation: string,
  read: (token: string | undefined, page: number) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[], void, undefined> {
  const seen = new Set<string>();
  let asked: Promise<Page<Row>> | undefined = read(undefined, 1);
  while (asked) {
    const page: Page<Row> = await asked;
    const token = page.nextToken === null || page.nextToken === '' ? undefined : page.nextToken;
    const refusal = token === undefined ? undefined : whyNotFollow(token, seen);
    if (token !== undefined) seen.add(token);
    asked = token === undefined || refusal ? undefined : read(token, seen.size + 1);
    // Whoever leaves before the end does not care what becomes of it.
    asked?.then(({ rows }) => rows).catch(() => undefined);
    const rows = await page.rows;
    if (rows.length > 0) yield rows;
    if (refusal) throw unreadableError({ operation, ...refusal });
  }
}

function whyNotFollow(token: string, seen: ReadonlySet<string>) {
  if (seen.has(token)) {
    return { code: 'RepeatedToken', message: 'The same page token came twice' } as const;
  }
  return seen.size + 1 >= mostPages
    ? ({ code: 'EndlessList', message: `More than ${mostPages} pages` } as const)
    : undefined;
}

/** A list that asks for nothing and has nothing. */
export function noPages<Row>(): AsyncIterable<readonly Row[]> {
  return followPages<Row>('', () => Promise.resolve({ rows: [], nextToken: undefined }));
}

/** All rows of all pages. */
export async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) {
    // Not spread: a page of a hundred thousand rows would be too many arguments.
    for (const row of page) rows.push(row);
  }
  return rows;
}
