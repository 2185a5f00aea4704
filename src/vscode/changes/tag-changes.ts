import type { Change } from '../../changes/change.ts';
import type { Scope } from '../../model/account.ts';
import type { ResourceShare, Tag } from '../../model/share.ts';

/** What makes the tags of a share the wanted ones; nothing for those that stay. */
export function tagChanges(
  { accountId, region }: Scope,
  { id, tags }: Pick<ResourceShare, 'id' | 'tags'>,
  wanted: readonly Tag[],
): readonly Change[] {
  const scope = { accountId, region };
  const valueOf = (list: readonly Tag[], key: string): string | undefined =>
    list.find((tag) => tag.key === key)?.value;
  const gone = tags.filter(({ key }) => valueOf(wanted, key) === undefined);
  const set = wanted.filter(({ key, value }) => valueOf(tags, key) !== value);
  return [
    ...(gone.length > 0
      ? [{ kind: 'untag' as const, scope, shareId: id, keys: gone.map(({ key }) => key) }]
      : []),
    ...(set.length > 0 ? [{ kind: 'tag' as const, scope, shareId: id, tags: [...set] }] : []),
  ];
}

/** With that tag in the place of the one that has its key, else at the end. */
export function withTag(tags: readonly Tag[], wanted: Tag): readonly Tag[] {
  return tags.some(({ key }) => key === wanted.key)
    ? tags.map((tag) => (tag.key === wanted.key ? wanted : tag))
    : [...tags, wanted];
}

export function withTags(tags: readonly Tag[], wanted: readonly Tag[]): readonly Tag[] {
  return wanted.reduce(withTag, tags);
}
