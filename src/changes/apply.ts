import type { CloudError } from '../clouds/cloud-error.ts';
import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import { asCloudError } from '../inventory/failure.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Scope } from '../model/account.ts';
import type { AssociationKind } from '../model/share.ts';
import type { Plan, Step } from './plan.ts';

export interface ApplySurroundings {
  readonly cloud: ShareCloud;
  readonly inventory: Inventory;
  readonly scope: Scope;
  /** Ends it before the next step, and the step that runs. */
  readonly signal: AbortSignal;
  /** Called before the first step and after each. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** How far a plan came. Every step is in exactly one of `done`, `failed` and `notSent`. */
export interface ApplyResult {
  readonly plan: Plan;
  readonly scope: Scope;
  /** The share that was created or added to; absent when it could not be created. */
  readonly shareId?: string;
  readonly done: readonly Step[];
  readonly failed?: { readonly step: Step; readonly error: CloudError };
  readonly notSent: readonly Step[];
  /** Ids of the requests that were answered, in order. */
  readonly requestIds: readonly string[];
}

/**
 * Sends the steps of a plan one after the other, as writes on one share must be serial, and stops at the first that
 * fails. What the cloud answers stands in the inventory at once. Never rejects: the failure is in the result.
 */
export async function applyPlan(plan: Plan, surroundings: ApplySurroundings): Promise<ApplyResult> {
  const { inventory, scope, signal, onProgress } = surroundings;
  const { steps } = plan;
  const readings: Promise<void>[] = [];
  let { shareId } = plan;
  let failed: ApplyResult['failed'];
  let sent = 0;
  const requestIds: string[] = [];
  const options: CallOptions = {
    signal,
    priority: 'action',
    onRequestId: (requestId) => {
      requestIds.push(requestId);
    },
  };

  onProgress?.({ done: 0, total: steps.length });
  for (const step of steps) {
    try {
      signal.throwIfAborted();
      shareId = await send(step, shareId, surroundings, options);
    } catch (error) {
      failed = { step, error: asCloudError(error, operationOf(step)) };
      break;
    }
    sent += 1;
    // The answer to a create names no rows: they are read while the other steps run.
    if (step.kind === 'create') readings.push(readRows(inventory, scope, shareId, step));
    onProgress?.({ done: sent, total: steps.length });
  }
  await Promise.all(readings);
  return {
    plan,
    scope,
    ...(shareId !== undefined && { shareId }),
    done: steps.slice(0, sent),
    ...(failed && { failed }),
    notSent: steps.slice(failed ? sent + 1 : sent),
    requestIds,
  };
}

/**
 * What is left to do after a failure: the step that failed and those behind it, on the share that exists by then.
 * @returns undefined when nothing is left, and when nobody knows whether the share was created: look before
 * sending that again
 */
export function remainingPlan(result: ApplyResult): Plan | undefined {
  const { plan, failed, notSent, shareId } = result;
  if (failed?.step.kind === 'create' && failed.error.kind === 'ambiguous') return undefined;
  const steps = [...(failed ? [failed.step] : []), ...notSent];
  if (steps.length === 0) return undefined;
  return { ...plan, ...(shareId !== undefined && { shareId }), steps };
}

async function send(
  step: Step,
  shareId: string | undefined,
  { cloud, inventory, scope }: ApplySurroundings,
  options: CallOptions,
): Promise<string> {
  if (step.kind === 'create') {
    const knownIds = await sameName(inventory, scope, step.request.name);
    const share = await cloud.createShare(scope.region, { ...step.request, knownIds }, options);
    inventory.merge(scope, { shares: [share] });
    return share.id;
  }
  if (shareId === undefined) throw new Error('A plan that creates no share has to name one.');
  const rows = await cloud.associate(scope.region, shareId, step.request, options);
  inventory.merge(scope, { associations: rows });
  return shareId;
}

/** Own shares with that name: after a lost answer the client must not take one of them for the new share. */
async function sameName(
  inventory: Inventory,
  scope: Scope,
  name: string,
): Promise<readonly string[]> {
  if (inventory.snapshot(scope).loadedAt === undefined) await inventory.load(scope, 'action');
  const { entries } = inventory.snapshot(scope);
  return [...entries.values()]
    .filter(({ share }) => share.owner === 'self' && share.name === name)
    .map(({ share }) => share.id);
}

/** Only to show the rows sooner: whoever follows the change reads them again if this fails. */
async function readRows(
  inventory: Inventory,
  scope: Scope,
  shareId: string,
  { request }: Step,
): Promise<void> {
  const kinds: readonly AssociationKind[] = [
    ...(request.resources.length > 0 ? (['resource'] as const) : []),
    ...(request.principals.length > 0 ? (['principal'] as const) : []),
  ];
  if (kinds.length === 0) return;
  try {
    await inventory.refresh(scope, { shareIds: [shareId], shares: false, kinds }, 'action');
  } catch {
    // See above.
  }
}

function operationOf(step: Step): string {
  return step.kind === 'create' ? 'CreateResourceShare' : 'AssociateResourceShare';
}
