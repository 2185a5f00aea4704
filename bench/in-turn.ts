import { pages, type CloudLimits, type ScopeRows } from './floor.ts';

/** A list: its pages one after the other, then whatever can only be asked for when the first of them is there. */
interface Chain {
  readonly operation: string;
  readonly pages: number;
  readonly then: readonly Chain[];
}

interface Call {
  readonly chain: Chain;
  /** 1 for the first. */
  readonly page: number;
}

interface Places {
  free: number;
  readonly waiting: Call[];
}

/**
 * Milliseconds that the same lists take where each call takes exactly a round trip and nothing else any time, and the
 * calls of an operation get their turns as they come. The floor is lower: it knows which lists are long, and has them
 * wait for none of the short ones. No reader knows that before it has read them.
 */
export function timeInTurn(
  scopes: readonly ScopeRows[],
  limits: CloudLimits,
  latencyMs: number,
): number {
  const events = new Agenda();
  const places = new Map<string, Places>();
  let end = 0;
  const ask = (call: Call): void => {
    const { operation } = call.chain;
    const of = places.get(operation) ?? { free: limits.rate, waiting: [] };
    places.set(operation, of);
    of.waiting.push(call);
    serve(of);
  };
  const serve = (of: Places): void => {
    if (of.free === 0) return;
    const call = of.waiting.shift();
    if (!call) return;
    of.free -= 1;
    events.after(latencyMs, () => {
      end = events.now;
      if (call.page === 1) for (const chain of call.chain.then) ask({ chain, page: 1 });
      if (call.page < call.chain.pages) ask({ ...call, page: call.page + 1 });
    });
    events.after(1_000, () => {
      of.free += 1;
      serve(of);
    });
  };
  for (const chain of chainsOf(scopes, limits)) ask({ chain, page: 1 });
  events.run();
  return end;
}

/** Own shares first, as our reader does. */
function chainsOf(scopes: readonly ScopeRows[], limits: CloudLimits): readonly Chain[] {
  const list = (operation: string, rows: number, then: readonly Chain[] = []): Chain => ({
    ...{ operation, then, pages: pages(rows, limits) },
  });
  return [
    ...scopes.map(({ shares, resources, principals }) =>
      list(
        'shares',
        shares,
        shares === 0 ? [] : [list('rows', resources), list('rows', principals)],
      ),
    ),
    ...scopes.map(({ receivedShares, receivedResources }) =>
      list(
        'shares',
        receivedShares,
        receivedShares === 0 ? [] : [list('received', receivedResources)],
      ),
    ),
  ];
}

/** Runs what is due in order, in no time. */
class Agenda {
  now = 0;
  readonly #due: { readonly at: number; readonly run: () => void }[] = [];

  after(delayMs: number, run: () => void): void {
    const at = this.now + delayMs;
    const later = this.#due.findIndex((other) => other.at > at);
    this.#due.splice(later === -1 ? this.#due.length : later, 0, { at, run });
  }

  run(): void {
    for (let next = this.#due.shift(); next; next = this.#due.shift()) {
      this.now = next.at;
      next.run();
    }
  }
}
