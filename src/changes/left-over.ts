import type { ShareCloud } from '../clouds/cloud.ts';
import { createdCandidates } from '../clouds/read-back.ts';
import { type Clock, sleep } from '../model/clock.ts';
import { groupBy } from '../model/group-by.ts';
import type { ResourceShare } from '../model/share.ts';
import { isLeftOver, itemResults } from './action-items.ts';
import type { ActionState, PartState, RecordOf, StepState } from './action.ts';
import type { Change, ResourceItem } from './change.ts';
import type { PlanItem } from './plan.ts';

/** What of an action is still to be done, as far as anybody knows. */
export interface LeftOver {
  /** To be planned by what the shares hold now: what a call in doubt has done is not done again then. */
  readonly changes: readonly Change[];
  /** What has been found out about shares that were being created. */
  readonly answers: readonly RecordOf<'answered'>[];
  /** Of these parts nobody can say whether their share was created: they are left out, to be looked at by a person. */
  readonly undecided: readonly PartState[];
}

export interface LeftOverSurroundings {
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A request that was cut off may still arrive for a moment; what it did can be seen after this, in milliseconds. */
const arrivalTime = 10_000;

/**
 * Finds what is left of an action that was cut off, cancelled or failed. Calls that were answered well are not in it.
 * A share whose creation was cut off is looked for first; everything else is decided by planning anew.
 * @throws CloudError where that could not be looked up
 */
export async function leftOver(
  state: ActionState,
  surroundings: LeftOverSurroundings,
): Promise<LeftOver> {
  await untilArrived(state, surroundings);
  const changes: Change[] = [];
  const answers: RecordOf<'answered'>[] = [];
  const undecided: PartState[] = [];
  const taken = new Set<string>();
  const left = groupBy(
    itemResults(state).filter(({ progress }) => isLeftOver(progress)),
    ({ part }) => part.key,
  );
  for (const part of state.parts) {
    const found = await findCreated(part, taken, surroundings);
    if (found === 'undecided') {
      undecided.push(part);
      continue;
    }
    if (found) {
      taken.add(found.shareId);
      answers.push(found.answer);
    }
    const shareId = found?.shareId ?? part.shareId;
    const items = left.get(part.part.key)?.map(({ item }) => item) ?? [];
    changes.push(...changesForItems(part, items, shareId));
  }
  return { changes, answers, undecided };
}

async function untilArrived(
  state: ActionState,
  { clock, signal }: LeftOverSurroundings,
): Promise<void> {
  const sentAt = state.parts.flatMap(({ steps }) =>
    steps.flatMap((step) => (isInDoubt(step) ? [step.sentAt ?? 0] : [])),
  );
  const wait = Math.max(0, ...sentAt) + arrivalTime - clock.now();
  // A clock that was set back must not hold this up for hours.
  if (wait > 0) await sleep(clock, Math.min(wait, arrivalTime), signal);
}

interface Found {
  readonly shareId: string;
  readonly answer: RecordOf<'answered'>;
}

/** The share that a call has created whose end nobody knows; undefined where there is none, or no such call. */
async function findCreated(
  { part, steps }: PartState,
  taken: ReadonlySet<string>,
  { connect, clock, signal }: LeftOverSurroundings,
): Promise<Found | 'undecided' | undefined> {
  const index = part.steps.findIndex(({ kind }) => kind === 'create');
  const create = part.steps[index];
  const step = steps[index];
  if (create?.kind !== 'create' || !step || !isInDoubt(step)) return undefined;
  const { accountId, region } = part.scope;
  const cloud = await connect(accountId);
  const options = { signal, priority: 'action' } as const;
  const shares: ResourceShare[] = [];
  for await (const page of cloud.listShares(region, { owner: 'self' }, options)) {
    shares.push(...page);
  }
  const request = { ...create.request, knownIds: [...(step.knownIds ?? []), ...taken] };
  const sentAt = { localTime: step.sentAt ?? 0, skewMs: undefined };
  const [found, ...more] = createdCandidates(shares, request, sentAt);
  if (more.length > 0) return 'undecided';
  if (!found) {
    // The clock may have been set right since: a new share of that name proves that its time says nothing.
    const { name, knownIds } = request;
    const isNew = shares.some((share) => share.name === name && !knownIds.includes(share.id));
    return isNew ? 'undecided' : undefined;
  }
  return {
    shareId: found.id,
    answer: {
      type: 'answered',
      at: clock.now(),
      part: part.key,
      step: index,
      outcome: 'done',
      shareId: found.id,
      requestIds: [],
    },
  };
}

/** True for a call of which nobody knows whether it took effect. */
export function isInDoubt({ state }: StepState): boolean {
  return state === 'sending' || state === 'unknown';
}

/**
 * The changes of a part, cut down to some of its items.
 * @param shareId of a share that was created meanwhile, too: the rest is added to it
 */
export function changesForItems(
  { part }: Pick<PartState, 'part'>,
  left: readonly PlanItem[],
  shareId: string | undefined,
): readonly Change[] {
  if (left.length === 0) return [];
  const has = (kind: PlanItem['kind'], id?: string) =>
    left.some((item) => item.kind === kind && (id === undefined || item.id === id));
  const keep = (resource: ResourceItem) => left.some((item) => names(item, resource));
  return part.changes.flatMap((change): readonly Change[] => {
    switch (change.kind) {
      case 'create': {
        const resources = change.resources.filter(keep);
        const principals = change.principals.filter(({ id }) => has('principal', id));
        if (shareId === undefined) return [{ ...change, resources, principals }];
        const { scope, permissions } = change;
        if (resources.length + principals.length === 0) return [];
        return [{ kind: 'associate', scope, shareId, resources, principals, permissions }];
      }
      case 'associate': {
        const resources = change.resources.filter(keep);
        const principals = change.principals.filter(({ id }) => has('principal', id));
        return resources.length + principals.length === 0
          ? []
          : [{ ...change, resources, principals }];
      }
      case 'disassociate': {
        const resources = change.resources.filter(keep);
        const principals = change.principals.filter((id) => has('principal', id));
        return resources.length + principals.length === 0
          ? []
          : [{ ...change, resources, principals }];
      }
      case 'update':
        return has('name') || has('description') || has('allowExternal') ? [change] : [];
      case 'delete':
      case 'leave':
        return has('share') ? [change] : [];
      case 'accept':
      case 'reject':
        return has('invitation') ? [change] : [];
      case 'setPermission':
      case 'removePermission':
        return has('permission') ? [change] : [];
      case 'tag': {
        const tags = change.tags.filter(({ key }) => has('tag', key));
        return tags.length === 0 ? [] : [{ ...change, tags }];
      }
      case 'untag': {
        const keys = change.keys.filter((key) => has('tag', key));
        return keys.length === 0 ? [] : [{ ...change, keys }];
      }
      case 'moveToResourceGroup':
        return has('resourceGroup') ? [change] : [];
      case 'organizationSharing':
        return has('organizationSharing') ? [change] : [];
    }
  });
}

function names(item: PlanItem, { type, id, arn }: ResourceItem): boolean {
  if (item.kind !== 'resource') return false;
  if (arn !== undefined && (item.arn === arn || item.id === arn)) return true;
  return id !== undefined && item.id === id && item.type === type;
}
