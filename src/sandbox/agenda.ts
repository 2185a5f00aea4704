/** What is due: a settling association, an invitation that expires, a dead row that is removed. */
export type AgendaKind = 'settle' | 'expire' | 'purge';

interface Entry {
  readonly dueAt: number;
  readonly order: number;
  readonly kind: AgendaKind;
  readonly run: (at: number) => void;
}

/**
 * What happens later, in the order in which it is due. Nothing runs by itself: every request first
 * runs what is due by then, so the state depends on the clock alone and never on timers.
 */
export class Agenda {
  /** The next entry is the last one. */
  #entries: Entry[] = [];
  #sorted = true;
  #order = 0;

  /** `run` gets the time at which it was due; it checks by itself whether it still applies. */
  add(dueAt: number, kind: AgendaKind, run: (at: number) => void): void {
    this.#entries.push({ dueAt, order: this.#order, kind, run });
    this.#order += 1;
    this.#sorted = false;
  }

  /** Runs what is due, also what becomes due on the way. */
  runUntil(now: number): void {
    for (;;) {
      this.#sort();
      const next = this.#entries.at(-1);
      if (next === undefined || next.dueAt > now) return;
      this.#entries.pop();
      next.run(next.dueAt);
    }
  }

  /** Runs everything that is settling as if it were due now; invitations and dead rows stay. */
  settle(now: number): void {
    for (;;) {
      this.#sort();
      const due = this.#entries.filter((entry) => entry.kind === 'settle').reverse();
      if (due.length === 0) return;
      this.#entries = this.#entries.filter((entry) => entry.kind !== 'settle');
      for (const entry of due) entry.run(now);
    }
  }

  clear(): void {
    this.#entries = [];
  }

  #sort(): void {
    if (this.#sorted) return;
    this.#entries.sort((left, right) => right.dueAt - left.dueAt || right.order - left.order);
    this.#sorted = true;
  }
}
