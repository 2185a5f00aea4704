/**
 * Which items have a value. Most values of an inventory (ids, ARNs) belong to one item alone, so that one is kept
 * without a set around it.
 */
export class Postings<Item extends object> {
  readonly #items = new Map<string, Item | Set<Item>>();

  add(value: string, item: Item): void {
    const known = this.#items.get(value);
    if (known === undefined) this.#items.set(value, item);
    else if (known instanceof Set) known.add(item);
    else if (known !== item) this.#items.set(value, new Set([known, item]));
  }

  remove(value: string, item: Item): void {
    const known = this.#items.get(value);
    if (known === item) this.#items.delete(value);
    if (!(known instanceof Set)) return;
    known.delete(item);
    const [only] = known;
    if (known.size === 1 && only) this.#items.set(value, only);
  }

  get(value: string): Iterable<Item> {
    const known = this.#items.get(value);
    if (known === undefined) return [];
    return known instanceof Set ? known : [known];
  }
}
