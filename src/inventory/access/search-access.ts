import { groupBy } from '../../model/group-by.ts';
import { compareEntities, type AccessPrincipal, type AccessResource } from './access.ts';
import type { AccessIndex } from './access-index.ts';
import { typeKey, type ResourceType } from './access.ts';

/** The words of a query; without any nothing is looked for. */
export function accessWords(query: string): readonly string[] {
  return query.split(/\s+/u).filter((word) => word !== '');
}

/** What a word stands in, or all words of a query do. */
interface Found {
  readonly resources: ReadonlySet<AccessResource>;
  readonly principals: ReadonlySet<AccessPrincipal>;
}

/** Resources of one type that were found. */
export interface FoundType extends ResourceType {
  /** By id: put in order when they are asked for, as most types are never opened. */
  readonly items: () => readonly AccessResource[];
}

/**
 * What a search of the access view finds: each word stands in the thing itself, or in something that it is given to or
 * is given. Sets of what was found, made when they are asked for: nothing walks over all there is.
 */
export class AccessSearch {
  readonly #index: AccessIndex;
  readonly #byWord: readonly Found[];
  #named: Found | undefined;
  #resources: ReadonlySet<AccessResource> | undefined;
  #principals: ReadonlySet<AccessPrincipal> | undefined;

  /** @param nameOf what the user calls a principal, if anything */
  constructor(
    index: AccessIndex,
    words: readonly string[],
    nameOf: (principal: AccessPrincipal) => string,
  ) {
    this.#index = index;
    this.#byWord = words.map((word) => {
      const wanted = word.toLowerCase();
      const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
      return {
        resources: new Set(index.resourcesWith(word)),
        principals: new Set(
          [...index.principals(), ...index.reachedAccounts()].filter(
            (one) => holds(one.id) || holds(nameOf(one)),
          ),
        ),
      };
    });
  }

  /** Things that the words stand in themselves. */
  get named(): Found {
    return (this.#named ??= {
      resources: inAll(this.#byWord.map(({ resources }) => resources)),
      principals: inAll(this.#byWord.map(({ principals }) => principals)),
    });
  }

  /** Resources that each word stands in, or somebody whom it stands in is given. */
  get resources(): ReadonlySet<AccessResource> {
    return (this.#resources ??= inAll(
      this.#byWord.map(({ resources, principals }) =>
        union(resources, principals, ({ key }) => this.#index.resourcesGivenTo(key)),
      ),
    ));
  }

  /** Principals that each word stands in, or something that it stands in is given to. */
  get principals(): ReadonlySet<AccessPrincipal> {
    return (this.#principals ??= inAll(
      this.#byWord.map(({ resources, principals }) =>
        union(principals, resources, ({ key }) => this.#index.principalsOf(key)),
      ),
    ));
  }
}

/**
 * Resources by type, in the order of the index.
 * @param found those that are wanted; all of them unless given
 */
export function resourcesByType(
  index: AccessIndex,
  found?: ReadonlySet<AccessResource>,
): readonly FoundType[] {
  const types = index.resourceTypes();
  const all = types.reduce((sum, { count }) => sum + count, 0);
  if (!found || found.size >= all) {
    return types.map((type) => ({ ...type, items: () => index.resourcesOf(type) }));
  }
  const some = groupBy([...found], typeKey);
  return types.flatMap((type) => {
    const own = some.get(typeKey(type));
    if (!own) return [];
    const { length: count } = own;
    let sorted: readonly AccessResource[] | undefined;
    const items = (): readonly AccessResource[] =>
      // Some are sooner sorted than looked up among all, which are in order already.
      (sorted ??=
        count * 16 < type.count
          ? own.toSorted(compareEntities)
          : index.resourcesOf(type).filter((one) => found.has(one)));
    return [{ ...type, count, items }];
  });
}

function inAll<Item>(sets: readonly ReadonlySet<Item>[]): ReadonlySet<Item> {
  const [least = new Set<Item>(), ...more] = sets.toSorted((one, other) => one.size - other.size);
  if (more.length === 0) return least;
  return new Set([...least].filter((item) => more.every((set) => set.has(item))));
}

function union<Own, Other>(
  own: ReadonlySet<Own>,
  others: Iterable<Other>,
  ofOther: (other: Other) => Iterable<Own>,
): ReadonlySet<Own> {
  let all: Set<Own> | undefined;
  for (const other of others) {
    for (const one of ofOther(other)) {
      if (!own.has(one)) (all ??= new Set(own)).add(one);
    }
  }
  return all ?? own;
}
