import assert from 'node:assert/strict';
import { type ApplyResult, applyPlan, remainingPlan } from '../../../src/changes/apply.ts';
import { type Plan, planDraft } from '../../../src/changes/plan.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { ManualClock, settle } from '../inventory/manual-clock.ts';
import { aRow, aShare, scope } from '../inventory/samples.ts';
import { failure, ScriptedCloud } from '../inventory/scripted-cloud.ts';
import { accounts, aDraft, byId, to } from './drafts.ts';

describe('applyPlan', () => {
  let cloud: ScriptedCloud;
  let inventory: Inventory;
  let progress: string[];
  let stop: AbortController;

  beforeEach(() => {
    cloud = new ScriptedCloud();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock: new ManualClock() });
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

  const apply = (plan: Plan) =>
    applyPlan(plan, {
      cloud,
      inventory,
      scope,
      signal: stop.signal,
      onProgress: ({ done, total }) => progress.push(`${done}/${total}`),
    });
  const writes = () =>
    cloud.calls.filter(({ name }) => name === 'createShare' || name === 'associate');
  const account = ({ done, failed, notSent }: ApplyResult) =>
    [done.length, failed ? 1 : 0, notSent.length].join(' ');

  it('creates, then adds to the new share, and shows everything at once', async () => {
    const result = await apply(newShare);
    assert.deepEqual(
      writes().map(({ name }) => name),
      ['createShare', 'associate', 'associate'],
    );
    assert.equal(result.shareId, 'rs-new');
    assert.equal(account(result), '3 0 0');
    assert.deepEqual(progress, ['0/3', '1/3', '2/3', '3/3']);
    assert.ok(writes().every(({ options }) => options.priority === 'action'));
    const entry = inventory.snapshot(scope).entries.get('rs-new');
    assert.equal(entry?.resources.length, 7, 'what the answers to the two associations named');
    assert.ok(entry.resources.every(({ status }) => status.state === 'associating'));
    assert.equal(remainingPlan(result), undefined);
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
    const result = await apply(newShare);
    assert.equal(account(result), '3 0 0');
    assert.equal(inventory.snapshot(scope).failure, undefined);
  });

  it('tells the create which shares have the name already, loading them if need be', async () => {
    cloud.shares = [
      aShare('rs-old', { name: 'network-share' }),
      aShare('rs-in', { name: 'network-share', owner: 'other' }),
      aShare('rs-x', { name: 'another' }),
    ];
    await apply(newShare);
    assert.deepEqual(writes()[0]?.query.knownIds, ['rs-old']);
  });

  it('stops at the first failure and accounts for every step', async () => {
    cloud.onAssociate = () => {
      throw failure('conflict', 'AssociateConflict');
    };
    const result = await apply(newShare);
    assert.equal(account(result), '1 1 1');
    assert.equal(result.failed?.error.details.code, 'AssociateConflict');
    assert.equal(writes().length, 2);
    assert.deepEqual(progress, ['0/3', '1/3']);
  });

  it('goes on with what is left, on the share that was created', async () => {
    let refuse = true;
    const { onAssociate } = cloud;
    cloud.onAssociate = (shareId, request) => {
      if (refuse) throw failure('throttled');
      return onAssociate(shareId, request);
    };
    const rest = remainingPlan(await apply(newShare)) ?? assert.fail();
    assert.equal(rest.shareId, 'rs-new');
    assert.deepEqual(rest.steps, newShare.steps.slice(1));
    refuse = false;
    assert.equal(account(await apply(rest)), '2 0 0');
    assert.equal(writes().filter(({ name }) => name === 'createShare').length, 1);
  });

  it('offers a failed create again, unless it may have been done', async () => {
    cloud.onCreate = () => {
      throw failure('denied');
    };
    assert.deepEqual(remainingPlan(await apply(newShare)), newShare);
    cloud.onCreate = () => {
      throw failure('ambiguous');
    };
    assert.equal(remainingPlan(await apply(newShare)), undefined);
    cloud.onAssociate = () => {
      throw failure('ambiguous');
    };
    assert.deepEqual(remainingPlan(await apply(rowsOnly)), rowsOnly);
  });

  it('sends one step at a time', async () => {
    let running = 0;
    cloud.before = async () => {
      running += 1;
      assert.equal(running, 1);
      await settle();
      running -= 1;
    };
    assert.equal(account(await apply(rowsOnly)), '3 0 0');
  });

  it('sends nothing more once it is cancelled', async () => {
    const { onAssociate } = cloud;
    cloud.onAssociate = (shareId, request) => {
      stop.abort(failure('cancelled'));
      return onAssociate(shareId, request);
    };
    const result = await apply(rowsOnly);
    assert.equal(account(result), '1 1 1');
    assert.equal(result.failed?.error.kind, 'cancelled');
    assert.equal(writes().length, 1);
  });
});
