import { Document, isMap, isNode, isSeq, parseDocument, Scalar, YAMLMap } from 'yaml';
import type { AllowedPrincipal } from '../../inventory/access/allowed-principals.ts';

export interface NewEntry extends Pick<AllowedPrincipal, 'id' | 'cloud'> {
  /** Why it is allowed; left out where nobody said. */
  readonly reason?: string;
}

/** A change of a text: what stands between two offsets becomes another text. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Adds an entry at the end of a list of allowed principals; comments and everything else stay as they are.
 * @param text YAML without an error, as `readAllowed` has it
 * @returns undefined where the text has no place for it
 */
export function addEntry(text: string, entry: NewEntry): TextChange | undefined {
  const document = parseDocument(text, { schema: 'failsafe' });
  const list = isMap(document.contents) ? document.contents.get('principals') : undefined;
  if (!isSeq(list)) return undefined;
  const node = nodeOf(entry);
  const below = list.flow === true ? undefined : belowLast(text, list.items.at(-1), node);
  if (below) return below;
  // In one line there is no room for many.
  if (list.items.length === 0) list.flow = false;
  if (list.flow === true) node.flow = true;
  document.addIn(['principals'], node);
  return difference(text, document.toString({ lineWidth: 0 }));
}

function nodeOf({ id, cloud, reason }: NewEntry): YAMLMap {
  const entry = new YAMLMap();
  // Quoted: other readers would take digits for a number.
  const quoted = new Scalar(id);
  quoted.type = Scalar.QUOTE_DOUBLE;
  entry.set('id', quoted);
  if (cloud !== undefined) entry.set('cloud', cloud);
  if (reason !== undefined && reason !== '') entry.set('reason', reason);
  return entry;
}

/** Lines below the last entry, as far to the right as that; nothing where it stands in an unusual way. */
function belowLast(text: string, last: unknown, entry: YAMLMap): TextChange | undefined {
  if (!isNode(last) || !last.range) return undefined;
  const [start, end] = last.range;
  const begin = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (!/^ *- +$/u.test(begin)) return undefined;
  const lines = new Document([entry]).toString({ lineWidth: 0 }).trimEnd().split('\n');
  const indent = ' '.repeat(begin.indexOf('-'));
  const added = lines.map((line) => `${indent}${line}\n`).join('');
  const isAtStart = text[end - 1] === '\n';
  const next = isAtStart ? end : text.indexOf('\n', end) + 1;
  if (next > 0) return { from: next, to: next, text: added };
  return { from: text.length, to: text.length, text: `\n${added}` };
}

/** What is at least to be changed, so that nothing else is touched where both are the same. */
function difference(before: string, after: string): TextChange {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let same = 0;
  while (
    same < before.length - from &&
    same < after.length - from &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  ) {
    same += 1;
  }
  return { from, to: before.length - same, text: after.slice(from, after.length - same) };
}
