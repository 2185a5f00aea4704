import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../../src/inventory/snapshot.ts';
import { type GaveUp, Watcher } from '../../../src/inventory/watcher.ts';
import type { Association } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aRow, aShare, scope } from './samples.ts';
import { failure, ScriptedCloud } from './scripted-cloud.ts';

const minute = 60_000;

describe('Watcher', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let watcher: Watcher;
  let gaveUp: GaveUp[];

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    const connect = () => Promise.resolve(cloud);
    inventory = new Inventory({ connect, clock });
    watcher = new Watcher({ inventory, connect, clock, random: () => 0.5 });
    gaveUp = [];
    watcher.onDidGiveUp((event) => gaveUp.push(event));
  });

  afterEach(() => {
    watcher.dispose();
    inventory.dispose();
    assert.equal(clock.waiting, 0, 'nothing is left behind');
  });

  async function load(): Promise<void> {
    await inventory.load(scope, 'view');
    cloud.calls.length = 0;
  }

  const states = () =>
    watcher.inFlight.map(({ entityId, shareId, state }) => `${entityId ?? shareId} ${state}`);

  /** Ends every row in a state as the cloud does, with a new time. */
  function settleRows(match: (row: Association) => boolean, text: string): void {
    const updatedAt = new Date(clock.now()).toISOString();
    cloud.rows = cloud.rows.map((row) =>
      match(row) ? { ...row, status: parseStatus(associationStates, text), updatedAt } : row,
    );
  }

  /** Advances to the next look and tells which calls it made. */
  async function look(): Promise<readonly string[]> {
    cloud.calls.length = 0;
    await clock.advance(clock.next ?? assert.fail('no look is planned'));
    return cloud.log.toSorted();
  }

  it('has no timer while nothing is pending', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2', 'Failed')];
    await load();
    assert.equal(clock.waiting, 0);
    assert.deepEqual(watcher.inFlight, []);
  });

  it('follows from the start what was pending before it came', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    const connect = () => Promise.resolve(cloud);
    const later = new Watcher({ inventory, connect, clock, scopes: [scope] });
    assert.deepEqual(
      later.inFlight.map(({ entityId }) => entityId),
      ['vsw-1'],
    );
    later.dispose();
  });

  it('reads the rows of few shares by ids, two calls, which needs no confirming', async () => {
    cloud.shares = [aShare('rs-1'), aShare('rs-2')];
    cloud.rows = [
      aRow('rs-1', 'vsw-1', 'Associating'),
      aRow('rs-1', '1720505253001234', 'Associating'),
      aRow('rs-2', 'vsw-2', 'Disassociating'),
      aRow('rs-2', '1720505253001234', 'Disassociating'),
    ];
    await load();
    const since = clock.now();
    assert.deepEqual(watcher.inFlight[0], {
      scope,
      shareId: 'rs-1',
      kind: 'resource',
      entityId: 'vsw-1',
      entityType: 'VSwitch',
      state: 'associating',
      waitsFor: 'cloud',
      since,
    });
    assert.deepEqual(await look(), [
      'listAssociations principal rs-1,rs-2',
      'listAssociations resource rs-1,rs-2',
    ]);
    assert.deepEqual([...new Set(cloud.calls.map(({ options }) => options.priority))], ['watch']);

    settleRows(({ entityId }) => entityId === 'vsw-1', 'Failed');
    settleRows(({ kind }) => kind === 'principal', 'Associated');
    assert.equal((await look()).length, 2);
    assert.deepEqual(states(), ['vsw-2 disassociating']);
    assert.deepEqual(await look(), ['listAssociations resource rs-2']);

    settleRows(({ entityId }) => entityId === 'vsw-2', 'Disassociated');
    await look();
    assert.equal(clock.waiting, 0);
    assert.equal(
      inventory.snapshot(scope).entries.get('rs-1')?.resources[0]?.status.text,
      'Failed',
    );
  });

  it('finds that a row is gone altogether', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Disassociating')];
    await load();
    cloud.rows = [];
    await look();
    assert.deepEqual(inventory.snapshot(scope).entries.get('rs-1')?.resources, []);
    assert.equal(clock.waiting, 0);
  });

  describe('with many shares', () => {
    const count = 60;

    beforeEach(async () => {
      const ids = Array.from({ length: count }, (_, index) => `rs-${index}`);
      cloud.shares = ids.map((id) => aShare(id));
      cloud.rows = ids.flatMap((id, index) => [
        aRow(id, `vsw-${index}-a`, 'Associating'),
        aRow(id, `vsw-${index}-b`, 'Disassociating'),
        aRow(id, String(1720505253000000 + index), 'Associating'),
        aRow(id, String(1720505254000000 + index), 'Disassociating'),
      ]);
      await load();
    });

    it('makes two calls a look through the filtered lists in turn', async () => {
      assert.equal(watcher.inFlight.length, 4 * count);
      const looks = [await look(), await look(), await look()];
      assert.deepEqual(
        looks.map(({ length }) => length),
        [2, 2, 2],
      );
      assert.deepEqual([...(looks[0] ?? []), ...(looks[1] ?? [])].toSorted(), [
        'listAssociations principal associating',
        'listAssociations principal disassociating',
        'listAssociations resource associating',
        'listAssociations resource disassociating',
      ]);
    });

    it('makes two calls a look even where a list has many pages', async () => {
      cloud.pageSize = 10;
      inventory.dispose();
      watcher.dispose();
      const connect = () => Promise.resolve(cloud);
      inventory = new Inventory({ connect, clock, limits: () => ({ shareIds: 5, pageSize: 10 }) });
      watcher = new Watcher({ inventory, connect, clock, random: () => 0.5 });
      await load();
      const looks: number[] = [];
      for (let turn = 0; turn < 20; turn += 1) looks.push((await look()).length);
      assert.equal(Math.max(...looks), 2);
      assert.equal(watcher.inFlight.length, 4 * count, 'nothing was taken for gone');
    });

    it('reads what has left a list by ids, in batches', async () => {
      await look();
      await look();
      settleRows(({ entityId }) => /^vsw-[0-6]-a$/u.test(entityId), 'Associated');
      const calls = [...(await look()), ...(await look())];
      assert.deepEqual(calls.filter((call) => call.includes('rs-')).toSorted(), [
        'listAssociations resource rs-0,rs-1,rs-2,rs-3,rs-4',
        'listAssociations resource rs-5,rs-6',
      ]);
      assert.equal(watcher.inFlight.length, 4 * count - 7);
    });

    it('reads the whole list instead when that is cheaper', async () => {
      settleRows(({ entityId }) => entityId.endsWith('-a'), 'Associated');
      const calls = [...(await look()), ...(await look())];
      assert.equal(calls.filter((call) => call.includes('rs-')).length, 0);
      assert.equal(
        calls.filter((call) => call === 'listAssociations resource').length,
        2,
        'two pages',
      );
      assert.equal(watcher.inFlight.length, 3 * count);
    });

    it('sees the end of what was just begun within two looks, however much is pending for longer', async () => {
      await look();
      cloud.shares = [...cloud.shares, aShare('rs-new')];
      cloud.rows = [...cloud.rows, aRow('rs-new', 'vsw-new', 'Associating')];
      inventory.merge(scope, {
        shares: [aShare('rs-new')],
        associations: [aRow('rs-new', 'vsw-new', 'Associating')],
      });
      settleRows(({ entityId }) => entityId === 'vsw-new', 'Associated');
      const calls = [await look(), await look()];
      assert.ok(calls.every((made) => made.length <= 2));
      assert.ok(!watcher.inFlight.some(({ shareId }) => shareId === 'rs-new'));
    });

    it('comes to an end', async () => {
      settleRows(({ status }) => status.state === 'associating', 'Associated');
      settleRows(({ status }) => status.state === 'disassociating', 'Disassociated');
      await look();
      await look();
      assert.deepEqual(watcher.inFlight, []);
      assert.equal(clock.waiting, 0);
    });

    it('fires nothing while nothing moves', async () => {
      const changes: InventoryChange[] = [];
      inventory.onDidChange((change) => changes.push(change));
      for (let turn = 0; turn < 6; turn += 1) await look();
      assert.deepEqual(changes, []);
    });
  });

  it('slows down: 2 s, up to 15 s, once a minute after five minutes', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    const waits: (number | undefined)[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      waits.push(clock.next);
      await look();
    }
    assert.deepEqual(waits, [2000, 3000, 4500, 6750, 10125, 15000, 15000, 15000]);
    await clock.advance(5 * minute);
    await look();
    assert.equal(clock.next, minute);

    inventory.merge(scope, { associations: [aRow('rs-1', 'vsw-2', 'Associating')] });
    assert.equal(clock.next, 2000, 'something new starts over');
  });

  it('gives up after half an hour, once and aloud, and watches again when the state changes', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    await clock.advance(32 * minute);
    assert.deepEqual(
      gaveUp.map(({ items }) => items.map(({ entityId }) => entityId)),
      [['vsw-1']],
    );
    assert.deepEqual(watcher.inFlight, []);
    assert.equal(clock.waiting, 0);

    await load();
    assert.equal(clock.waiting, 0, 'a refresh that finds the same does not start again');

    settleRows(() => true, 'Disassociating');
    await load();
    assert.deepEqual(states(), ['vsw-1 disassociating']);
  });

  it('backs off on errors, goes on, and says why when it gives up', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    cloud.before = () => {
      throw failure('network');
    };
    const waits: (number | undefined)[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      waits.push(clock.next);
      await look();
    }
    assert.deepEqual(waits, [2000, 4000, 8000, 16000, 32000, minute, minute]);
    await clock.advance(30 * minute);
    assert.equal(gaveUp[0]?.error?.kind, 'network');
    assert.equal(
      inventory.snapshot(scope).failure,
      undefined,
      'the tree is not marked stale for it',
    );
  });

  it('waits for as long as the cloud asks, also when somebody comes back or begins something', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    cloud.before = () => {
      throw failure('throttled', 'Throttling', { retryAfterMs: 40_000 });
    };
    await look();
    const waits = [clock.next];
    watcher.setActive(false);
    await clock.advance(5_000);
    watcher.setActive(true);
    waits.push(clock.next);
    inventory.merge(scope, { associations: [aRow('rs-1', 'vsw-2', 'Associating')] });
    waits.push(clock.next);
    cloud.before = () => undefined;
    await look();
    waits.push(clock.next);
    assert.deepEqual(waits, [40_000, 35_000, 35_000, 2_000]);
  });

  it('is not put off for ever by what a cloud asks for', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    cloud.before = () => {
      throw failure('throttled', 'Throttling', { retryAfterMs: 24 * 60 * minute });
    };
    await look();
    assert.equal(clock.next, 30 * minute);
  });

  describe('isStuck', () => {
    const item = (entityId: string, kind: 'resource' | 'principal' = 'resource') => ({
      scope,
      shareId: 'rs-1',
      kind,
      entityId,
      entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    });

    it('is true of what was given up, until its state changes', async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating'), aRow('rs-1', 'vsw-2')];
      await load();
      assert.equal(watcher.isStuck(item('vsw-1')), false);
      await clock.advance(32 * minute);
      assert.equal(watcher.isStuck(item('vsw-1')), true);
      assert.equal(watcher.isStuck(item('vsw-2')), false);
      assert.equal(watcher.isStuck({ scope, shareId: 'rs-1', kind: 'share' }), false);
      settleRows(({ entityId }) => entityId === 'vsw-1', 'Disassociating');
      await load();
      assert.equal(watcher.isStuck(item('vsw-1')), false);
    });

    it('is true of a share that is being deleted for ever', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Deleting') })];
      await load();
      await clock.advance(32 * minute);
      assert.equal(watcher.isStuck({ scope, shareId: 'rs-1', kind: 'share' }), true);
    });

    it('is not true of what waits for people', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      cloud.rows = [aRow('rs-1', '1720505253001234', 'Associating', { external: true })];
      await load();
      await clock.advance(32 * minute);
      assert.deepEqual(watcher.awaitingAnswer, []);
      assert.equal(watcher.isStuck(item('1720505253001234', 'principal')), false);
    });
  });

  describe('from one session to the next', () => {
    /** Another watcher, as in another window, that was told what this one knew. */
    function reopened(): Watcher {
      const memories = watcher.remembered(scope);
      watcher.dispose();
      inventory.dispose();
      const connect = () => Promise.resolve(cloud);
      inventory = new Inventory({ connect, clock });
      watcher = new Watcher({ inventory, connect, clock, random: () => 0.5 });
      watcher.onDidGiveUp((event) => gaveUp.push(event));
      watcher.remember(scope, memories);
      return watcher;
    }

    beforeEach(async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
      await load();
    });

    it('remembers since when, and for how much longer, without the time in which nobody looked', async () => {
      const since = clock.now();
      await clock.advance(10 * minute);
      watcher.setActive(false);
      await clock.advance(60 * minute);
      assert.deepEqual(watcher.remembered(scope), [
        {
          key: 'rs-1/resource/VSwitch/vsw-1',
          state: 'associating',
          waitsFor: 'cloud',
          since,
          leftMs: 20 * minute,
          givenUp: false,
        },
      ]);
      assert.deepEqual(watcher.remembered({ ...scope, region: 'cn-beijing' }), []);
    });

    it('goes on where it was', async () => {
      const since = clock.now();
      await clock.advance(25 * minute);
      reopened();
      await load();
      assert.equal(watcher.inFlight[0]?.since, since);
      await clock.advance(4 * minute);
      assert.equal(gaveUp.length, 0);
      await clock.advance(2 * minute);
      assert.equal(gaveUp.length, 1);
    });

    it('counts what is remembered for the first look at the scope only', async () => {
      await clock.advance(25 * minute);
      reopened();
      cloud.rows = [];
      await load();
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
      await load();
      assert.equal(watcher.inFlight[0]?.since, clock.now());
      await clock.advance(28 * minute);
      assert.equal(gaveUp.length, 0);
    });
  });

  describe('shares', () => {
    it('that wait for an invitation are not in flight, nor are the invited, and nobody is told of them', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      cloud.rows = [
        aRow('rs-1', 'vsw-1', 'Associating'),
        aRow('rs-1', '1720505253001234', 'Associating', { external: true }),
        aRow('rs-1', '1720505253004321', 'Associating', { external: false }),
      ];
      await load();
      assert.deepEqual(states(), ['vsw-1 associating', '1720505253004321 associating']);
      assert.deepEqual(
        watcher.awaitingAnswer.map(({ kind }) => kind),
        ['share', 'principal'],
      );
      settleRows(({ external }) => external !== true, 'Associated');
      await look();
      await look();
      assert.deepEqual(states(), []);
      assert.ok((clock.next ?? 0) >= 15_000, 'the pace of people');

      await clock.advance(32 * minute);
      assert.deepEqual(gaveUp, []);
      assert.deepEqual(watcher.awaitingAnswer, []);
      assert.equal(clock.waiting, 0);
    });

    it('may be active while a row says that its principal was invited', async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [
        aRow('rs-1', '1720505253001234', 'Associating', { external: true, invited: true }),
        aRow('rs-1', '1720505253004321', 'Associating', { invited: true }),
        aRow('rs-1', '1720505253009999', 'Associating', { external: true }),
      ];
      await load();
      assert.deepEqual(states(), ['1720505253009999 associating']);
      assert.equal(watcher.awaitingAnswer.length, 2);
      settleRows(({ invited }) => invited !== true, 'Associated');
      await look();
      assert.deepEqual(states(), []);
      await look();
      assert.ok((clock.next ?? 0) >= 15_000, 'the pace of people');
      await clock.advance(32 * minute);
      assert.deepEqual(gaveUp, []);
      assert.equal(clock.waiting, 0);
    });

    it('of both sides are asked for in turn, and those pending on the receiving side not at all', async () => {
      const deleting = parseStatus(shareStates, 'Deleting');
      cloud.shares = [
        aShare('rs-1', { status: deleting }),
        aShare('rs-2', { status: deleting, owner: 'other' }),
        aShare('rs-3', { status: deleting }),
        aShare('rs-4', { status: parseStatus(shareStates, 'Pending'), owner: 'other' }),
      ];
      await load();
      assert.deepEqual(watcher.awaitingAnswer, []);
      const looks = [await look(), await look(), await look()];
      assert.deepEqual(looks, [
        ['listShares self rs-1'],
        ['listShares other rs-2'],
        ['listShares self rs-3,rs-1'],
      ]);
    });

    it('whose invitation is accepted are in flight again', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      cloud.rows = [aRow('rs-1', '1720505253001234', 'Associating', { external: true })];
      await load();
      await clock.advance(32 * minute);
      cloud.shares = [aShare('rs-1', { updatedAt: '2026-03-01T09:00:00Z' })];
      await load();
      assert.deepEqual(states(), ['1720505253001234 associating']);
    });

    it('that are pending are read slowly, by ids in turn', async () => {
      const pending = (id: string) => aShare(id, { status: parseStatus(shareStates, 'Pending') });
      cloud.shares = ['rs-1', 'rs-2', 'rs-3', 'rs-4', 'rs-5', 'rs-6', 'rs-7'].map(pending);
      await load();
      assert.equal(clock.next, 15_000);
      assert.deepEqual(await look(), ['listShares self rs-1,rs-2,rs-3,rs-4,rs-5']);
      assert.deepEqual(await look(), ['listShares self rs-6,rs-7,rs-1,rs-2,rs-3']);
      cloud.shares = cloud.shares.map(({ id }) =>
        aShare(id, { updatedAt: '2026-03-01T09:00:00Z' }),
      );
      await look();
      await look();
      assert.deepEqual(watcher.awaitingAnswer, []);
    });

    it('and rows take two calls together, the shares now and then', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Pending') })];
      cloud.rows = [
        aRow('rs-1', 'vsw-1', 'Associating'),
        aRow('rs-1', '1720505253001234', 'Associating'),
      ];
      await load();
      const looks = [];
      for (let turn = 0; turn < 6; turn += 1) looks.push(await look());
      assert.ok(looks.every(({ length }) => length <= 2));
      const shareLooks = looks.filter((calls) =>
        calls.some((call) => call.startsWith('listShares')),
      );
      assert.ok(shareLooks.length >= 1 && shareLooks.length < looks.length);
    });

    it('that are being deleted are followed at the fast pace until they are gone', async () => {
      cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Deleting') })];
      await load();
      assert.equal(clock.next, 2000);
      cloud.shares = [];
      await look();
      assert.equal(inventory.snapshot(scope).entries.size, 0);
      assert.equal(clock.waiting, 0);
    });
  });

  describe('setActive', () => {
    beforeEach(async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
      await load();
    });

    it('stops while nobody can see it, and looks at once on coming back', async () => {
      watcher.setActive(false);
      assert.equal(clock.waiting, 0);
      await clock.advance(45 * minute);
      assert.equal(cloud.calls.length, 0);

      watcher.setActive(true);
      await clock.advance(0);
      assert.equal(cloud.calls.length, 1);
      assert.deepEqual(gaveUp, [], 'time in which nobody looked does not count');
      assert.equal(states().length, 1);
    });

    it('keeps a gap when it comes and goes', async () => {
      await look();
      watcher.setActive(false);
      watcher.setActive(true);
      assert.equal(clock.next, 2000);
    });
  });

  it('setPolling(false) stops it, and what is in flight is still known', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    watcher.setPolling(false);
    await load();
    assert.equal(clock.waiting, 0);
    assert.deepEqual(states(), ['vsw-1 associating']);
    watcher.setPolling(true);
    await clock.advance(0);
    assert.equal(cloud.calls.length, 1);
  });

  it('lets go of an account that is removed while it looks', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    await load();
    let open: () => void = () => undefined;
    cloud.before = () =>
      new Promise((resolve) => {
        open = resolve;
      });
    await clock.advance(2000);
    inventory.removeAccount(scope.accountId);
    assert.deepEqual(watcher.inFlight, []);
    open();
    await settle();
    assert.equal(clock.waiting, 0);
    assert.equal(inventory.snapshot(scope).entries.size, 0);
  });
});
