/** Longest text from a cloud that is shown in a row or a notice, in UTF-16 units. */
const longest = 300;

/** Control characters (line breaks too), and marks that turn the reading direction around. */
const unseen = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/gu;

/**
 * A text from a cloud, safe to be put in a row, a notice or a quick pick: nothing in it can move other text,
 * draw an icon (`$(…)`) or become a link (`[…](command:…)`). The text itself is kept readable.
 * @param text whatever the cloud sent
 */
export function shown(text: string): string {
  const line = asLine(text);
  return line.length <= longest ? line : `${line.slice(0, longest - 1).toWellFormed()}…`;
}

/** The same at full length, for pages that are read as they are. */
export function asLine(text: string): string {
  return text
    .toWellFormed()
    .replace(unseen, ' ')
    .replaceAll('](', ']\u200B(')
    .replaceAll('$(', '$\u200B(');
}
