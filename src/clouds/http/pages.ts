import { unreadableError } from './unreadable.ts';

/** Half a million rows in the smallest pages: what goes on beyond that has no end. */
const mostPages = 5_000;

/** One answer of a paged list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Absent, null or empty on the last page. */
  readonly nextToken: string | null | undefined;
}

/**
 * Follows the tokens of a list to its end, also through empty pages, which are not passed on.
 * @param read fetches the page of a token; none for the first
 * @throws what `read` throws, and a `CloudError` of kind `unreadable` when a token comes back, which would never end,
 * or when there are more than 5 000 pages
 */
export async function* followPages<Row>(
  operation: string,
  read: (token: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[], void, undefined> {
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await read(token);
    if (page.rows.length > 0) yield page.rows;
    token = page.nextToken === null || page.nextToken === '' ? undefined : page.nextToken;
    if (token !== undefined && seen.has(token)) {
      throw unreadableError({
        operation,
        code: 'RepeatedToken',
        message: 'The same page token came twice',
      });
    }
    if (token !== undefined) seen.add(token);
    if (seen.size >= mostPages && token !== undefined) {
      throw unreadableError({
        operation,
        code: 'EndlessList',
        message: `More than ${mostPages} pages`,
      });
    }
  } while (token !== undefined);
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
