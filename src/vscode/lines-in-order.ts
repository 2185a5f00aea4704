/** Takes secrets out of a text. */
type Clean = (text: string) => string;

/** Lines that are written in the order they came in, though what takes secrets out of them loads with the first. */
export class LinesInOrder {
  readonly #load: () => Promise<Clean>;
  #last: Promise<void> = Promise.resolve();

  /** @param load where it fails nothing is written: what is in a line is not known then */
  constructor(load: () => Promise<Clean>) {
    this.#load = load;
  }

  add(write: (clean: Clean) => void): void {
    this.#last = this.#last
      .then(this.#load)
      .then(write)
      .catch(() => undefined);
  }

  /** Resolves once all that was added until now is written. */
  get written(): Promise<void> {
    return this.#last;
  }
}
