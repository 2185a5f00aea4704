/** All rows of all pages. */
export async function allPages<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of pages) {
    // Not spread: a page of a hundred thousand rows would be too many arguments.
    for (const item of page) items.push(item);
  }
  return items;
}
