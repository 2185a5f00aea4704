import type { AccessPrincipal, AccessResource } from './access.ts';
import type { AccessIndex } from './access-index.ts';

/** The words of a query; everything has none of them missing when there are none. */
export function accessWords(query: string): readonly string[] {
  return query.split(/\s+/u).filter((word) => word !== '');
}

/**
 * What a search of the access view finds: each word stands in the thing itself, or in something that it is given to or
 * is given.
 */
export class AccessSearch {
  readonly #index: AccessIndex;
  readonly #words: readonly RegExp[];
  readonly #nameOf: (principal: AccessPrincipal) => string;
  readonly #principals: readonly ReadonlySet<string>[];

  /** @param nameOf what the user calls a principal, if anything */
  constructor(
    index: AccessIndex,
    words: readonly string[],
    nameOf: (principal: AccessPrincipal) => string,
  ) {
    this.#index = index;
    this.#words = words.map(anywhere);
    this.#nameOf = nameOf;
    this.#principals = this.#words.map(
      (word) =>
        new Set(
          index
            .principals()
            .filter((principal) => this.#holds(principal, word))
            .map(({ key }) => key),
        ),
    );
  }

  resource(resource: AccessResource): boolean {
    return this.#words.every((word, place) => {
      if (this.#holds(resource, word)) return true;
      const named = this.#principals[place];
      if (!named || named.size === 0) return false;
      for (const { key } of this.#index.principalsOf(resource.key)) if (named.has(key)) return true;
      return false;
    });
  }

  principal(principal: AccessPrincipal): boolean {
    return this.#words.every((word, place) => {
      if (this.#principals[place]?.has(principal.key) === true) return true;
      for (const resource of this.#index.resourcesGivenTo(principal.key)) {
        if (this.#holds(resource, word)) return true;
      }
      return false;
    });
  }

  /** Whether the words stand in the thing itself. */
  names(entity: AccessResource | AccessPrincipal): boolean {
    return this.#words.every((word) => this.#holds(entity, word));
  }

  #holds(entity: AccessResource | AccessPrincipal, word: RegExp): boolean {
    if (word.test(entity.id)) return true;
    return entity.kind === 'principal'
      ? word.test(this.#nameOf(entity))
      : word.test(entity.type) || (entity.arn !== undefined && word.test(entity.arn));
  }
}

/** Upper and lower case are the same: comparing like this makes no copy of any text. */
function anywhere(word: string): RegExp {
  return new RegExp(word.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`), 'i');
}
