import type { Fault } from './faults.ts';
import { pause, type WireReply } from './http-server.ts';

/** How one cloud answers; a fault takes what it needs of it. */
export interface Answers {
  /** Lets the operation happen, and gives its answer. */
  readonly run: () => WireReply;
  /** An answer without content. */
  readonly blank: () => WireReply;
  /** The cloud's own error, with what the fault leaves out filled in. */
  readonly refuse: (fault: Extract<Fault, { kind: 'error' }>) => WireReply;
}

/** Lets a scripted fault happen instead of the answer, after or without the operation. */
export async function suffer(
  fault: Fault,
  { run, blank, refuse }: Answers,
  signal: AbortSignal,
): Promise<WireReply> {
  switch (fault.kind) {
    case 'error':
      return refuse(fault);
    case 'drop':
      if (fault.executed) run();
      return { kind: 'drop' };
    case 'cut': {
      const done = fault.executed ? run() : blank();
      return { kind: 'cut', answer: done.kind === 'answer' ? done.body : '' };
    }
    case 'hang': {
      const done: WireReply = fault.executed ? run() : { kind: 'drop' };
      await pause(fault.ms, signal);
      return done;
    }
    case 'body':
      if (fault.executed) run();
      return {
        kind: 'answer',
        status: fault.status,
        headers: { 'content-type': fault.contentType, ...fault.headers },
        body: fault.text,
      };
  }
}
