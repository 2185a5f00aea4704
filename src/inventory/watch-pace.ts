/** How often to look, in milliseconds. The clouds say nothing about how long anything takes; samples show 1 to 5 s. */
export const pace = {
  first: 2_000,
  growth: 1.5,
  longest: 15_000,
  /** When even the newest item has waited for `patience`, one look a minute is enough. */
  late: 60_000,
  patience: 5 * 60_000,
  /** Pending shares wait for a person to answer an invitation. */
  forAnswer: 15_000,
  /** Between the last look and the one on coming back to the window. */
  leastGap: 2_000,
  giveUpAfter: 30 * 60_000,
} as const;

/** The delay after this one, when a look has found nothing new. */
export function slower(delay: number, newestAge: number): number {
  if (newestAge >= pace.patience) return pace.late;
  return Math.min(delay * pace.growth, pace.longest);
}

/** The delay after a look that failed. */
export function slowerAfterFailure(delay: number): number {
  return Math.min(delay * 2, pace.late);
}

/** The shortest that a delay may turn out, as a part of it. */
export const leastJitter = 0.9;

/** Up to a tenth more or less, so that windows and scopes don't ask all at once. */
export function jittered(delay: number, random: () => number): number {
  return Math.round(delay * (leastJitter + 2 * (1 - leastJitter) * random()));
}
