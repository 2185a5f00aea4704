/** Different groups that are told apart; others fall together. Of a share's texts about a quarter of them is there. */
const kinds = 1024;

/** Marks which groups of three characters are in the texts, a bit each. */
function mark(texts: readonly string[], signature: Uint32Array): void {
  signature.fill(0);
  for (const text of texts) {
    for (let at = 0; at + 2 < text.length; at += 1) {
      const gram = gramAt(text, at);
      signature[gram >> 5] = (signature[gram >> 5] ?? 0) | (1 << (gram & 31));
    }
  }
}

/** The groups that have to be in a text that holds this one; none where it is too short to tell. */
export function gramsOf(text: string): readonly number[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => gramAt(text, at));
}

/**
 * Tells for many numbered texts at once which of them may hold another: a wrong yes is possible, a wrong no is not.
 * For each group there is a row of bits, one for each text, so that a search reads a few rows and none of the texts.
 */
export class GramTable {
  /** Words of 32 bits in a row. */
  #width = 32;
  #bits = new Uint32Array(kinds * this.#width);
  /** Made anew for each text: to keep them would be as many arrays as there are texts. */
  readonly #now = new Uint32Array(kinds / 32);
  readonly #before = new Uint32Array(kinds / 32);

  /** Takes note of what has this number, given by all its texts, in place of the texts that it had before. */
  set(number: number, texts: readonly string[], before: readonly string[]): void {
    while (number >= this.#width * 32) this.#widen();
    mark(texts, this.#now);
    mark(before, this.#before);
    const bit = 1 << (number & 31);
    for (let word = 0; word < kinds / 32; word += 1) {
      let others = (this.#now[word] ?? 0) ^ (this.#before[word] ?? 0);
      while (others !== 0) {
        const gram = (word << 5) + 31 - Math.clz32(others & -others);
        others &= others - 1;
        const at = gram * this.#width + (number >> 5);
        this.#bits[at] = (this.#bits[at] ?? 0) ^ bit;
      }
    }
  }

  /** A bit for each text that has all of these groups; undefined where that is all of them. */
  withAll(grams: readonly number[]): Uint32Array | undefined {
    const [first, ...others] = grams;
    if (first === undefined) return undefined;
    const found = this.#bits.slice(first * this.#width, (first + 1) * this.#width);
    for (const gram of others) {
      const row = gram * this.#width;
      for (let at = 0; at < found.length; at += 1) {
        found[at] = (found[at] ?? 0) & (this.#bits[row + at] ?? 0);
      }
    }
    return found;
  }

  #widen(): void {
    const before = this.#bits;
    const width = this.#width;
    this.#width *= 2;
    this.#bits = new Uint32Array(kinds * this.#width);
    for (let gram = 0; gram < kinds; gram += 1) {
      this.#bits.set(before.subarray(gram * width, (gram + 1) * width), gram * this.#width);
    }
  }
}

export function hasBit(bits: Uint32Array, number: number): boolean {
  return ((bits[number >> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

function gramAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  const third = text.charCodeAt(at + 2);
  return ((first * 961 + second * 31 + third) * 2_654_435_761) >>> 22;
}
