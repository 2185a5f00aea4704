/** A list of listeners with one event; the core has no other way to tell the UI. */
export class Emitter<T> {
  readonly #listeners = new Set<(event: T) => void>();

  /** Adds a listener; the returned function removes it. */
  readonly listen = (listener: (event: T) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  fire(event: T): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
