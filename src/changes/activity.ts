import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import { CloudError } from '../clouds/cloud-error.ts';
import { asCloudError } from '../inventory/failure.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import { type ActionError, actionError } from './action-error.ts';
import {
  type ActionRecord,
  type ActionState,
  beginAction,
  type RecordOf,
  withRecord,
} from './action.ts';
import { applyPlan, type ApplyProgress, type ApplySurroundings } from './apply.ts';
import { checkAgain } from './check-again.ts';
import { type Continuation, findContinuation, settleDoubts } from './continuation.ts';
import { followed, type Followed, type Outcome } from './follow.ts';
import type { Journal, JournalFile } from './journal.ts';
import { isInDoubt } from './left-over.ts';
import type { KnowledgeOptions } from './knowledge.ts';
import { callCount, type Plan } from './plan.ts';
import type { RunOptions, RunResult } from './run-result.ts';
import { settledItems } from './settled.ts';

export interface ActivityOptions extends KnowledgeOptions {
  readonly inventory: ApplySurroundings['inventory'];
  readonly journal: Journal;
  /** Follows what was sent to its end; nothing is followed where this is left out. */
  readonly follow?: (change: Followed) => Promise<Outcome>;
  readonly clock?: Clock;
  readonly newId?: () => string;
  readonly parallel?: number;
  readonly waitLimitMs?: number;
}

/** One action as a view shows it. */
export interface ActivityEntry {
  readonly state: ActionState;
  /**
   * `running`: calls go out. `following`: all were answered, and the cloud works on. `ended`: nothing happens any
   * more. `cutOff`: it was running when its window closed, and can be continued. `elsewhere`: another window runs it.
   */
  readonly status: 'running' | 'following' | 'ended' | 'cutOff' | 'elsewhere';
  /** While it runs. */
  readonly progress?: ApplyProgress;
  /** Why nothing more was sent, where that was no answer of a cloud. */
  readonly error?: ActionError;
}

interface Held {
  state: ActionState;
  status: ActivityEntry['status'];
  progress?: ApplyProgress;
  error?: ActionError;
}

/** An action that stands in the journal. */
interface Begun {
  readonly held: Held;
  readonly file: JournalFile;
  readonly ownerId: ApplySurroundings['ownerId'];
}

/** The record of all changes, running and past, and the only way to run one. */
export class Activity {
  readonly #options: ActivityOptions;
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();
  /** What is being written here: of these nobody knows better than this one. */
  readonly #files = new Map<string, JournalFile>();
  readonly #changes = new Emitter<string>();
  /** Accounts that were removed: nothing about them is kept. */
  readonly #forgotten = new Set<string>();

  constructor(options: ActivityOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Gets the id of an action that began, came on, ended or was removed. */
  readonly onDidChange = this.#changes.listen;

  /** The newest first; those of earlier sessions once they were loaded. */
  get entries(): readonly ActivityEntry[] {
    return [...this.#held.values()]
      .map((held): ActivityEntry => ({ ...held }))
      .sort((a, b) => b.state.startedAt - a.state.startedAt);
  }

  find(id: string): ActivityEntry | undefined {
    const held = this.#held.get(id);
    return held && { ...held };
  }

  /**
   * Whether an earlier session may have been cut off in the middle of something; `running` where others are in the
   * middle of something still. Reads next to nothing.
   */
  mayBeCutOff(): Promise<boolean | 'running'> {
    return this.#options.journal.mayBeCutOff();
  }

  /** Reads what other sessions and windows have left, and drops what is too old. Never rejects. */
  async load(): Promise<void> {
    const { journal } = this.#options;
    await journal.prune().catch(() => undefined);
    const isOld = this.#watchForNews();
    for (const { state, status } of await journal.list()) {
      if (isOld(state.id)) continue;
      this.#held.set(state.id, { state, status: status === 'running' ? 'elsewhere' : status });
      this.#changes.fire(state.id);
    }
    // Whoever went on with it may have been cut off, too, before it could be closed.
    for (const { state } of [...this.#held.values()]) {
      if (state.continues !== undefined) await this.#close(state.continues, state.found);
    }
  }

  /**
   * A file may be read before its last lines are written, and given after that. So what is or was written here while
   * the journal was read, or has been removed, stays as it is known here.
   * @returns whether that is so of an action, by its id
   */
  #watchForNews(): (id: string) => boolean {
    const before = new Map([...this.#held].map(([id, { state }]) => [id, state]));
    const writing = new Set(this.#files.keys());
    return (id) =>
      writing.has(id) || this.#files.has(id) || this.#held.get(id)?.state !== before.get(id);
  }

  /** Runs a plan that was shown: looks again whether it still fits, writes it down, and sends it. Never rejects. */
  run(plan: Plan, options: RunOptions): Promise<RunResult> {
    return this.#run(plan, options);
  }

  /**
   * Finds what is left of an action that was cut off, cancelled or failed, to be shown before it is run. Where it was
   * gone on with before, that is what is left of its newest part: an older one would do again what this has done.
   * @throws CloudError where the shares could not be read
   */
  async findContinuation(id: string, signal: AbortSignal): Promise<Continuation | undefined> {
    // Another window may have gone on with it since.
    await this.load();
    const held = this.#held.get(this.#newestOf(id));
    if (!held || held.status === 'running' || held.status === 'elsewhere') return undefined;
    return await findContinuation(held.state, {
      ...this.#options,
      clock: this.#clock,
      signal,
    });
  }

  /** Runs the rest of an action. What of it turned out to be done is written down as done. Never rejects. */
  continue(continuation: Continuation, options: RunOptions): Promise<RunResult> {
    return this.#run(continuation.plan, options, continuation);
  }

  /** Leaves the rest of a cut off action undone, for good. Never rejects. */
  async dismiss(id: string): Promise<void> {
    await this.load();
    const held = this.#held.get(id);
    if (held?.status !== 'cutOff') return;
    await this.#append(id, [{ type: 'end', at: this.#clock.now(), end: 'dropped' }]);
  }

  /** Forgets an action that is over. Never rejects. */
  async remove(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (held?.status !== 'ended') return;
    await this.#options.journal.remove(id).catch(() => undefined);
    this.#held.delete(id);
    this.#changes.fire(id);
  }

  /**
   * Forgets every action that an account was changed by, also as one of several. What runs for it is forgotten when it
   * has ended, which is soon where its calls are cut off. Never rejects.
   */
  async forgetAccount(accountId: string): Promise<void> {
    this.#forgotten.add(accountId);
    await this.load();
    for (const [id, held] of [...this.#held]) {
      if (held.status !== 'running' && held.status !== 'following') await this.#drop(id, held);
    }
  }

  /** Lets go of every file: what runs is cut off and can be continued later. */
  async dispose(): Promise<void> {
    this.#changes.dispose();
    await Promise.all(
      [...this.#files].map(([id, file]) =>
        this.#held.get(id)?.state.end === undefined ? file.cutOff() : file.close(),
      ),
    );
  }

  async #run(plan: Plan, options: RunOptions, rest?: Continuation): Promise<RunResult> {
    const { journal, newId = randomUUID } = this.#options;
    try {
      const look = await checkAgain(plan, this.#options, options);
      if (look.kind !== 'same') return look;
      // A demo account that was removed and added again has the id of before: it is there, or this would be refused.
      for (const { scope } of plan.parts) this.#forgotten.delete(scope.accountId);
      if (callCount(plan) === 0) {
        if (rest) {
          const found = settleDoubts(rest, this.#clock.now());
          await this.#close(rest.of.id, found, rest.undecided.length === 0 ? 'done' : 'continued');
        }
        return { kind: 'nothing' };
      }
      const ownerId = await this.#owners(plan);
      if (rest) await this.#checkNewest(rest.of.id);
      options.signal.throwIfAborted();
      const id = newId();
      const begin = {
        type: 'begin',
        id,
        at: this.#clock.now(),
        plan,
        ...(rest && { continues: rest.of.id, found: [...settleDoubts(rest, this.#clock.now())] }),
      } as const;
      const file = await journal.begin(begin);
      this.#files.set(id, file);
      const held: Held = { state: beginAction(begin), status: 'running' };
      this.#held.set(id, held);
      this.#changes.fire(id);
      // Once the rest is written down somewhere else, the old one needs no continuing any more.
      if (rest) await this.#close(rest.of.id, begin.found);
      return await this.#send(plan, options, { held, file, ownerId });
    } catch (error) {
      return { kind: 'failed', error: actionError(asCloudError(error, 'apply').details) };
    }
  }

  async #send(
    plan: Plan,
    { signal, onProgress }: RunOptions,
    { held, file, ownerId }: Begun,
  ): Promise<RunResult> {
    const { id } = held.state;
    const { inventory, connect, parallel, waitLimitMs } = this.#options;
    const { end, error } = await applyPlan(plan, {
      inventory,
      connect,
      ownerId,
      clock: this.#clock,
      signal,
      ...(parallel !== undefined && { parallel }),
      ...(waitLimitMs !== undefined && { waitLimitMs }),
      record: (record) => this.#record(held, file, record),
      onProgress: (progress) => {
        held.progress = progress;
        onProgress?.(progress);
        this.#changes.fire(id);
      },
    });
    if (error) held.error = actionError(error.details);
    delete held.progress;
    held.status = 'following';
    // With a journal that can't be written the end can't be, either: the next start finds it cut off then.
    await this.#record(held, file, { type: 'end', at: this.#clock.now(), end }).catch(
      () => undefined,
    );
    const settled = this.#settle(id, held, file);
    return {
      kind: 'ran',
      id,
      state: held.state,
      ...(held.error && { error: held.error }),
      settled,
    };
  }

  /** Waits for what the cloud still works on, part by part. */
  async #settle(id: string, held: Held, file: JournalFile): Promise<readonly Outcome[]> {
    const { follow } = this.#options;
    const changes = held.state.parts
      .filter(({ steps }) => steps.some(({ state }) => state === 'done'))
      .map(followed);
    const outcomes = follow
      ? await Promise.all(
          changes.map(async (change) => {
            const outcome = await follow(change);
            const items = [...settledItems(outcome)];
            const record = { type: 'settled', at: this.#clock.now(), part: change.part.key, items };
            await this.#record(held, file, { ...record, type: 'settled' }).catch(() => undefined);
            return outcome;
          }),
        )
      : [];
    held.status = 'ended';
    this.#changes.fire(id);
    await file.close();
    this.#files.delete(id);
    await this.#drop(id, held);
    return outcomes;
  }

  /** Forgets an action if it is about an account that was removed. */
  async #drop(id: string, { state }: Held): Promise<void> {
    if (!state.parts.some(({ part }) => this.#forgotten.has(part.scope.accountId))) return;
    await this.#options.journal.remove(id).catch(() => undefined);
    this.#held.delete(id);
    this.#changes.fire(id);
  }

  /** What happened is known here even where it could not be written down. */
  async #record(held: Held, file: JournalFile, record: ActionRecord): Promise<void> {
    // Before a call its record must be on the disk; after it nothing can undo what happened.
    if (record.type === 'sending') await file.write(record);
    held.state = withRecord(held.state, record);
    this.#changes.fire(held.state.id);
    if (record.type !== 'sending') await file.write(record);
  }

  async #owners(plan: Plan): Promise<(accountId: string) => string | undefined> {
    const ids = [...new Set(plan.parts.map(({ scope }) => scope.accountId))];
    const accounts = await Promise.all(ids.map((id) => this.#options.account(id)));
    const owners = new Map(ids.map((id, index) => [id, accounts[index]?.ownerId]));
    return (accountId) => owners.get(accountId);
  }

  /**
   * Two windows may offer to go on with the same action, and both be told to.
   * @throws CloudError where somebody else has gone on with it since
   */
  async #checkNewest(id: string): Promise<void> {
    await this.load();
    const status = this.#held.get(id)?.status;
    if (this.#newestOf(id) === id && status !== 'running' && status !== 'elsewhere') return;
    throw new CloudError({
      kind: 'local',
      code: 'ContinuedElsewhere',
      message: '',
      operation: 'apply',
      notSent: true,
      meaning: t('Somebody has gone on with this change already, in another window perhaps.'),
      advice: t('Nothing was sent. See the activity for how far it came.'),
    });
  }

  /** The last in a row of actions each of which continues the one before. */
  #newestOf(id: string): string {
    const next = [...this.#held.values()].find(({ state }) => state.continues === id);
    return next ? this.#newestOf(next.state.id) : id;
  }

  /** Writes down what has been found out about an action, and that nothing of it is left where it was cut off. */
  async #close(
    id: string,
    found: readonly RecordOf<'answered'>[] = [],
    how: 'done' | 'continued' = 'continued',
  ): Promise<void> {
    const held = this.#held.get(id);
    if (!held || (held.status !== 'cutOff' && held.status !== 'ended')) return;
    // One that has ended has its end; only what was in doubt is known now.
    const isOpen = held.status === 'cutOff';
    const news = found.filter(({ part, step }) => isOpenDoubt(held.state, part, step));
    const end = { type: 'end', at: this.#clock.now(), end: how } as const;
    await this.#append(id, isOpen ? [...news, end] : news);
  }

  /** Adds to an action that was cut off, unless another window has taken it meanwhile. */
  async #append(id: string, records: readonly ActionRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      const file = await this.#options.journal.take(id);
      // The journal may have been read meanwhile.
      const held = this.#held.get(id);
      if (!file || !held) {
        await file?.close();
        return;
      }
      this.#files.set(id, file);
      try {
        for (const record of records) await this.#record(held, file, record);
        held.status = 'ended';
      } finally {
        await file.close();
        this.#files.delete(id);
      }
    } catch {
      // It stays as it was, and is offered again; planning anew sends nothing twice.
    }
    this.#changes.fire(id);
  }
}

/** True where the action has no word yet on what became of a call that went out. */
function isOpenDoubt({ parts }: ActionState, part: string, step: number): boolean {
  const state = parts.find((one) => one.part.key === part)?.steps[step];
  return state !== undefined && isInDoubt(state);
}
