import assert from 'node:assert/strict';
import type { ActionState } from '../../../src/changes/action.ts';
import type { Change } from '../../../src/changes/change.ts';
import { nothingKnown } from '../../../src/changes/change-context.ts';
import { planDraft } from '../../../src/changes/draft-change.ts';
import { followChange, followed, type Outcome } from '../../../src/changes/follow.ts';
import { shareState } from '../../../src/changes/inventory-state.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { planItemKey } from '../../../src/changes/plan.ts';
import { settledItems } from '../../../src/changes/settled.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { Watcher } from '../../../src/inventory/watcher.ts';
import type { Association } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { ManualClock, settle } from '../inventory/manual-clock.ts';
import { aRow, aShare, scope } from '../inventory/samples.ts';
import { failure, ScriptedCloud } from '../inventory/scripted-cloud.ts';
import { aDraft, byArn, byId, to, vSwitchArn } from './drafts.ts';
import { doneAction } from './running.ts';

const minute = 60_000;
const inside = '1720505253001234';
const outside = '1990000000000001';

describe('followChange', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let watcher: Watcher;
  let outcomes: Outcome[];

  beforeEach(async () => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    const connect = () => Promise.resolve(cloud);
    inventory = new Inventory({ connect, clock });
    watcher = new Watcher({ inventory, connect, clock, random: () => 0.5 });
    outcomes = [];
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [
      aRow('rs-1', 'vsw-1', 'Associating'),
      aRow('rs-1', 'vsw-2', 'Associating', { arn: vSwitchArn('vsw-2') }),
      aRow('rs-1', inside, 'Associating', { external: false }),
      aRow('rs-1', 'vsw-other', 'Associating'),
    ];
    await inventory.load(scope, 'view');
  });

  afterEach(async () => {
    await settle();
    watcher.dispose();
    inventory.dispose();
    assert.equal(clock.waiting, 0);
  });

  /** The result of an action that sent these. */
  function sent(ids: readonly string[]): ActionState {
    const draft = aDraft({
      share: { id: 'rs-1', name: 'x', allowExternal: true },
      resources: ids
        .filter((id) => /^[va]/u.test(id))
        .map((id) => (id.startsWith('acs:') ? byArn(id) : byId(id))),
      principals: ids.filter((id) => /^\d/u.test(id)).map((id) => to(id)),
    });
    return doneAction(planDraft(draft, abilities));
  }

  /** The result of an action that did these. */
  function did(...changes: readonly Change[]): ActionState {
    const context = {
      ...nothingKnown,
      account: () => ({ ownerId: '', label: '', readOnly: false, abilities }),
      share: () => {
        const entry = inventory.snapshot(scope).entries.get('rs-1');
        return entry && shareState(entry);
      },
    };
    return doneAction(planChanges(changes, context));
  }

  async function follow({ parts: [part] }: ActionState, signal?: AbortSignal): Promise<void> {
    assert.ok(part);
    const surroundings = { inventory, watcher, clock, ...(signal && { signal }) };
    outcomes.push(await followChange(followed(part), surroundings));
  }

  function setRow(id: string, text: string, change: Partial<Association> = {}): void {
    const updatedAt = new Date(clock.now()).toISOString();
    const status = parseStatus(associationStates, text);
    cloud.rows = cloud.rows.map((row) =>
      row.entityId === id ? { ...row, status, updatedAt, ...change } : row,
    );
  }

  const ids = (rows: readonly Association[] | undefined) => rows?.map(({ entityId }) => entityId);

  it('resolves once, when everything that was sent has settled', async () => {
    void follow(sent(['vsw-1', vSwitchArn('vsw-2'), inside]));
    setRow('vsw-1', 'Associated');
    setRow(inside, 'Associated');
    await clock.advance(10_000);
    assert.equal(outcomes.length, 0);

    const failures = [
      {
        entityId: inside,
        entityType: 'Account',
        reason: 'LimitExceeded',
        description: 'Too many.',
        operation: 'Associate',
      },
    ];
    setRow('vsw-2', 'Failed', { statusMessage: 'LimitExceeded', failures });
    await clock.advance(minute);
    assert.equal(outcomes.length, 1);
    const [outcome] = outcomes;
    assert.equal(outcome?.end, 'settled');
    assert.deepEqual(ids(outcome.associated), ['vsw-1', inside]);
    assert.deepEqual(
      outcome.failed.map(({ statusMessage, failures: [detail] }) => [
        statusMessage,
        detail?.reason,
      ]),
      [['LimitExceeded', 'LimitExceeded']],
    );
    assert.deepEqual(outcome.stillPending, []);

    setRow('vsw-other', 'Associated');
    await clock.advance(minute);
    assert.equal(outcomes.length, 1, 'what others do is none of its business');
  });

  it('resolves at once when nothing was sent', async () => {
    const state = sent(['vsw-1']);
    const parts = state.parts.map((part) => ({
      ...part,
      steps: part.steps.map(() => ({ state: 'failed' as const, requestIds: [] })),
    }));
    await follow({ ...state, parts });
    assert.equal(outcomes[0]?.end, 'settled');
    assert.equal(cloud.calls.length, 4, 'and asks the cloud nothing');
    watcher.setActive(false);
  });

  it('reads the share when it does not know a row, and reports what is not there', async () => {
    cloud.rows = [...cloud.rows, aRow('rs-1', 'vsw-new', 'Associated')];
    await follow(sent(['vsw-new', 'vsw-lost']));
    assert.deepEqual(ids(outcomes[0]?.associated), ['vsw-new']);
    assert.deepEqual(outcomes[0]?.vanished.map(planItemKey), ['resource/VSwitch/vsw-lost']);
    watcher.setActive(false);
  });

  it('reports a row that vanishes on the way', async () => {
    void follow(sent(['vsw-1']));
    cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== 'vsw-1');
    await clock.advance(5_000);
    assert.equal(outcomes[0]?.end, 'settled');
    assert.equal(outcomes[0].vanished.length, 1);
    watcher.setActive(false);
  });

  it('says that it does not know when the share can’t be read', async () => {
    cloud.before = () => {
      throw failure('network');
    };
    void follow(sent(['vsw-new']));
    await clock.advance(5 * minute);
    assert.equal(outcomes.length, 1);
    assert.equal(outcomes[0]?.end, 'pending');
    assert.deepEqual(outcomes[0].vanished, []);
    assert.equal(outcomes[0].unread.length, 1);
    watcher.setActive(false);
  });

  describe('with principals outside the organisation', () => {
    beforeEach(async () => {
      cloud.rows = [
        aRow('rs-1', 'vsw-1', 'Associating'),
        aRow('rs-1', inside, 'Associating', { external: false }),
        aRow('rs-1', outside, 'Associating', { external: true }),
      ];
      await inventory.load(scope, 'view');
    });

    it('ends when what is left waits for an invitation to be accepted', async () => {
      void follow(sent(['vsw-1', inside, outside]));
      setRow('vsw-1', 'Associated');
      setRow(inside, 'Associated');
      await clock.advance(5_000);
      assert.equal(outcomes.length, 0, 'an active share waits for nobody');

      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      await clock.advance(10_000);
      assert.equal(outcomes.length, 1);
      assert.equal(outcomes[0]?.end, 'waiting');
      assert.deepEqual(ids(outcomes[0].waiting), [outside]);
      assert.deepEqual(ids(outcomes[0].associated), ['vsw-1', inside]);
      assert.equal(inventory.snapshot(scope).entries.get('rs-1')?.share.status.state, 'pending');
      watcher.setActive(false);
    });

    it('waits on for those inside', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      await inventory.load(scope, 'view');
      setRow('vsw-1', 'Associated');
      void follow(sent(['vsw-1', inside, outside]));
      await clock.advance(2 * minute);
      assert.equal(outcomes.length, 0);
      setRow(inside, 'Associated');
      await clock.advance(minute);
      assert.equal(outcomes[0]?.end, 'waiting');
      watcher.setActive(false);
    });

    it('ends at once when all that is left was invited, in an active share too', async () => {
      setRow('vsw-1', 'Associated');
      setRow(inside, 'Associating', { external: false, invited: true });
      setRow(outside, 'Associating', { invited: true });
      await inventory.load(scope, 'view');
      await follow(sent(['vsw-1', inside, outside]));
      assert.equal(outcomes[0]?.end, 'waiting');
      assert.deepEqual(ids(outcomes[0].waiting), [inside, outside]);
      watcher.setActive(false);
    });

    it('takes resources of an active share to wait for who was invited, too, after a while', async () => {
      setRow(inside, 'Associated');
      setRow(outside, 'Associating', { invited: true });
      await inventory.load(scope, 'view');
      void follow(sent(['vsw-1', inside, outside]));
      await clock.advance(20_000);
      assert.equal(outcomes.length, 0);
      await clock.advance(minute);
      assert.deepEqual(ids(outcomes[0]?.waiting), ['vsw-1', outside]);
      watcher.setActive(false);
    });

    it('does not wait for ever where the cloud does not say who is outside', async () => {
      setRow('vsw-1', 'Associated');
      setRow(inside, 'Associated');
      cloud.rows = cloud.rows.map((row) => {
        const silent = { ...row };
        Reflect.deleteProperty(silent, 'external');
        return silent;
      });
      await inventory.load(scope, 'view');
      void follow(sent(['vsw-1', inside, outside]));
      await clock.advance(20_000);
      assert.equal(outcomes.length, 0, 'it may still be the cloud that needs time');
      await clock.advance(minute);
      assert.equal(outcomes[0]?.end, 'waiting');
      assert.deepEqual(ids(outcomes[0].waiting), [outside]);
      watcher.setActive(false);
    });

    it('takes resources that stay behind to wait for the invitation, too, after a while', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      await inventory.load(scope, 'view');
      setRow(inside, 'Associated');
      void follow(sent(['vsw-1', inside, outside]));
      await clock.advance(20_000);
      assert.equal(outcomes.length, 0);
      await clock.advance(minute);
      assert.deepEqual(ids(outcomes[0]?.waiting), ['vsw-1', outside]);
      watcher.setActive(false);
    });
  });

  it('ends with what is pending when the watcher gives up', async () => {
    void follow(sent(['vsw-1']));
    await clock.advance(40 * minute);
    assert.equal(outcomes.length, 1);
    assert.equal(outcomes[0]?.end, 'pending');
    assert.deepEqual(ids(outcomes[0].stillPending), ['vsw-1']);
  });

  it('ends at once where nobody polls', async () => {
    watcher.setPolling(false);
    await follow(sent(['vsw-1']));
    assert.deepEqual(ids(outcomes[0]?.stillPending), ['vsw-1']);
  });

  it('ends with what it knows when polling is turned off, or it is stopped', async () => {
    void follow(sent(['vsw-1']));
    const stop = new AbortController();
    void follow(sent(['vsw-1', 'vsw-unknown']), stop.signal);
    await settle();
    stop.abort();
    await settle();
    assert.equal(outcomes.length, 1);
    watcher.setPolling(false);
    await settle();
    assert.equal(outcomes.length, 2);
    assert.deepEqual(
      outcomes.map(({ end }) => end),
      ['pending', 'pending'],
    );
  });

  it('does not wait for a status that it can’t read', async () => {
    setRow('vsw-1', 'Frozen');
    await inventory.load(scope, 'view');
    await follow(sent(['vsw-1']));
    assert.equal(outcomes[0]?.end, 'pending');
    assert.deepEqual(
      outcomes[0].stillPending.map(({ status }) => status.text),
      ['Frozen'],
    );
    watcher.setActive(false);
  });

  it('ends when the account is removed meanwhile', async () => {
    void follow(sent(['vsw-1']));
    inventory.removeAccount(scope.accountId);
    await clock.advance(5 * minute);
    assert.equal(outcomes.length, 1);
    assert.equal(outcomes[0]?.end, 'pending');
    assert.deepEqual(outcomes[0].vanished, [], 'gone from here is not gone from the cloud');
  });

  describe('what is removed', () => {
    const removal: Change = {
      kind: 'disassociate',
      scope,
      shareId: 'rs-1',
      resources: [{ type: 'VSwitch', id: 'vsw-1' }],
      principals: [inside],
    };

    beforeEach(async () => {
      setRow('vsw-1', 'Associated');
      setRow(inside, 'Associated');
      setRow('vsw-2', 'Associated');
      setRow('vsw-other', 'Associated');
      await inventory.load(scope, 'view');
    });

    it('is followed until it is out, or has failed to leave', async () => {
      const state = did(removal);
      setRow('vsw-1', 'Disassociating');
      setRow(inside, 'Disassociating');
      await inventory.load(scope, 'view');
      void follow(state);
      await clock.advance(5_000);
      assert.equal(outcomes.length, 0);
      setRow('vsw-1', 'Disassociated');
      setRow(inside, 'Failed', { statusMessage: 'It is in use.' });
      await clock.advance(minute);
      const [outcome] = outcomes;
      assert.equal(outcome?.end, 'settled');
      assert.deepEqual(outcome.removed.map(planItemKey), ['resource/VSwitch/vsw-1']);
      assert.deepEqual(ids(outcome.failed), [inside]);
      assert.deepEqual(
        settledItems(outcome).map(({ id, result, message }) => [id, result, message]),
        [
          ['vsw-1', 'done', undefined],
          [inside, 'failed', 'It is in use.'],
        ],
      );
    });

    it('is out where the cloud lists no row of it any more', async () => {
      const state = did(removal);
      cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== 'vsw-1' && entityId !== inside);
      await inventory.load(scope, 'view');
      await follow(state);
      assert.equal(outcomes[0]?.removed.length, 2);
    });

    it('is not called out where a reading still shows it as in use', async () => {
      await follow(did(removal));
      assert.deepEqual(outcomes[0]?.removed, []);
      assert.equal(outcomes[0].vanished.length, 2);
    });

    it('is the share itself, until it is gone', async () => {
      const state = did({ kind: 'delete', scope, shareId: 'rs-1' });
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Deleting') })];
      await inventory.load(scope, 'view');
      void follow(state);
      await clock.advance(5_000);
      assert.equal(outcomes.length, 0);
      cloud.shares = [];
      await clock.advance(minute);
      assert.deepEqual(outcomes[0]?.removed.map(planItemKey), ['share//rs-1']);
      assert.equal(outcomes[0].end, 'settled');
    });
  });
});
