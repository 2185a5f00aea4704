import type { ActionError } from './action-error.ts';
import type { ActionState } from './action.ts';
import type { ApplyProgress } from './apply.ts';
import type { ChangeContext } from './change-context.ts';
import type { Outcome } from './follow.ts';
import type { Plan } from './plan.ts';
import type { Finding } from './preflight/preflight.ts';

export interface RunOptions {
  /** Ends it before the next call. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ApplyProgress) => void;
}

/** What came of a plan that was to be run. */
export type RunResult =
  | {
      readonly kind: 'ran';
      readonly id: string;
      readonly state: ActionState;
      readonly error?: ActionError;
      /** Resolves when the cloud has settled everything, as far as that ends by itself. Never rejects. */
      readonly settled: Promise<readonly Outcome[]>;
    }
  /** Somebody changed a share meanwhile, and nothing was sent: show this plan instead. */
  | { readonly kind: 'changed'; readonly plan: Plan; readonly known: ChangeContext }
  /** Nothing was sent, as the clouds would refuse. */
  | {
      readonly kind: 'refused';
      readonly plan: Plan;
      readonly findings: readonly Finding[];
      readonly known: ChangeContext;
    }
  /** Nothing was sent: it could not be checked again, or not be written down. */
  | { readonly kind: 'failed'; readonly error: ActionError }
  /** Everything is as wanted already. */
  | { readonly kind: 'nothing' };
