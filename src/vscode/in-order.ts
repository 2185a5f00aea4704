/** What is done in the order it came in, though what it is done with loads with the first of it. */
export class InOrder<Tool> {
  readonly #load: () => Promise<Tool>;
  #last: Promise<void> = Promise.resolve();

  /** @param load where it fails nothing is done, and the next one tries again */
  constructor(load: () => Promise<Tool>) {
    this.#load = load;
  }

  add(run: (tool: Tool) => void): void {
    this.#last = this.#last
      .then(this.#load)
      .then(run)
      .catch(() => undefined);
  }

  /** Resolves once all that was added until now is done. */
  get done(): Promise<void> {
    return this.#last;
  }
}
