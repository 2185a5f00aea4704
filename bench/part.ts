/** How much of a part is to be measured. */
export interface PartOptions {
  /** Under a minute for all parts together: what takes longer is left out or computed. */
  readonly quick: boolean;
}

/** One of the things that `npm run bench` measures, by its name. */
export interface Part {
  readonly name: string;
  readonly run: (options: PartOptions) => Promise<void>;
}
