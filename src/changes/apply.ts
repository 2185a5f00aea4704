import PQueue from 'p-queue';
import type { CloudError } from '../clouds/cloud-error.ts';
import type { ShareCloud } from '../clouds/cloud.ts';
import { isAmbiguous } from '../clouds/read-back.ts';
import { asCloudError } from '../inventory/failure.ts';
import type { Inventory, Refresh } from '../inventory/inventory.ts';
import type { Scope } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { actionError } from './action-error.ts';
import type { ActionEnd, RecordOf } from './action.ts';
import { callCount, type Plan, type PlanPart, type Step } from './plan.ts';
import { operationOf, sendStep } from './send-step.ts';
import { waitForShare } from './wait-for-share.ts';

/** Something that holds an action up, for the user to see. */
export interface ActionWait {
  /** Key of the part that waits. */
  readonly part: string;
  /** When the cloud first refused, milliseconds since the epoch. */
  readonly since: number;
  /** When it is given up, milliseconds since the epoch. */
  readonly until: number;
  /** With which code the cloud refused. */
  readonly code: string;
}

export interface ApplyProgress {
  /** Calls that were answered well, of all. */
  readonly done: number;
  readonly total: number;
  readonly waits: readonly ActionWait[];
}

export interface ApplySurroundings {
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly inventory: Pick<
    Inventory,
    'snapshot' | 'load' | 'refresh' | 'merge' | 'loadSharePermissions'
  >;
  /** The account's id on the cloud's side. */
  readonly ownerId: (accountId: string) => string | undefined;
  /**
   * Takes what is about to happen and what has happened. A call goes out only after its record was taken; when one is
   * refused, nothing more is sent.
   * @throws CloudError
   */
  readonly record: (record: RecordOf<'sending' | 'answered'>) => Promise<void>;
  /** Ends it before the next call; the calls that run are waited for, so that nothing stays in doubt. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ApplyProgress) => void;
  readonly clock: Clock;
  /** How many shares are changed at a time. */
  readonly parallel?: number;
  /** How long a share may be held up by work that the cloud still does on it, in milliseconds. */
  readonly waitLimitMs?: number;
}

/** Writes on different shares don't hinder each other; the rates of the clouds are small. */
const defaultParallel = 4;
/** Sharing settles within seconds as a rule; whoever waits for longer may cancel. */
const defaultWaitLimitMs = 5 * 60_000;

export interface ApplyEnd {
  readonly end: Extract<ActionEnd, 'done' | 'failed' | 'cancelled'>;
  /** Why nothing more was sent, where that was no answer to a call: a record could not be written. */
  readonly error?: CloudError;
}

/**
 * Sends the calls of a plan: those of one share one after the other, several shares side by side. A part stops at its
 * first failure; the others go on, unless they would fail for the same reason. Never rejects: what happened is in the
 * records, and what there is no record of was not sent.
 */
export async function applyPlan(plan: Plan, surroundings: ApplySurroundings): Promise<ApplyEnd> {
  return await new Apply(plan, surroundings).run();
}

type Answer = RecordOf<'answered'>;

class Apply {
  readonly #plan: Plan;
  readonly #with: ApplySurroundings;
  readonly #waits = new Map<string, ActionWait>();
  /** Accounts whose keys were refused: what else there is for them would be refused, too. */
  readonly #refused = new Set<string>();
  #done = 0;
  #failed = false;
  /** Why no record can be written any more. */
  #broken: CloudError | undefined;

  constructor(plan: Plan, surroundings: ApplySurroundings) {
    this.#plan = plan;
    this.#with = surroundings;
  }

  async run(): Promise<ApplyEnd> {
    const { parallel = defaultParallel } = this.#with;
    const queue = new PQueue({ concurrency: parallel });
    this.#tell();
    await queue.addAll(this.#plan.parts.map((part) => () => this.#runPart(part)));
    const end = this.#end();
    return this.#broken ? { end, error: this.#broken } : { end };
  }

  #end(): ApplyEnd['end'] {
    if (this.#done === callCount(this.#plan)) return 'done';
    return this.#with.signal.aborted && !this.#failed ? 'cancelled' : 'failed';
  }

  async #runPart(part: PlanPart): Promise<void> {
    const readings: Promise<void>[] = [];
    const sent: Step[] = [];
    let shareId = part.share.id;
    for (const [index, step] of part.steps.entries()) {
      const answer = await this.#runStep(part, index, shareId);
      if (answer?.outcome !== 'done') break;
      shareId = answer.shareId ?? shareId;
      this.#done += 1;
      sent.push(step);
      readings.push(this.#readAgain(part, step, shareId));
      this.#tell();
    }
    await Promise.all([...readings, this.#readPermissions(part, sent, shareId)]);
  }

  /** @returns undefined where it was not sent */
  async #runStep(
    part: PlanPart,
    index: number,
    shareId: string | undefined,
  ): Promise<Answer | undefined> {
    const { waitLimitMs = defaultWaitLimitMs } = this.#with;
    let since: number | undefined;
    for (let round = 0; !this.#stopped(part); round += 1) {
      const answer = await this.#attempt(part, index, shareId);
      if (answer?.outcome === 'done') return answer;
      if (answer?.error?.busy === true && shareId !== undefined) {
        since ??= answer.at;
        const until = since + waitLimitMs;
        const wait = { part: part.key, since, until, code: answer.error.code };
        if (await this.#wait(wait, part, shareId, round)) continue;
      }
      this.#failed = true;
      const kind = answer?.error?.kind;
      if (kind === 'credentials' || kind === 'clock') this.#refused.add(part.scope.accountId);
      return answer;
    }
    return undefined;
  }

  #stopped({ scope }: PlanPart): boolean {
    const { signal } = this.#with;
    return this.#broken !== undefined || signal.aborted || this.#refused.has(scope.accountId);
  }

  /** One call with its two records. */
  async #attempt(
    part: PlanPart,
    index: number,
    shareId: string | undefined,
  ): Promise<Answer | undefined> {
    const { clock } = this.#with;
    const at = { part: part.key, step: index };
    const requestIds: string[] = [];
    let sent: Pick<Answer, 'outcome' | 'shareId' | 'error'>;
    const step = part.steps[index];
    if (!step) return undefined;
    try {
      const ready = await this.#prepare(part, step);
      const { knownIds } = ready;
      await this.#write({
        type: 'sending',
        at: clock.now(),
        ...at,
        ...(step.kind === 'create' && { knownIds: [...knownIds] }),
      });
      const created = await sendStep(step, {
        ...ready,
        inventory: this.#with.inventory,
        scope: part.scope,
        shareId,
        // Not the signal of the whole: a call that has begun is waited for, so that its end is known.
        options: {
          signal: new AbortController().signal,
          priority: 'action',
          onRequestId: (requestId) => requestIds.push(requestId),
        },
      });
      sent = { outcome: 'done', ...(created !== undefined && { shareId: created }) };
    } catch (error) {
      if (this.#broken) return undefined;
      const failure = asCloudError(error, operationOf(step));
      sent = {
        outcome: isUndecided(failure) ? 'unknown' : 'failed',
        error: actionError(failure.details),
      };
    }
    const answer: Answer = { type: 'answered', at: clock.now(), ...at, ...sent, requestIds };
    await this.#write(answer).catch(() => undefined);
    return answer;
  }

  /** What has to be known before a call goes out. */
  async #prepare(
    { scope }: PlanPart,
    step: Step,
  ): Promise<{ cloud: ShareCloud; ownerId: string; knownIds: readonly string[] }> {
    const { connect, ownerId, inventory } = this.#with;
    const cloud = await connect(scope.accountId);
    const knownIds =
      step.kind === 'create' ? await idsOfName(inventory, scope, step.request.name) : [];
    return { cloud, ownerId: ownerId(scope.accountId) ?? '', knownIds };
  }

  async #write(record: Parameters<ApplySurroundings['record']>[0]): Promise<void> {
    try {
      await this.#with.record(record);
    } catch (error) {
      this.#failed = true;
      this.#broken ??= asCloudError(error, 'journal');
      throw error;
    }
  }

  /** @returns whether to send again */
  async #wait(wait: ActionWait, part: PlanPart, shareId: string, round: number): Promise<boolean> {
    const { inventory, clock, signal } = this.#with;
    this.#waits.set(part.key, wait);
    this.#tell();
    try {
      const { scope } = part;
      const { until } = wait;
      return await waitForShare({ inventory, clock, signal, scope, shareId, until }, round);
    } catch {
      // Cancelled.
      return false;
    } finally {
      this.#waits.delete(part.key);
      this.#tell();
    }
  }

  /** Only to show sooner what the answer does not tell: whoever follows the change reads it again if this fails. */
  async #readAgain(part: PlanPart, step: Step, shareId: string | undefined): Promise<void> {
    const { inventory } = this.#with;
    const parts = partsToRead(step);
    if (shareId === undefined || !parts) return;
    try {
      await inventory.refresh(part.scope, { shareIds: [shareId], ...parts }, 'action');
    } catch {
      // See above.
    }
  }

  /** Where the share's permissions were read, they are shown: nothing else than reading tells what became of them. */
  async #readPermissions(
    { scope }: PlanPart,
    sent: readonly Step[],
    shareId: string | undefined,
  ): Promise<void> {
    const { inventory } = this.#with;
    if (shareId === undefined || !sent.some(mayChangePermissions)) return;
    if (inventory.snapshot(scope).entries.get(shareId)?.permissions === undefined) return;
    await inventory.loadSharePermissions(scope, shareId, 'action');
  }

  #tell(): void {
    this.#with.onProgress?.({
      done: this.#done,
      total: callCount(this.#plan),
      waits: [...this.#waits.values()],
    });
  }
}

/** Own shares with that name: after a lost answer none of them may be taken for the new share. */
async function idsOfName(
  inventory: ApplySurroundings['inventory'],
  scope: Scope,
  name: string,
): Promise<readonly string[]> {
  if (inventory.snapshot(scope).loadedAt === undefined) await inventory.load(scope, 'action');
  const { entries } = inventory.snapshot(scope);
  return [...entries.values()]
    .filter(({ share }) => share.owner === 'self' && share.name === name)
    .map(({ share }) => share.id);
}

/** True where nobody knows whether the call took effect. */
function isUndecided(error: CloudError): boolean {
  if (error.kind === 'cancelled') return error.details.notSent !== true;
  return error.kind === 'ambiguous' || isAmbiguous(error);
}

/** The first resource of a type brings the permission of the type along. */
function mayChangePermissions({ kind }: Step): boolean {
  return kind === 'setPermission' || kind === 'removePermission' || kind === 'associate';
}

function partsToRead(step: Step): Omit<Refresh, 'shareIds'> | undefined {
  switch (step.kind) {
    // The answer to a create names no rows.
    case 'create': {
      const { resources, principals } = step.request;
      const kinds = [
        ...(resources.length > 0 ? (['resource'] as const) : []),
        ...(principals.length > 0 ? (['principal'] as const) : []),
      ];
      return kinds.length === 0 ? undefined : { shares: false, kinds };
    }
    case 'delete':
    case 'leave':
      return { shares: true, kinds: ['resource', 'principal'] };
    case 'tag':
    case 'untag':
    case 'moveToResourceGroup':
      return { shares: true, kinds: [] };
    case 'associate':
    case 'disassociate':
    case 'update':
    case 'accept':
    case 'reject':
    case 'setPermission':
    case 'removePermission':
    case 'organizationSharing':
      return undefined;
  }
}
