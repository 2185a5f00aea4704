import type { AccessPrincipal, AccessResource } from './access.ts';
import type { AccessIndex } from './access-index.ts';

/** The words of a query; everything has none of them missing when there are none. */
export function accessWords(query: string): readonly string[] {
  return query.split(/\s+/u).filter((word) => word !== '');
}

/** What a word stands in. */
interface Named {
  readonly resources: ReadonlySet<AccessResource>;
  readonly principals: ReadonlySet<AccessPrincipal>;
}

/**
 * What a search of the access view finds: each word stands in the thing itself, or in something that it is given to or
 * is given.
 */
export class AccessSearch {
  readonly #named: readonly Named[];
  /** The same with what is given to those, and to whom it is given. */
  readonly #found: readonly Named[];

  /** @param nameOf what the user calls a principal, if anything */
  constructor(
    index: AccessIndex,
    words: readonly string[],
    nameOf: (principal: AccessPrincipal) => string,
  ) {
    this.#named = words.map((word) => {
      const holds = (text: string): boolean => text.toLowerCase().includes(word.toLowerCase());
      return {
        resources: new Set(index.resourcesWith(word)),
        principals: new Set(
          [...index.principals(), ...index.reachedAccounts()].filter(
            (one) => holds(one.id) || holds(nameOf(one)),
          ),
        ),
      };
    });
    this.#found = this.#named.map(({ resources, principals }) => ({
      resources: union(resources, principals, ({ key }) => index.resourcesGivenTo(key)),
      principals: union(principals, resources, ({ key }) => index.principalsOf(key)),
    }));
  }

  resource(resource: AccessResource): boolean {
    return this.#found.every(({ resources }) => resources.has(resource));
  }

  principal(principal: AccessPrincipal): boolean {
    return this.#found.every(({ principals }) => principals.has(principal));
  }

  /** Whether the words stand in the thing itself. */
  names(entity: AccessResource | AccessPrincipal): boolean {
    return this.#named.every(({ resources, principals }) =>
      entity.kind === 'resource' ? resources.has(entity) : principals.has(entity),
    );
  }
}

function union<Own, Other>(
  own: ReadonlySet<Own>,
  others: Iterable<Other>,
  ofOther: (other: Other) => Iterable<Own>,
): ReadonlySet<Own> {
  const all = new Set(own);
  for (const other of others) for (const one of ofOther(other)) all.add(one);
  return all;
}
