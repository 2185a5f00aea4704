import type { CallOptions, Priority } from '../clouds/cloud.ts';
import { cancelled } from './failure.ts';

/** The least urgent first. */
const order: readonly Priority[] = ['watch', 'view', 'action'];

/** One request that runs, for everybody who waits for it. */
export interface Request {
  /** For all calls of the request. The priority is the present one: what is still to be sent goes out with it. */
  readonly options: CallOptions;
  readonly controller: AbortController;
  /** Somebody else waits for it, more urgently maybe. */
  readonly raise: (priority: Priority) => void;
}

export function newRequest(first: Priority): Request {
  const controller = new AbortController();
  let priority = first;
  return {
    controller,
    options: {
      signal: controller.signal,
      get priority() {
        return priority;
      },
    },
    raise: (other) => {
      if (order.indexOf(other) > order.indexOf(priority)) priority = other;
    },
  };
}

interface Running {
  readonly request: Request;
  readonly done: Promise<void>;
  /** Whether the user may cancel it: not where something else waits for it, too. */
  cancellable: boolean;
}

/** The requests that run, by what they ask for: the same one asked for again is that one. */
export class InFlight {
  readonly #running = new Map<string, Running>();

  /**
   * Runs the work, or joins the one that runs under this key.
   * @throws what the work throws, and a `CloudError` of kind `cancelled` as soon as it is aborted
   */
  run(
    key: string,
    by: { readonly priority: Priority; readonly cancellable: boolean },
    work: (options: CallOptions) => Promise<void>,
  ): Promise<void> {
    const known = this.#running.get(key);
    if (known) {
      known.request.raise(by.priority);
      known.cancellable &&= by.cancellable;
      return known.done;
    }
    const request = newRequest(by.priority);
    const { options } = request;
    const done = untilAborted(work(options), options.signal).finally(() => {
      if (this.#running.get(key)?.request === request) this.#running.delete(key);
    });
    this.#running.set(key, { request, done, cancellable: by.cancellable });
    return done;
  }

  /** Aborts what only the user waits for. */
  cancel(): void {
    this.#abort(({ cancellable }) => cancellable);
  }

  abortAll(): void {
    this.#abort(() => true);
  }

  #abort(which: (running: Running) => boolean): void {
    for (const [key, running] of [...this.#running]) {
      if (!which(running)) continue;
      // At once: what is asked for from now on must not join it.
      this.#running.delete(key);
      running.request.controller.abort(cancelled());
    }
  }
}

/**
 * What the promise gives, unless the signal aborts first: nobody waits longer than that, whatever holds the work up.
 * @throws the signal's reason
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
