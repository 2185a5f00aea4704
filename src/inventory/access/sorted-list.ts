/** How many things lie in a block: to put one in moves no more than these. */
const longestBlock = 512;

/** Different things in an order that holds while they come and go, also when there are tens of thousands of them. */
export class SortedList<Item> {
  readonly #compare: (one: Item, other: Item) => number;
  readonly #longest: number;
  /** Each in order, and before the next one; none is empty. */
  readonly #blocks: Item[][] = [];
  #length = 0;
  #items: readonly Item[] | undefined;

  /** @param compare never 0 for two different things */
  constructor(compare: (one: Item, other: Item) => number, longest = longestBlock) {
    this.#compare = compare;
    this.#longest = longest;
  }

  get length(): number {
    return this.#length;
  }

  get first(): Item | undefined {
    return this.#blocks[0]?.[0];
  }

  get items(): readonly Item[] {
    return (this.#items ??= this.#blocks.flat());
  }

  add(item: Item): void {
    const number = this.#blockOf(item);
    const block = this.#blocks[number];
    if (block) {
      block.splice(this.#placeIn(block, item), 0, item);
      if (block.length > this.#longest) {
        this.#blocks.splice(number + 1, 0, block.splice(block.length >> 1));
      }
    } else this.#blocks.push([item]);
    this.#length += 1;
    this.#items = undefined;
  }

  remove(item: Item): void {
    const number = this.#blockOf(item);
    const block = this.#blocks[number];
    const place = block ? this.#placeIn(block, item) : 0;
    if (block?.[place] !== item) return;
    block.splice(place, 1);
    if (block.length === 0) this.#blocks.splice(number, 1);
    this.#length -= 1;
    this.#items = undefined;
  }

  /** The first block that does not end before an item, else the last one. */
  #blockOf(item: Item): number {
    const ends = firstFrom(this.#blocks.length, (number) => {
      const last = this.#blocks[number]?.at(-1);
      return last !== undefined && this.#compare(last, item) < 0;
    });
    return Math.max(0, Math.min(ends, this.#blocks.length - 1));
  }

  #placeIn(block: readonly Item[], item: Item): number {
    return firstFrom(block.length, (place) => {
      const other = block[place];
      return other !== undefined && this.#compare(other, item) < 0;
    });
  }
}

/** The first number of which something is not so that is so of all before it. */
function firstFrom(count: number, isBefore: (number: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}
