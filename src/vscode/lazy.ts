/** A part of the extension whose code loads when the part is first asked for, and that exists once. */
export class Lazy<T> {
  readonly #load: () => Promise<T>;
  #part: Promise<T> | undefined;
  #loaded: T | undefined;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** The part if somebody has asked for it already: for what concerns it only while it is there. */
  get begun(): Promise<T> | undefined {
    return this.#part;
  }

  /** The part if it is there. */
  get loaded(): T | undefined {
    return this.#loaded;
  }

  get(): Promise<T> {
    this.#part ??= this.#load().then(
      (part) => (this.#loaded = part),
      (error: unknown) => {
        // The next one who asks tries again.
        this.#part = undefined;
        throw error;
      },
    );
    return this.#part;
  }
}
