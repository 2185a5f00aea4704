import type { AccessPrincipal, AccessResource } from './access.ts';
import type { AccessIndex } from './access-index.ts';

/** Words in lower case; everything has none of them missing when there are none. */
export function accessWords(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/**
 * What a search of the access view finds: each word stands in the thing itself, or in something that it is given to or
 * is given.
 */
export class AccessSearch {
  readonly #index: AccessIndex;
  readonly #words: readonly string[];
  readonly #nameOf: (principal: AccessPrincipal) => string;
  readonly #principals: readonly ReadonlySet<string>[];

  /** @param nameOf what the user calls a principal, if anything */
  constructor(
    index: AccessIndex,
    words: readonly string[],
    nameOf: (principal: AccessPrincipal) => string,
  ) {
    this.#index = index;
    this.#words = words;
    this.#nameOf = nameOf;
    this.#principals = words.map(
      (word) =>
        new Set(
          index
            .principals()
            .filter((principal) => this.#text(principal).includes(word))
            .map(({ key }) => key),
        ),
    );
  }

  resource(resource: AccessResource): boolean {
    const text = this.#text(resource);
    return this.#words.every((word, place) => {
      if (text.includes(word)) return true;
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
        if (this.#text(resource).includes(word)) return true;
      }
      return false;
    });
  }

  /** Whether the words stand in the thing itself. */
  names(entity: AccessResource | AccessPrincipal): boolean {
    const text = this.#text(entity);
    return this.#words.every((word) => text.includes(word));
  }

  #text(entity: AccessResource | AccessPrincipal): string {
    const text =
      entity.kind === 'principal'
        ? `${entity.id} ${this.#nameOf(entity)}`
        : `${entity.id} ${entity.arn ?? ''} ${entity.type}`;
    return text.toLowerCase();
  }
}
