import type { Abilities } from '../clouds/cloud.ts';
import type { ResourceRow, TagRow } from './draft.ts';
import { arnReader } from './rules/arn.ts';

/** Splits a pasted list at commas, semicolons, spaces, tabs and lines; each entry once, in its order, without quotes. */
export function parsePastedList(text: string): readonly string[] {
  const entries = text
    .split(/[\s,;，；、]+/u)
    .map(withoutQuotes)
    .filter((entry) => entry !== '');
  return [...new Set(entries)];
}

/** Not by a pattern: one that looks for quotes at the end tries each run of them in the middle again and again. */
function withoutQuotes(entry: string): string {
  let start = 0;
  let end = entry.length;
  while (start < end && `"'\`[(`.includes(entry.charAt(start))) start += 1;
  while (end > start && `"'\`])`.includes(entry.charAt(end - 1))) end -= 1;
  return entry.slice(start, end);
}

/**
 * Reads a pasted list as resources. An ARN or URN stands for itself. The name of a type, alone or as `Type:id` or
 * `Type=id`, gives the type of the ids after it, so that `VSwitch vsw-1 vsw-2, Image: m-1` gives three rows.
 * @param type the type of ids that come before any type; empty for none
 */
export function parsePastedResources(
  text: string,
  abilities: Abilities,
  type = '',
): readonly ResourceRow[] {
  const arns = arnReader(abilities);
  const types = new Map(
    abilities.resourceTypes.map((rule) => [rule.type.toLowerCase(), rule.type]),
  );
  const rows = new Map<string, ResourceRow>();
  let current = type;
  const add = (row: ResourceRow) => {
    const key = `${row.type} ${row.value}`;
    if (!rows.has(key)) rows.set(key, row);
  };
  // Not parsePastedList: the same type may be named twice.
  for (const entry of text.split(/[\s,;，；、]+/u).flatMap(parsePastedList)) {
    if (arns.looksLikeArn(entry)) {
      add({ type: '', value: entry, property: '' });
      continue;
    }
    const [head = '', ...rest] = entry.split(/[:=]/u);
    const named = types.get(head.toLowerCase());
    const value = named === undefined ? entry : entry.slice(head.length + 1);
    current = named ?? current;
    if (value !== '' && (named === undefined || rest.length > 0)) {
      add({ type: current, value, property: '' });
    }
  }
  return [...rows.values()];
}

/**
 * Reads a pasted list as tags, one on each line: `key=value`, or two columns of a table. What has neither is a key.
 * A key that stands there with two values stays twice, for the check to say so.
 */
export function parsePastedTags(text: string): readonly TagRow[] {
  const rows = new Map<string, TagRow>();
  for (const line of text.split(/[\r\n]+/u)) {
    const [, key = '', value = ''] = /^([^=\t]*)(?:[=\t](.*))?$/u.exec(line) ?? [];
    const row = { key: key.trim(), value: value.trim() };
    if (row.key !== '' || row.value !== '') rows.set(`${row.key}=${row.value}`, row);
  }
  return [...rows.values()];
}
