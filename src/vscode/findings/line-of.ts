import type { FoundEntity } from '../../inventory/access/findings.ts';

/** Where in the page of a share a kind of thing is listed, and what names it there. */
const fields: Readonly<
  Record<FoundEntity['kind'], { readonly list: string; readonly name: string }>
> = {
  principal: { list: 'principals', name: 'entityId' },
  resource: { list: 'resources', name: 'entityId' },
  permission: { list: 'permissions', name: 'id' },
  type: { list: 'resources', name: 'entityType' },
};

/**
 * The line of a share's page that a finding is about, counted from 0: that which names the thing, else the name of the
 * share.
 * @param json of one value, as the page has it
 */
export function lineOf(
  lines: readonly string[],
  entity: FoundEntity | undefined,
  json: (value: unknown) => string,
): number {
  if (entity) {
    const { list, name } = fields[entity.kind];
    const start = lines.findIndex((line) => line === `  "${list}": [`);
    const wanted = `"${name}": ${json(entity.id)}`;
    for (let at = start + 1; start >= 0 && at < lines.length && lines[at] !== '  ],'; at += 1) {
      const line = lines[at]?.trim() ?? '';
      if (line === wanted || line === `${wanted},`) return at;
      if (line === ']' && lines[at]?.startsWith('  ]') === true) break;
    }
  }
  return Math.max(
    0,
    lines.findIndex((line) => line.startsWith('  "name": ')),
  );
}
