import type { Position, Range, Selection, TextDocument } from 'vscode';

/** How far around a place is looked at: the longest name is an ARN of a few hundred characters. */
const reach = 512;

/** What ids, ARNs and URNs are made of. */
const nameCharacters = /[\w:/.\-*]/u;

export interface NameAt {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The text that is selected, or else the name at the cursor; empty where there is none. */
export function textAt(
  document: Pick<TextDocument, 'getText' | 'lineAt'>,
  selection: Pick<Selection, 'isEmpty' | 'active'> & Range,
): string {
  if (!selection.isEmpty) return document.getText(selection).trim().slice(0, reach);
  const { line, character } = selection.active;
  return nameIn(document.lineAt(line).text, character)?.text ?? '';
}

/** The name at a place of a line; looks only at what is near, however long the line is. */
export function nameIn(line: string, at: Position['character']): NameAt | undefined {
  const isName = (place: number): boolean => nameCharacters.test(line[place] ?? ' ');
  let from = at;
  let to = at;
  while (from > Math.max(0, at - reach) && isName(from - 1)) from -= 1;
  while (to < Math.min(line.length, at + reach) && isName(to)) to += 1;
  // A sentence ends with what a name may hold, but does not end with.
  while (to > from && /[.:/]/u.test(line[to - 1] ?? '')) to -= 1;
  const text = line.slice(from, to);
  return text.length < 3 ? undefined : { text, from, to };
}
