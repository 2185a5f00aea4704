/** One entry of a select. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Shown at the foot of the open list. */
  readonly description?: string;
}
