import assert from 'node:assert/strict';
import type { ApplyProgress } from '../../../src/changes/apply.ts';
import type { Change } from '../../../src/changes/change.ts';
import { nothingKnown } from '../../../src/changes/change-context.ts';
import { planDraft } from '../../../src/changes/draft-change.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import type { Plan } from '../../../src/changes/plan.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { ManualClock, settle } from '../inventory/manual-clock.ts';
import { aRow, aShare, scope } from '../inventory/samples.ts';
import { failure, gate, ScriptedCloud } from '../inventory/scripted-cloud.ts';
import { accounts, aDraft, byId, to } from './drafts.ts';
import { progressOf, type Ran, runPlan } from './running.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';

describe('applyPlan', () => {
  let cloud: ScriptedCloud;
  let inventory: Inventory;
  let clock: ManualClock;
  let progress: ApplyProgress[];
  let stop: AbortController;

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    progress = [];
    stop = new AbortController();
    cloud.onCreate = ({ name }) => {
      const share = aShare('rs-new', { name });
      cloud.shares = [...cloud.shares, share];
      return share;
    };
    cloud.onAssociate = (shareId, { resources, principals }) => {
      const names = [
        ...resources.map((item) => ('id' in item ? item.id : item.arn)),
        ...principals.map(({ id }) => id),
      ];
      const rows = names.map((id) => aRow(shareId, id, 'Associating'));
      cloud.rows = [...cloud.rows, ...rows];
      return rows;
    };
  });

  afterEach(() => {
    inventory.dispose();
  });

  const resources = Array.from({ length: 12 }, (_, index) => byId(`vsw-${index}`));
  const principals = accounts(7).map((id) => to(id));
  const newShare = planDraft(aDraft({ resources, principals }), abilities);
  const share = { id: 'rs-1', name: 'network-share', allowExternal: false };
  const rowsOnly = planDraft(aDraft({ share, resources }), abilities);

  /** Adds one resource to each of so many shares. */
  function manyShares(count: number, accountId = scope.accountId): Plan {
    const changes = Array.from({ length: count }, (_, index): Change => ({
      kind: 'associate',
      scope: { ...scope, accountId },
      shareId: `rs-${index}`,
      resources: [{ type: 'VSwitch', id: 'vsw-1' }],
      principals: [],
      permissions: {},
    }));
    const account = () => ({ ownerId: '', label: '', readOnly: false, abilities });
    return planChanges(changes, { ...nothingKnown, account });
  }

  const apply = (plan: Plan, change: Partial<Parameters<typeof runPlan>[1]> = {}): Promise<Ran> =>
    runPlan(plan, {
      connect: () => Promise.resolve(cloud),
      inventory,
      clock,
      signal: stop.signal,
      onProgress: (one) => progress.push(one),
      ...change,
    });
  const writes = () =>
    cloud.calls.filter(({ name }) => name === 'createShare' || name === 'associate');
  const busy = () =>
    new CloudError({
      kind: 'conflict',
      code: 'AssociateConflict',
      message: '',
      operation: 'AssociateResourceShare',
      busy: true,
    });

  it('creates, then adds to the new share, and shows everything at once', async () => {
    const { state, end } = await apply(newShare);
    assert.deepEqual(
      writes().map(({ name }) => name),
      ['createShare', 'associate', 'associate'],
    );
    assert.equal(state.parts[0]?.shareId, 'rs-new');
    assert.equal(progressOf(state), 'done done done');
    assert.equal(end, 'done');
    assert.deepEqual(
      progress.map(({ done, total }) => `${done}/${total}`),
      ['0/3', '1/3', '2/3', '3/3'],
    );
    assert.ok(writes().every(({ options }) => options.priority === 'action'));
    const entry = inventory.snapshot(scope).entries.get('rs-new');
    assert.equal(entry?.resources.length, 7, 'what the answers to the two associations named');
    assert.ok(entry.resources.every(({ status }) => status.state === 'associating'));
  });

  it('reads the rows that the answer to a create does not name', async () => {
    cloud.before = ({ name }) => {
      if (name === 'createShare') cloud.rows = [aRow('rs-new', 'vsw-0', 'Associating')];
    };
    await apply(planDraft(aDraft({ resources: [byId('vsw-0')] }), abilities));
    assert.equal(inventory.snapshot(scope).entries.get('rs-new')?.resources[0]?.entityId, 'vsw-0');
    assert.deepEqual(cloud.log.slice(-1), ['listAssociations resource rs-new']);
  });

  it('keeps what a lost reading cannot show, without failing', async () => {
    cloud.before = ({ name, query }) => {
      if (name === 'listAssociations' && query.shareIds) throw failure('network');
    };
    assert.equal((await apply(newShare)).end, 'done');
    assert.equal(inventory.snapshot(scope).failure, undefined);
  });

  it('tells the create which shares have the name already, loading them if need be', async () => {
    cloud.shares = [
      aShare('rs-old', { name: 'network-share' }),
      aShare('rs-in', { name: 'network-share', owner: 'other' }),
      aShare('rs-x', { name: 'another' }),
    ];
    const { records } = await apply(newShare);
    assert.deepEqual(writes()[0]?.query.knownIds, ['rs-old']);
    const [sending] = records;
    assert.ok(sending?.type === 'sending');
    assert.deepEqual(sending.knownIds, ['rs-old'], 'and the journal, for after a kill');
  });

  it('stops at the first failure of a share and accounts for every call', async () => {
    cloud.onAssociate = () => {
      throw failure('denied', 'NoPermission');
    };
    const { state, end } = await apply(newShare);
    assert.equal(progressOf(state), 'done failed notSent');
    assert.equal(end, 'failed');
    assert.equal(state.parts[0]?.steps[1]?.error?.code, 'NoPermission');
    assert.equal(writes().length, 2);
  });

  it('tells what nobody knows from what has failed', async () => {
    cloud.onAssociate = () => {
      throw failure('ambiguous');
    };
    assert.equal(progressOf((await apply(rowsOnly)).state), 'unknown notSent notSent');
    cloud.onAssociate = () => {
      // The client was closed under the call.
      throw failure('cancelled');
    };
    assert.equal(progressOf((await apply(rowsOnly)).state), 'unknown notSent notSent');
  });

  it('writes a record before each call and one after it', async () => {
    const order: string[] = [];
    cloud.before = ({ name }) => {
      if (name === 'associate') order.push('call');
    };
    await apply(rowsOnly, {
      record: async ({ type, step }) => {
        await settle();
        order.push(`${type} ${step}`);
      },
    });
    assert.deepEqual(
      order.join(', '),
      'sending 0, call, answered 0, sending 1, call, answered 1, sending 2, call, answered 2',
    );
  });

  it('sends nothing when it can’t be written down first, and says so', async () => {
    let left = 2;
    const { error, state } = await apply(rowsOnly, {
      record: () => {
        left -= 1;
        return left < 0 ? Promise.reject(failure('local', 'ENOSPC')) : Promise.resolve();
      },
    });
    assert.equal(error?.details.code, 'ENOSPC');
    assert.equal(progressOf(state), 'done notSent notSent');
    assert.equal(writes().length, 1);
  });

  it('sends one call of a share at a time, and several shares side by side', async () => {
    let running = 0;
    let most = 0;
    const inShare = new Set<unknown>();
    cloud.before = async ({ name, query }) => {
      if (name !== 'associate') return;
      assert.ok(!inShare.has(query.shareId));
      inShare.add(query.shareId);
      running += 1;
      most = Math.max(most, running);
      await settle();
      running -= 1;
      inShare.delete(query.shareId);
    };
    assert.equal((await apply(rowsOnly)).end, 'done');
    assert.equal(most, 1);
    assert.equal((await apply(manyShares(9), { parallel: 3 })).end, 'done');
    assert.equal(most, 3);
  });

  it('goes on with other shares when one fails', async () => {
    const { onAssociate } = cloud;
    cloud.onAssociate = (shareId, request) => {
      if (shareId === 'rs-1') throw failure('denied');
      return onAssociate(shareId, request);
    };
    const { state, end } = await apply(manyShares(3));
    assert.equal(progressOf(state), 'done | failed | done');
    assert.equal(end, 'failed');
  });

  it('sends nothing more for an account whose token has expired half way', async () => {
    cloud.onAssociate = () => {
      throw failure('credentials', 'InvalidSecurityToken.Expired');
    };
    const first = manyShares(2);
    const other = manyShares(1, 'account-2');
    const plan: Plan = { version: 1, parts: [...first.parts, ...other.parts] };
    const { state } = await apply(plan, { parallel: 1 });
    assert.equal(progressOf(state), 'failed | notSent | failed');
  });

  it('says why nothing could be sent for an account that is gone', async () => {
    const { state, end } = await apply(rowsOnly, {
      connect: () => Promise.reject(failure('credentials', 'AccountRemoved')),
    });
    assert.equal(end, 'failed');
    assert.equal(progressOf(state), 'failed notSent notSent');
    assert.equal(state.parts[0]?.steps[0]?.error?.code, 'AccountRemoved');
  });

  it('ends before the next call when it is cancelled, and lets the running one come to its end', async () => {
    const { opened, open } = gate();
    cloud.before = ({ name }) => (name === 'associate' ? opened : undefined);
    const running = apply(rowsOnly);
    await settle();
    stop.abort();
    open();
    const { state, end } = await running;
    assert.equal(progressOf(state), 'done notSent notSent');
    assert.equal(end, 'cancelled');
    assert.equal(writes().length, 1);
  });

  describe('while the cloud is at work on the share', () => {
    beforeEach(async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-old', 'Disassociating')];
      await inventory.load(scope, 'view');
      const { onAssociate } = cloud;
      cloud.onAssociate = (shareId, request) => {
        const atWork = cloud.rows.some(({ status }) => status.state === 'disassociating');
        if (atWork) throw busy();
        return onAssociate(shareId, request);
      };
    });

    it('waits for it to settle and goes on, and lets the user see that it waits', async () => {
      const running = apply(rowsOnly);
      await clock.advance(3_000);
      const [wait] = progress.at(-1)?.waits ?? [];
      assert.equal(wait?.code, 'AssociateConflict');
      assert.equal(wait.until - wait.since, 5 * 60_000);
      assert.equal(writes().length, 1, 'it looks before it sends again');
      cloud.rows = [];
      await clock.advance(20_000);
      const { state, end } = await running;
      assert.equal(end, 'done');
      assert.equal(progressOf(state), 'done done done');
      assert.equal(writes().length, 4);
      assert.deepEqual(progress.at(-1)?.waits, []);
    });

    it('gives up when the time is over', async () => {
      const running = apply(rowsOnly, { waitLimitMs: 30_000 });
      await clock.advance(40_000);
      const { state } = await running;
      assert.equal(progressOf(state), 'failed notSent notSent');
      assert.equal(state.parts[0]?.steps[0]?.error?.busy, true);
      assert.equal(writes().length, 1);
    });

    it('waits longer each time for what can’t be seen', async () => {
      cloud.rows = [];
      cloud.onAssociate = () => {
        throw busy();
      };
      const running = apply(rowsOnly, { waitLimitMs: 60_000 });
      await clock.advance(61_000);
      assert.equal((await running).end, 'failed');
      // After 0, 2, 5, 9.5, 16.25, 26.4, 41.4 and 56.4 seconds.
      assert.equal(writes().length, 8);
    });

    it('can be cancelled', async () => {
      const running = apply(rowsOnly);
      await clock.advance(1_000);
      stop.abort();
      const { state } = await running;
      assert.equal(progressOf(state), 'failed notSent notSent');
      assert.equal(clock.waiting, 0);
    });
  });
});
