import type { Change, ResourceItem } from '../../../src/changes/change.ts';

/** What a share holds, in the simplest form. */
export interface Truth {
  readonly name: string;
  readonly resources: ReadonlySet<string>;
  readonly principals: ReadonlySet<string>;
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * What changes come to, by the simplest means: one after the other. Shares that are created go by their names.
 * @param shares as they are before, by their ids
 */
export function outcomeOf(
  changes: readonly Change[],
  shares: ReadonlyMap<string, Truth>,
): ReadonlyMap<string, Truth> {
  const truth = new Map(shares);
  for (const change of changes) {
    if (change.kind === 'create') truth.set(change.name, created(change));
    if (!('shareId' in change)) continue;
    const share = truth.get(change.shareId);
    if (share) truth.set(change.shareId, changed(share, change));
  }
  // A share that is deleted is deleted, whatever else is wanted of it.
  for (const change of changes) if (change.kind === 'delete') truth.delete(change.shareId);
  return truth;
}

function created(change: Extract<Change, { readonly kind: 'create' }>): Truth {
  return {
    name: change.name,
    resources: new Set(change.resources.map(nameOf)),
    principals: new Set(change.principals.map(({ id }) => id)),
    tags: new Map(change.tags?.map(({ key, value }) => [key, value])),
  };
}

function changed(share: Truth, change: Change): Truth {
  const { resources, principals, tags } = share;
  switch (change.kind) {
    case 'associate':
      return {
        ...share,
        resources: new Set([...resources, ...change.resources.map(nameOf)]),
        principals: new Set([...principals, ...change.principals.map(({ id }) => id)]),
      };
    case 'disassociate':
      return {
        ...share,
        resources: without(resources, change.resources.map(nameOf)),
        principals: without(principals, change.principals),
      };
    case 'update':
      return { ...share, name: change.name ?? share.name };
    case 'tag':
      return {
        ...share,
        tags: new Map([...tags, ...change.tags.map(({ key, value }) => [key, value] as const)]),
      };
    case 'untag':
      return { ...share, tags: new Map([...tags].filter(([key]) => !change.keys.includes(key))) };
    default:
      return share;
  }
}

function without(all: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  return new Set([...all].filter((one) => !gone.includes(one)));
}

function nameOf({ id, arn }: ResourceItem): string {
  return arn ?? id ?? '';
}

/**
 * Comparable, whatever the ids of the shares that were made.
 * @param isMade whether a share was created: its id says nothing then
 */
export function plainShares(
  shares: Iterable<readonly [string, Truth]>,
  isMade: (id: string, share: Truth) => boolean,
): readonly string[] {
  return [...shares]
    .map(([id, share]) => {
      const { name, resources, principals, tags } = share;
      return JSON.stringify([
        isMade(id, share) ? '' : id,
        name,
        [...resources].sort(),
        [...principals].sort(),
        [...tags].sort(),
      ]);
    })
    .sort();
}
