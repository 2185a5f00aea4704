import assert from 'node:assert/strict';
import { itemResults } from '../../src/changes/action-items.ts';
import { planDraft } from '../../src/changes/draft-change.ts';
import type { ShareDraft } from '../../src/changes/draft.ts';
import { followChange, followed, type Outcome } from '../../src/changes/follow.ts';
import type { Plan } from '../../src/changes/plan.ts';
import { remainingDraft } from '../../src/changes/remaining-draft.ts';
import { checkDraft } from '../../src/changes/rules.ts';
import { abilities } from '../../src/clouds/alibaba/abilities.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { Watcher } from '../../src/inventory/watcher.ts';
import { hurriedClock } from './hurried-clock.ts';
import { openSession, type Session } from './session.ts';
import { progressOf, type Ran, runPlan } from '../unit/changes/running.ts';

const scope = { accountId: 'owner', region: 'cn-hangzhou' };
const always = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' } as const;

describe('a change on the sandbox', () => {
  let session: Session;
  let cloud: ShareCloud;
  let inventory: Inventory;
  let watcher: Watcher;
  const clock = hurriedClock(20);

  beforeEach(async () => {
    session = await openSession({ settleMs: 400 });
    cloud = session.connect('owner', { timeoutMs: 2_000 });
    const connect = () => Promise.resolve(cloud);
    inventory = new Inventory({ connect, clock });
    watcher = new Watcher({ inventory, connect, clock });
    // The story has rows in flight of its own; they would be watched, too.
    await session.control('/settle', {});
    await session.control('/calls/reset', {});
  });

  afterEach(async () => {
    watcher.dispose();
    inventory.dispose();
    await session.stop();
  });

  function draft(
    resources: readonly string[],
    principals: readonly string[],
    change: Partial<ShareDraft> = {},
  ): ShareDraft {
    return {
      destination: scope,
      name: 'made-here',
      description: '',
      allowExternal: true,
      resources: resources.map((value) => ({
        type: value.startsWith('acs:') ? '' : 'VSwitch',
        value,
        property: '',
      })),
      principals: principals.map((id) => ({ id, timeWindow: always })),
      permissions: {},
      tags: [],
      ...change,
    };
  }

  const apply = (plan: Plan): Promise<Ran> =>
    runPlan(plan, {
      connect: () => Promise.resolve(cloud),
      inventory,
      clock,
      signal: new AbortController().signal,
    });
  const follow = ({ state: { parts } }: Ran): Promise<Outcome> =>
    followChange(followed(parts[0] ?? assert.fail()), { inventory, watcher, clock });
  const shareId = ({ state }: Ran): string => state.parts[0]?.shareId ?? '';
  const error = ({ state }: Ran) => itemResults(state).find((item) => item.error)?.error;
  const members = (count: number) =>
    Array.from({ length: count }, (_, index) => `fd-${'abcdefgh'[index] ?? 'z'}`);
  const names = (count: number, prefix = 'vsw-made') =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

  it('creates with 12 resources and 7 principals in three calls and ends with one outcome', async () => {
    const world = session.account('member').accountId;
    const outsider = session.account('outsider').accountId;
    const wanted = draft(
      [...names(11), 'vsw-gone-1'],
      [world, session.account('temporary').accountId],
    );
    assert.deepEqual(
      checkDraft(wanted, abilities, { ownerId: session.account('owner').accountId }),
      [],
    );
    const result = await apply(planDraft(wanted, abilities));
    assert.equal(result.end, 'done');
    assert.equal((await session.calls('CreateResourceShare')).calls, 1);
    assert.equal((await session.calls('AssociateResourceShare')).calls, 2);
    const entry = inventory.snapshot(scope).entries.get(shareId(result));
    assert.equal(entry?.resources.length, 12, 'all rows are there before the outcome');
    assert.ok(watcher.inFlight.length > 0);

    const outcome = await follow(result);
    assert.equal(outcome.end, 'settled');
    assert.equal(outcome.associated.length, 13);
    assert.deepEqual(
      outcome.failed.map(({ entityId, failures }) => [entityId, failures[0]?.reason]),
      [['vsw-gone-1', 'Unavailable']],
    );
    assert.deepEqual(watcher.inFlight, []);
    assert.notEqual(outsider, world);
  });

  it('ends waiting where an outsider has to accept', async () => {
    const outsider = session.account('outsider').accountId;
    const result = await apply(
      planDraft(draft(names(3), [outsider, session.account('member').accountId]), abilities),
    );
    const outcome = await follow(result);
    assert.equal(outcome.end, 'waiting');
    assert.deepEqual(
      outcome.waiting.map(({ entityId }) => entityId),
      [outsider],
    );
    assert.equal(outcome.associated.length, 4);
    const share = inventory.snapshot(scope).entries.get(shareId(result))?.share;
    assert.equal(share?.status.state, 'pending');
  });

  it('creates nothing twice when the answer to the create is lost', async () => {
    await session.control('/faults', {
      operation: 'CreateResourceShare',
      fault: { kind: 'hang', ms: 60_000, executed: true },
    });
    const result = await apply(planDraft(draft(names(2), []), abilities));
    assert.equal(result.end, 'done');
    assert.equal((await session.sharesNamed('made-here')).length, 1);
    assert.equal((await session.calls('CreateResourceShare')).calls, 1);
    assert.equal((await follow(result)).associated.length, 2);
  });

  it('stops at a refused call, tells how far it came, and goes on from there', async () => {
    await session.control('/faults', {
      operation: 'AssociateResourceShare',
      after: 1,
      fault: { kind: 'error', code: 'QuotaExceeded.SharedResource.Count' },
    });
    const wanted = draft(names(17), []);
    const result = await apply(planDraft(wanted, abilities));
    assert.equal(progressOf(result.state), 'done done failed notSent');
    assert.equal(error(result)?.code, 'QuotaExceeded.SharedResource.Count');
    assert.ok(error(result)?.requestId);

    const left = remainingDraft(wanted, result.state);
    const rest = await apply(planDraft(left, abilities));
    assert.equal(rest.end, 'done');
    const [made, ...others] = await session.sharesNamed('made-here');
    assert.deepEqual(others, []);
    assert.equal(made?.associations.length, 17);
    assert.equal((await follow(rest)).associated.length, 7);
  });

  it('sends ids and ARNs in separate calls of one change', async () => {
    const arn = (id: string) =>
      `acs:vpc:cn-hangzhou:${session.account('owner').accountId}:vswitch/${id}`;
    const plan = planDraft(
      draft(['vsw-a', arn('vsw-b')], [session.account('member').accountId]),
      abilities,
    );
    const outcome = await follow(await apply(plan));
    assert.equal(outcome.associated.length, 3);
    assert.equal((await session.calls('AssociateResourceShare')).calls, 1);
  });

  it('shows the refusal of the cloud for what can’t be known here', async () => {
    const result = await apply(planDraft(draft(['vsw-a'], members(1)), abilities));
    assert.equal(error(result)?.code, 'InvalidTarget');
    assert.equal(result.state.parts[0]?.shareId, undefined);
    assert.deepEqual(await session.sharesNamed('made-here'), []);
  });
});
