import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countItems, failedItems, itemResults } from '../../../src/changes/action-items.ts';
import { Activity, type ActivityOptions } from '../../../src/changes/activity.ts';
import type { Change } from '../../../src/changes/change.ts';
import type { ChangeAccount } from '../../../src/changes/change-context.ts';
import { Journal } from '../../../src/changes/journal.ts';
import { know } from '../../../src/changes/knowledge.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import type { Plan } from '../../../src/changes/plan.ts';
import type { RunResult } from '../../../src/changes/run-result.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { Clock } from '../../../src/model/clock.ts';
import { scope } from '../inventory/samples.ts';
import { alibabaAccount } from './contexts.ts';
import { InstantClock } from './instant-clock.ts';
import { noOutcome } from './outcomes.ts';
import { progressOf } from './running.ts';
import { additionsIn } from './simple-changes.ts';
import { never, SmallCloud } from './small-cloud.ts';
import { temporaryDirectory } from './temporary.ts';

const member = '1720505253001234';
const ids = (count: number, prefix = 'vsw') =>
  Array.from({ length: count }, (_, at) => `${prefix}-${at}`);
const add = additionsIn(scope);
const create = (name: string, resources: readonly string[] = []): Change => ({
  kind: 'create',
  scope,
  name,
  allowExternal: true,
  resources: resources.map((id) => ({ type: 'VSwitch', id })),
  principals: [],
  permissions: {},
});

describe('Activity', () => {
  let directory: string;
  let remove: () => Promise<void>;
  let cloud: SmallCloud;
  let clock: InstantClock;
  let account: ChangeAccount | undefined;
  let open: { readonly activity: Activity; readonly inventory: Inventory }[];

  beforeEach(async () => {
    ({ path: directory, remove } = await temporaryDirectory());
    clock = new InstantClock();
    cloud = new SmallCloud(clock);
    cloud.add('rs-1', { resources: new Set(['vsw-old']), principals: new Set([member]) });
    account = alibabaAccount;
    open = [];
  });
  afterEach(async () => {
    for (const { activity, inventory } of open) {
      await activity.dispose();
      inventory.dispose();
    }
    await remove();
  });

  /** A session of the program: what it knows is gone with it, what is on the disk stays. */
  function session(change: Partial<ActivityOptions> = {}) {
    const client = cloud.connect();
    const connect = () => Promise.resolve(client);
    const inventory = new Inventory({ connect, clock });
    const read = { inventory, connect, account: () => Promise.resolve(account) };
    const activity = new Activity({
      ...read,
      journal: new Journal({ directory }),
      clock,
      ...change,
    });
    open.push({ activity, inventory });
    const { signal } = new AbortController();
    return {
      activity,
      inventory,
      plan: async (...changes: readonly Change[]): Promise<Plan> =>
        planChanges(changes, await know(changes, read, { signal, shares: 'held' })),
      run: (plan: Plan): Promise<RunResult> => activity.run(plan, { signal }),
      goOn: async (id: string): Promise<RunResult> => {
        const continuation = await activity.findContinuation(id, signal);
        assert.ok(continuation);
        return await activity.continue(continuation, { signal });
      },
    };
  }

  /** Ends the program in the middle of the write of that number: before it took effect, or just after. */
  function killAt(write: number, when: 'before' | 'after'): Promise<void> {
    return new Promise((resolve) => {
      cloud.around = (execute) => {
        if (cloud.calls < write) {
          execute();
          return;
        }
        if (when === 'after') execute();
        cloud.kill();
        resolve();
        return never();
      };
    });
  }

  function revive(): void {
    cloud.around = (execute) => {
      execute();
    };
  }

  function ran(result: RunResult): Extract<RunResult, { kind: 'ran' }> {
    assert.ok(result.kind === 'ran', JSON.stringify(result));
    return result;
  }

  const statuses = (activity: Activity) =>
    activity.entries.map(({ status, state }) => `${status} ${progressOf(state)}`);

  it('leaves what runs to the next session when the window is closed in good order, and records nothing more', async () => {
    const first = session();
    let answer = (): void => undefined;
    const sent = new Promise<void>((resolve) => {
      cloud.around = (execute) => {
        if (cloud.calls < 2) {
          execute();
          return;
        }
        resolve();
        return new Promise<void>((answered) => {
          answer = () => {
            execute();
            answered();
          };
        });
      };
    });
    const stop = new AbortController();
    const running = first.activity.run(await first.plan(add('rs-1', ids(12))), stop);
    await sent;
    const closed = first.activity.dispose();
    stop.abort();
    answer();
    await closed;
    await running;
    revive();
    const second = session();
    assert.equal(await second.activity.mayBeCutOff(), true);
    await second.activity.load();
    assert.deepEqual(statuses(second.activity), ['cutOff done sending notSent']);
    const [cutOff] = second.activity.entries;
    const result = ran(await second.goOn(cutOff?.state.id ?? ''));
    assert.equal(progressOf(result.state), 'done');
    await result.settled;
    assert.equal(await session().activity.mayBeCutOff(), false);
  });

  it('forgets the changes of an account that was removed, also what runs for it once that has ended', async () => {
    const { accountId } = scope;
    const first = session();
    const before = ran(await first.run(await first.plan(add('rs-1', ['vsw-1']))));
    await before.settled;
    let answer = (): void => undefined;
    const sent = new Promise<void>((resolve) => {
      cloud.around = (execute) => {
        resolve();
        return new Promise<void>((answered) => {
          answer = () => {
            execute();
            answered();
          };
        });
      };
    });
    const running = first.run(await first.plan(add('rs-1', ['vsw-2'])));
    await sent;
    await first.activity.forgetAccount('another');
    assert.equal(first.activity.entries.length, 2);
    await first.activity.forgetAccount(accountId);
    assert.deepEqual(
      first.activity.entries.map(({ status }) => status),
      ['running'],
    );
    answer();
    await ran(await running).settled;
    assert.deepEqual(first.activity.entries, []);
    const second = session();
    await second.activity.load();
    assert.deepEqual(second.activity.entries, []);
  });

  it('keeps the changes of an account that was removed and added again under its id', async () => {
    const { activity, plan, run } = session();
    await activity.forgetAccount(scope.accountId);
    const result = ran(await run(await plan(add('rs-1', ['vsw-1']))));
    await result.settled;
    assert.deepEqual(statuses(activity), ['ended done']);
  });

  it('runs a plan, tells of it as it goes, and keeps it for the next session', async () => {
    const first = session();
    const told: string[] = [];
    first.activity.onDidChange((id) => {
      told.push(first.activity.find(id)?.status ?? 'gone');
    });
    const result = ran(await first.run(await first.plan(add('rs-1', ids(12)))));
    assert.equal(progressOf(result.state), 'done done done');
    assert.equal(result.state.end, 'done');
    await result.settled;
    assert.deepEqual([...new Set(told)], ['running', 'following', 'ended']);
    assert.deepEqual(statuses(first.activity), ['ended done done done']);
    assert.deepEqual(countItems(itemResults(result.state)).accepted, 12);
    assert.equal(result.state.parts[0]?.steps[2]?.requestIds.length, 1);

    const second = session();
    assert.equal(await second.activity.mayBeCutOff(), false);
    await second.activity.load();
    assert.deepEqual(statuses(second.activity), ['ended done done done']);
    await second.activity.remove(result.id);
    const third = session();
    await third.activity.load();
    assert.deepEqual(statuses(third.activity), []);
  });

  describe('reads the journal while something is written to it', () => {
    /** Has read what is on the disk, and gives it only when told to: what it gives may be old by then. */
    class SlowJournal extends Journal {
      #read = (): void => undefined;
      #give: Promise<void> = Promise.resolve();

      /** The next list that is asked for. */
      hold(): { readonly read: Promise<void>; readonly give: () => void } {
        let give = (): void => undefined;
        this.#give = new Promise((resolve) => {
          give = resolve;
        });
        const read = new Promise<void>((resolve) => {
          this.#read = resolve;
        });
        return { read, give };
      }

      override async list() {
        const listed = await super.list();
        this.#read();
        await this.#give;
        return listed;
      }

      /** Would ask for a list of its own. */
      override prune(): Promise<void> {
        return Promise.resolve();
      }
    }

    const settledOf = ({ activity }: { readonly activity: Activity }, id: string) =>
      activity.find(id)?.state.parts.map(({ settled }) => settled?.map((item) => item.result));

    it('keeps how an action has settled meanwhile', async () => {
      const journal = new SlowJournal({ directory });
      let settle = (): void => undefined;
      const unsettled = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const one = session({
        journal,
        follow: async ({ part, items: removed }) => {
          await unsettled;
          return { ...noOutcome, part, removed };
        },
      });
      const result = ran(await one.run(await one.plan(add('rs-1', ['vsw-1']))));
      const list = journal.hold();
      const loading = one.activity.load();
      await list.read;
      settle();
      await result.settled;
      list.give();
      await loading;
      assert.deepEqual(statuses(one.activity), ['ended done']);
      assert.deepEqual(settledOf(one, result.id), [['done']]);
      await one.activity.load();
      assert.deepEqual(settledOf(one, result.id), [['done']], 'and so does the disk');
    });

    it('keeps an action that has begun and ended meanwhile, and does not bring back one that was removed', async () => {
      const journal = new SlowJournal({ directory });
      const one = session({ journal });
      const first = ran(await one.run(await one.plan(add('rs-1', ['vsw-1']))));
      await first.settled;
      const list = journal.hold();
      const loading = one.activity.load();
      await list.read;
      const second = ran(await one.run(await one.plan(add('rs-1', ['vsw-2']))));
      await second.settled;
      await one.activity.remove(first.id);
      list.give();
      await loading;
      assert.deepEqual(
        one.activity.entries.map(({ state, status }) => [state.id, status]),
        [[second.id, 'ended']],
      );
    });

    it('keeps that a rest was left undone meanwhile', async () => {
      const first = session();
      const dead = killAt(1, 'before');
      void first.run(await first.plan(add('rs-1', ['vsw-1'])));
      await dead;
      revive();
      const journal = new SlowJournal({ directory });
      const { activity } = session({ journal });
      await activity.load();
      const id = activity.entries[0]?.state.id ?? '';
      const list = journal.hold();
      const loading = activity.load();
      await list.read;
      // Another list, which is given at once.
      journal.hold().give();
      await activity.dismiss(id);
      list.give();
      await loading;
      const entry = activity.find(id);
      assert.deepEqual([entry?.status, entry?.state.end], ['ended', 'dropped']);
    });
  });

  it('sends nothing where everything is as wanted already', async () => {
    const { plan, run, activity } = session();
    assert.deepEqual(await run(await plan(add('rs-1', ['vsw-old']))), { kind: 'nothing' });
    assert.deepEqual([cloud.calls, activity.entries.length], [0, 0]);
  });

  it('shows the plan again when somebody has changed the share meanwhile, and sends nothing', async () => {
    const { plan, run } = session();
    const shown = await plan(add('rs-1', ['vsw-1', 'vsw-2']));
    cloud.shares.get('rs-1')?.resources.add('vsw-1').add('vsw-9');
    const result = await run(shown);
    assert.ok(result.kind === 'changed');
    assert.equal(cloud.calls, 0);
    assert.deepEqual(
      result.plan.parts[0]?.items.map(({ id, effect }) => `${id} ${effect}`),
      ['vsw-2 new', 'vsw-1 unchanged'],
    );
    assert.equal(ran(await run(result.plan)).state.end, 'done');
    assert.deepEqual(cloud.duplicates, []);
  });

  it('takes an unrelated change of the share for one, too: who gets in sees what else is there', async () => {
    const { plan, run } = session();
    const shown = await plan(add('rs-1', [], ['1720505253009999']));
    cloud.shares.get('rs-1')?.resources.add('vsw-9');
    assert.equal((await run(shown)).kind, 'changed');
    assert.equal(cloud.calls, 0);
  });

  it('refuses when the share is gone, or the account became read-only or was removed', async () => {
    const { plan, run } = session();
    const shown = await plan(add('rs-1', ['vsw-1']));
    const code = async () => {
      const result = await run(shown);
      assert.ok(result.kind === 'refused', result.kind);
      return result.findings.map((finding) => finding.code);
    };
    account = { ...alibabaAccount, readOnly: true };
    assert.deepEqual(await code(), ['AccountReadOnly']);
    account = undefined;
    assert.deepEqual(await code(), ['AccountRemoved']);
    account = alibabaAccount;
    cloud.shares.delete('rs-1');
    assert.deepEqual(await code(), ['EntityNotExists.ResourceShare']);
    assert.equal(cloud.calls, 0);
  });

  it('sends nothing when it can’t be written down first', async () => {
    const blocked = join(directory, 'file');
    await writeFile(blocked, '');
    const { plan, run, activity } = session({ journal: new Journal({ directory: blocked }) });
    const result = await run(await plan(add('rs-1', ['vsw-1'])));
    assert.ok(result.kind === 'failed');
    assert.equal(result.error.kind, 'local');
    assert.equal(result.error.notSent, true);
    assert.deepEqual([cloud.calls, activity.entries.length], [0, 0]);
  });

  it('sends nothing when the share can’t be read again', async () => {
    const { plan, run } = session();
    const shown = await plan(add('rs-1', ['vsw-1']));
    const { shares } = cloud;
    Object.defineProperty(cloud, 'shares', {
      get: () => {
        throw new Error('unreachable');
      },
    });
    assert.equal((await run(shown)).kind, 'failed');
    Object.defineProperty(cloud, 'shares', { value: shares });
    assert.equal(cloud.calls, 0);
  });

  describe('after a kill', () => {
    for (const when of ['before', 'after'] as const) {
      it(`goes on with what is left, and sends nothing twice: ${when} the call took effect`, async () => {
        const first = session();
        const dead = killAt(2, when);
        void first.run(await first.plan(add('rs-1', ids(12)), create('new', ids(7, 'made'))));
        await dead;
        revive();

        const second = session();
        assert.equal(await second.activity.mayBeCutOff(), true);
        await second.activity.load();
        const [cutOff] = second.activity.entries;
        assert.equal(cutOff?.status, 'cutOff');
        const result = ran(await second.goOn(cutOff.state.id));
        assert.equal(result.state.end, 'done');
        assert.equal(result.state.continues, cutOff.state.id);
        await result.settled;
        assert.deepEqual(cloud.duplicates, []);
        assert.equal(cloud.shares.get('rs-1')?.resources.size, 13);
        const made = [...cloud.shares.values()].filter(({ name }) => name === 'new');
        assert.deepEqual(
          made.map(({ resources }) => resources.size),
          [7],
          'the share was created once',
        );
        const old = second.activity.find(cutOff.state.id);
        assert.equal(old?.status, 'ended');
        assert.equal(old.state.end, 'continued');
        assert.ok(!progressOf(old.state).includes('sending'), 'nothing stays in doubt');
        assert.equal(await session().activity.mayBeCutOff(), false);
      });
    }

    it('has nothing to send where the last call took effect, and writes that down', async () => {
      const first = session();
      const dead = killAt(1, 'after');
      void first.run(await first.plan(add('rs-1', ['vsw-1'])));
      await dead;
      revive();
      const second = session();
      await second.activity.load();
      const id = second.activity.entries[0]?.state.id ?? '';
      assert.deepEqual(await second.goOn(id), { kind: 'nothing' });
      const old = second.activity.find(id);
      assert.deepEqual([old?.status, old?.state.end], ['ended', 'done']);
      assert.equal(old && progressOf(old.state), 'done');
      assert.equal(cloud.calls, 1);
    });

    it('leaves a share alone of which nobody can say whether it was created', async () => {
      const first = session();
      const dead = killAt(1, 'after');
      void first.run(await first.plan(create('twin', ids(2))));
      await dead;
      revive();
      cloud.add('rs-twin', { name: 'twin' });
      const second = session();
      await second.activity.load();
      const id = second.activity.entries[0]?.state.id ?? '';
      const continuation = await second.activity.findContinuation(id, new AbortController().signal);
      assert.equal(continuation?.undecided.length, 1);
      assert.deepEqual(continuation.plan.parts, []);
      assert.equal((await second.goOn(id)).kind, 'nothing');
      assert.equal(cloud.calls, 1);
      assert.equal(progressOf(second.activity.find(id)?.state ?? assert.fail()), 'unknown');
    });

    it('creates nothing again where a clock was set right after the share was created', async () => {
      const ahead: Clock = {
        now: () => clock.now() + 20 * 60_000,
        schedule: (delayMs, run) => clock.schedule(delayMs, run),
      };
      const first = session({ clock: ahead });
      const dead = killAt(1, 'after');
      void first.run(await first.plan(create('new', ids(2))));
      await dead;
      revive();
      const second = session();
      await second.activity.load();
      const id = second.activity.entries[0]?.state.id ?? '';
      const continuation = await second.activity.findContinuation(id, new AbortController().signal);
      assert.equal(continuation?.undecided.length, 1);
      assert.equal((await second.goOn(id)).kind, 'nothing');
      assert.equal(cloud.calls, 1);
    });

    it('does not take an older share of the same name for the one that was created', async () => {
      cloud.add('rs-older', { name: 'twin' });
      const first = session();
      const dead = killAt(1, 'before');
      void first.run(await first.plan(create('twin', ids(2))));
      await dead;
      revive();
      const second = session();
      await second.activity.load();
      const result = ran(await second.goOn(second.activity.entries[0]?.state.id ?? ''));
      assert.equal(result.state.end, 'done');
      assert.equal(cloud.shares.get('rs-older')?.resources.size, 0);
    });

    it('is gone on with once, also when who goes on is killed before the first is closed', async () => {
      const first = session();
      const dead = killAt(1, 'before');
      void first.run(await first.plan(create('once', ids(2))));
      await dead;
      revive();

      class Killed extends Journal {
        readonly reached: Promise<void>;
        #reach = (): void => undefined;
        constructor() {
          super({ directory });
          this.reached = new Promise((resolve) => {
            this.#reach = resolve;
          });
        }
        override take(): Promise<never> {
          this.#reach();
          return never();
        }
      }
      const journal = new Killed();
      const second = session({ journal });
      await second.activity.load();
      const old = second.activity.entries[0]?.state.id ?? '';
      void second.goOn(old);
      await journal.reached;

      const third = session();
      await third.activity.load();
      assert.equal(third.activity.find(old)?.state.end, 'continued');
      assert.ok(!progressOf(third.activity.find(old)?.state ?? assert.fail()).includes('sending'));
      const open = third.activity.entries.filter(({ status }) => status === 'cutOff');
      assert.deepEqual(
        open.map(({ state }) => state.continues),
        [old],
      );
      assert.equal(ran(await third.goOn(open[0]?.state.id ?? '')).state.end, 'done');
      // Whoever asks for the first one again gets what is left of the last, which is nothing.
      assert.deepEqual(await third.goOn(old), { kind: 'nothing' });
      const made = [...cloud.shares.values()].filter(({ name }) => name === 'once');
      assert.deepEqual(
        made.map(({ resources }) => resources.size),
        [2],
      );
    });

    it('is gone on with once, also when two windows offer to', async () => {
      const first = session();
      const dead = killAt(1, 'before');
      void first.run(await first.plan(create('once', ids(2))));
      await dead;
      revive();
      const windows = [session(), session(), session()] as const;
      for (const { activity } of windows) await activity.load();
      const id = windows[0].activity.entries[0]?.state.id ?? '';
      const { signal } = new AbortController();
      const shown = await windows[1].activity.findContinuation(id, signal);
      assert.ok(shown);
      const result = ran(await windows[0].goOn(id));
      assert.equal(result.state.end, 'done');
      await result.settled;
      // The one asks the user still, the other is asked only now.
      const late = await windows[1].activity.continue(shown, { signal });
      assert.ok(late.kind === 'failed', late.kind);
      assert.deepEqual([late.error.code, late.error.notSent], ['ContinuedElsewhere', true]);
      assert.deepEqual(await windows[2].goOn(id), { kind: 'nothing' });
      await windows[2].activity.dismiss(id);
      assert.equal(windows[2].activity.find(id)?.state.end, 'continued');
      const made = [...cloud.shares.values()].filter(({ name }) => name === 'once');
      assert.deepEqual(
        made.map(({ resources }) => resources.size),
        [2],
      );
    });

    it('lets the user leave the rest undone', async () => {
      const first = session();
      const dead = killAt(1, 'before');
      void first.run(await first.plan(add('rs-1', ['vsw-1'])));
      await dead;
      revive();
      const second = session();
      await second.activity.load();
      const id = second.activity.entries[0]?.state.id ?? '';
      await second.activity.dismiss(id);
      assert.equal(second.activity.find(id)?.state.end, 'dropped');
      const third = session();
      await third.activity.load();
      assert.equal(third.activity.entries[0]?.status, 'ended');
    });
  });

  it('tries what has failed again, and only that', async () => {
    const { plan, run, goOn, activity } = session();
    cloud.mishaps = [undefined, 'notDone'];
    const result = ran(await run(await plan(add('rs-1', ids(12)))));
    assert.equal(progressOf(result.state), 'done failed notSent');
    const failed = failedItems(result.state, () => ({}));
    assert.equal(failed.length, 5);
    assert.ok(
      failed.every(({ retry, unknown, reason }) => retry && !unknown && reason === 'notDone'),
    );
    await result.settled;
    const again = ran(await goOn(result.id));
    assert.equal(progressOf(again.state), 'done done');
    assert.deepEqual([cloud.duplicates, cloud.shares.get('rs-1')?.resources.size], [[], 13]);
    assert.equal(activity.find(result.id)?.state.end, 'failed', 'what happened stays what it was');
  });

  it('settles what is in doubt by looking before it sends anything again', async () => {
    for (const mishap of ['lostDone', 'lostNotDone'] as const) {
      const { plan, run, goOn } = session();
      cloud.mishaps = [mishap];
      const result = ran(await run(await plan(create(mishap, ids(7, mishap)))));
      assert.equal(progressOf(result.state), 'unknown notSent');
      const again = await goOn(result.id);
      assert.equal(ran(again).state.end, 'done');
      const made = [...cloud.shares.values()].filter(({ name }) => name === mishap);
      assert.deepEqual(
        made.map(({ resources }) => resources.size),
        [7],
      );
    }
    assert.deepEqual(cloud.duplicates, []);
  });
});
