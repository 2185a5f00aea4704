/** So many answers must have come before anything is counted on: alone, each could be a slow one. */
const enough = 10;
/** How many of the latest answers make up what is usual. */
const usualOf = 20;
/** A connection that was used so lately is open at both ends still, in milliseconds. */
const openFor = 2_000;
/** Of the least round trip; the rest is left for what later answers may show. */
const trustedPart = 0.75;

/** The most that is ever counted on, in milliseconds: hardly any cloud is further away. */
export const mostCounted = 500;

/**
 * How long calls to a cloud are at least on their way there and back: by so much less than a second the throttle
 * has to keep a place after an answer.
 *
 * The call that had the place reached the cloud no later than its answer left there, and the next one reaches it no
 * earlier than its own way there takes; the two ways together are a round trip. Only the least of many may be counted
 * on, as two calls share it here: the more they differ, the less. And only calls on open connections tell it, as to
 * open one takes round trips of its own before the call is sent.
 */
export class RoundTrips {
  /** When the connections that should be free were last used, by route. */
  readonly #free = new Map<string, number[]>();
  #least = Infinity;
  #usual = 0;
  #count = 0;

  /**
   * Takes the start of a call, milliseconds by any clock; the returned function takes the time of its answer.
   * @param route calls on the same one can use the same connections
   */
  begin(route: string, startedAt: number): (answeredAt: number) => void {
    const free = this.#free.get(route) ?? [];
    this.#free.set(route, free);
    const usedAt = free.pop();
    const open = usedAt !== undefined && startedAt - usedAt <= openFor;
    return (answeredAt) => {
      free.push(answeredAt);
      if (open) this.#add(Math.max(0, answeredAt - startedAt));
    };
  }

  /** Milliseconds that can be counted on; 0 while too little is known, and where no two calls take the same time. */
  get counted(): number {
    if (this.#count < enough) return 0;
    const spread = this.#usual - this.#least;
    const counted = Math.min(mostCounted, this.#least * trustedPart, this.#least - spread);
    return Math.max(0, counted);
  }

  #add(trip: number): void {
    this.#count += 1;
    this.#least = Math.min(this.#least, trip);
    this.#usual += (trip - this.#usual) / Math.min(this.#count, usualOf);
  }
}
