import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  InventoryCache,
  type WatcherWhenNeeded,
} from '../../../../src/inventory/cache/inventory-cache.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../../../src/inventory/snapshot.ts';
import { Watcher, type GaveUp } from '../../../../src/inventory/watcher.ts';
import type { Account } from '../../../../src/model/account.ts';
import { associationStates, parseStatus } from '../../../../src/model/status.ts';
import { ManualClock } from '../manual-clock.ts';
import { aRow, aShare, manyShares, scope } from '../samples.ts';
import { failure, gate, ScriptedCloud } from '../scripted-cloud.ts';
import { anAccount, filesIn, freshFolder, textsIn } from './folders.ts';

const minute = 60_000;

const whenNeeded = (watcher: Watcher): WatcherWhenNeeded => ({
  begun: Promise.resolve(watcher),
  get: () => Promise.resolve(watcher),
});

describe('InventoryCache', () => {
  const folder = freshFolder();
  const open: Session[] = [];
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let accounts: readonly Account[];

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    accounts = [anAccount()];
  });

  afterEach(async () => {
    for (const session of open.splice(0)) await session.close();
  });

  /** One window: what it knows goes with it, what lies in the folder stays. */
  class Session {
    readonly inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    readonly watcher = new Watcher({
      inventory: this.inventory,
      connect: () => Promise.resolve(cloud),
      clock,
      random: () => 0.5,
    });
    readonly log: string[] = [];
    readonly changes: InventoryChange[] = [];
    readonly gaveUp: GaveUp[] = [];
    readonly cache: InventoryCache;

    constructor(path = folder()) {
      this.cache = new InventoryCache({
        inventory: this.inventory,
        watcher: whenNeeded(this.watcher),
        folder: path,
        accounts: () => accounts,
        log: (line) => this.log.push(line),
        clock,
      });
      this.inventory.onDidChange((change) => this.changes.push(change));
      this.watcher.onDidGiveUp((event) => this.gaveUp.push(event));
      open.push(this);
    }

    get snapshot() {
      return this.inventory.snapshot(scope);
    }

    /** As a window ends. */
    async close(): Promise<void> {
      await this.cache.flush();
      this.cache.dispose();
      this.watcher.dispose();
      this.inventory.dispose();
    }

    /** As a window ends that is killed. */
    kill(): void {
      this.cache.dispose();
      this.watcher.dispose();
      this.inventory.dispose();
    }
  }

  /** A session that has read everything and ended. */
  async function leave(): Promise<void> {
    const session = new Session();
    await session.inventory.load(scope, 'view');
    await session.close();
    cloud.calls.length = 0;
  }

  describe('restore', () => {
    it('brings the last session back without a call, and the reading behind it tells nothing new', async () => {
      Object.assign(cloud, manyShares(40));
      const first = new Session();
      await first.inventory.load(scope, 'view');
      const { entries, loadedAt } = first.snapshot;
      await first.close();
      cloud.calls.length = 0;
      await clock.advance(minute);

      const second = new Session();
      await second.cache.restore(scope);
      assert.deepEqual(second.snapshot.entries, entries);
      assert.equal(second.snapshot.asOf, loadedAt);
      assert.equal(second.snapshot.loadedAt, undefined);
      assert.deepEqual(cloud.calls, []);
      assert.equal(second.changes.length, 1);

      await second.inventory.load(scope, 'view');
      const [, told, ...more] = second.changes;
      assert.deepEqual(told, { scope, scopeChanged: true, added: [], removed: [], changed: [] });
      assert.deepEqual(more, []);
      assert.equal(second.snapshot.loadedAt, clock.now());
      assert.equal(second.snapshot.asOf, undefined);
    });

    it('puts very many in bit by bit', async () => {
      Object.assign(cloud, manyShares(1_200));
      await leave();
      const session = new Session();
      await session.cache.restore(scope);
      assert.deepEqual(
        session.changes.map(({ added }) => added.length),
        [500, 500, 200],
      );
      assert.deepEqual(session.snapshot.incomplete, []);
    });

    it('remembers that there was nothing', async () => {
      await leave();
      const session = new Session();
      await session.cache.restore(scope);
      assert.equal(session.snapshot.asOf, clock.now());
      assert.equal(session.snapshot.entries.size, 0);
    });

    it('reads a file once, and none of a scope that this session has read', async () => {
      Object.assign(cloud, manyShares(1));
      await leave();
      const session = new Session();
      const both = [session.cache.restore(scope), session.cache.restore(scope)];
      assert.equal(both[0], both[1]);
      await Promise.all(both);
      assert.equal(session.changes.length, 1);

      const other = new Session();
      await other.inventory.load(scope, 'view');
      await other.cache.restore(scope);
      assert.equal(other.snapshot.asOf, undefined);
    });

    it('says nothing of a scope that was never read', async () => {
      const session = new Session();
      await session.cache.restore(scope);
      assert.deepEqual(session.changes, []);
      assert.deepEqual(session.log, []);
    });

    it('brings back everything that is configured, one after the other', async () => {
      Object.assign(cloud, manyShares(2));
      const first = new Session();
      const elsewhere = { ...scope, region: 'cn-shanghai' };
      await first.inventory.load(scope, 'view');
      await first.inventory.load(elsewhere, 'view');
      await first.close();
      const second = new Session();
      await second.cache.restoreAll();
      assert.equal(second.snapshot.entries.size, 2);
      assert.equal(second.inventory.snapshot(elsewhere).entries.size, 2);
    });
  });

  describe('a file that can’t be used', () => {
    beforeEach(async () => {
      Object.assign(cloud, manyShares(3));
      await leave();
    });

    async function findsNothing(why: string): Promise<void> {
      const session = new Session();
      await session.cache.restore(scope);
      assert.deepEqual(session.changes, [], 'the tree is told nothing');
      assert.equal(session.snapshot.asOf, undefined);
      assert.deepEqual(session.log, [`Cache of Network team cn-hangzhou dropped: ${why}.`]);
      assert.deepEqual(filesIn(folder()), [], 'it is removed');
      await session.inventory.load(scope, 'view');
      assert.equal(session.snapshot.entries.size, 3);
    }

    function overwrite(change: (text: string) => string): void {
      const [name = ''] = filesIn(folder());
      const path = join(folder(), name);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
    }

    it('is dropped when it was cut off', async () => {
      overwrite((text) => text.slice(0, text.length / 2));
      await findsNothing('it was cut off');
    });

    it('is dropped when it is empty', async () => {
      overwrite(() => '');
      await findsNothing('it was cut off');
    });

    it('is dropped when it is damaged', async () => {
      overwrite((text) => text.replace('"resources":[', '"resources":{'));
      await findsNothing('it is damaged');
    });

    it('is dropped when it is of another version', async () => {
      overwrite((text) => text.replace('"version":1', '"version":0'));
      await findsNothing('it is of another version');
    });

    it('is dropped when the account has become another one', async () => {
      accounts = [anAccount({ ownerId: '1990000000000001' })];
      await findsNothing('it is of another account');
    });
  });

  describe('writing', () => {
    const written = () => textsIn(folder()).map((text) => text.split('\n').length - 3);

    it('waits until changes have come to rest, but not for ever', async () => {
      Object.assign(cloud, manyShares(1));
      const session = new Session();
      await session.inventory.load(scope, 'view');
      await clock.advance(300);
      assert.deepEqual(filesIn(folder()), []);
      await clock.advance(100);
      await session.cache.idle();
      assert.deepEqual(written(), [1]);

      for (let turn = 1; turn <= 40; turn += 1) {
        session.inventory.merge(scope, { shares: [aShare(`rs-new-${turn}`)] });
        await clock.advance(300);
      }
      await session.cache.idle();
      const [count = 0] = written();
      assert.ok(count >= 30 && count < 40, `after ten seconds in a row: ${count}`);
    });

    it('takes down a reading that found nothing new: the data are younger', async () => {
      Object.assign(cloud, manyShares(1));
      await leave();
      const session = new Session();
      await session.cache.restore(scope);
      await session.inventory.load(scope, 'view');
      await session.cache.flush();
      await clock.advance(5 * minute);
      await session.inventory.load(scope, 'view');
      await session.close();
      const next = new Session();
      await next.cache.restore(scope);
      assert.equal(next.snapshot.asOf, clock.now());
    });

    it('does not take down half a reading', async () => {
      Object.assign(cloud, manyShares(4));
      cloud.pageSize = 2;
      const session = new Session();
      const second = gate();
      let pages = 0;
      cloud.before = async ({ name }) => {
        if (name === 'listShares' && ++pages > 2) await second.opened;
      };
      const loading = session.inventory.load(scope, 'view');
      await clock.advance(20_000);
      assert.ok(session.snapshot.entries.size > 0);
      await session.cache.flush();
      assert.deepEqual(filesIn(folder()), []);
      second.open();
      await loading;
      await session.close();
      assert.deepEqual(written(), [4]);
    });

    it('remembers which lists could never be read', async () => {
      cloud.shares = [aShare('rs-1'), aShare('rs-in', { owner: 'other' })];
      cloud.rows = [aRow('rs-1', 'vsw-1')];
      cloud.before = ({ name }) => {
        if (name === 'listReceived') throw failure('denied');
      };
      await leave();
      const session = new Session();
      await session.cache.restore(scope);
      assert.equal(session.snapshot.asOf, clock.now());
      assert.deepEqual([...session.snapshot.entries.keys()].toSorted(), ['rs-1', 'rs-in']);
      assert.deepEqual(session.snapshot.incomplete, [{ part: 'receivedResources' }]);
    });

    it('writes nothing of a scope that could not be read, and the age of one that could once', async () => {
      cloud.before = () => {
        throw failure('denied');
      };
      const session = new Session();
      await session.inventory.load(scope, 'view');
      await session.close();
      assert.deepEqual(filesIn(folder()), []);

      cloud.before = () => undefined;
      Object.assign(cloud, manyShares(2));
      await leave();
      const firstAt = clock.now();
      await clock.advance(minute);
      cloud.before = () => {
        throw failure('server');
      };
      const next = new Session();
      await next.cache.restore(scope);
      await next.inventory.load(scope, 'view');
      await next.close();
      const last = new Session();
      await last.cache.restore(scope);
      assert.equal(last.snapshot.asOf, firstAt);
      assert.equal(last.snapshot.entries.size, 2);
    });

    it('leaves newer data of another window alone', async () => {
      Object.assign(cloud, manyShares(1));
      const early = new Session();
      await early.inventory.load(scope, 'view');
      await clock.advance(minute);
      await early.cache.idle();
      const late = new Session();
      Object.assign(cloud, manyShares(2));
      await late.inventory.load(scope, 'view');
      await late.cache.flush();
      early.inventory.merge(scope, { shares: [aShare('rs-x'), aShare('rs-y')] });
      await early.close();
      const next = new Session();
      await next.cache.restore(scope);
      assert.deepEqual([...next.snapshot.entries.keys()], ['rs-0', 'rs-1']);
    });

    it('takes down what was read before it was opened', async () => {
      Object.assign(cloud, manyShares(1));
      const session = new Session();
      await session.inventory.load(scope, 'view');
      session.cache.dispose();
      const late = new InventoryCache({
        inventory: session.inventory,
        watcher: whenNeeded(session.watcher),
        folder: folder(),
        accounts: () => accounts,
        log: (line) => session.log.push(line),
        clock,
      });
      await clock.advance(2_000);
      await late.idle();
      assert.deepEqual(written(), [1]);
      late.dispose();
    });

    it('logs once that nothing can be written, and goes on', async () => {
      writeFileSync(folder(), 'a file where the folder should be');
      Object.assign(cloud, manyShares(1));
      const session = new Session();
      for (const id of ['rs-a', 'rs-b', 'rs-c']) {
        await session.inventory.load(scope, 'view');
        session.inventory.merge(scope, { shares: [aShare(id)] });
        await session.cache.flush();
      }
      assert.deepEqual(session.log, ['The cache could not be written: ENOTDIR.']);
      assert.equal(session.snapshot.entries.size, 2);
    });

    it('holds the model and nothing else', async () => {
      Object.assign(cloud, manyShares(1));
      await leave();
      const [text = ''] = textsIn(folder());
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line) as object));
      assert.deepEqual(lines, [
        ['version', 'owner', 'loadedAt', 'missing', 'shares'],
        ['share', 'resources', 'principals'],
        ['pending'],
      ]);
    });
  });

  describe('removing', () => {
    beforeEach(async () => {
      Object.assign(cloud, manyShares(1));
      await leave();
      assert.equal(filesIn(folder()).length, 1);
    });

    it('takes the files of a removed account, which nobody writes again', async () => {
      const session = new Session();
      await session.cache.restore(scope);
      session.inventory.merge(scope, { shares: [aShare('rs-2')] });
      accounts = [];
      session.inventory.removeAccount(scope.accountId);
      await session.cache.forget(scope.accountId);
      await clock.advance(minute);
      await session.close();
      assert.deepEqual(filesIn(folder()), []);
      assert.deepEqual(session.log, []);
    });

    it('takes the files of an account that was removed while nobody looked', async () => {
      accounts = [];
      await new Session().close();
      assert.deepEqual(filesIn(folder()), []);
    });

    it('clears all, also what waits to be written; later changes are written again', async () => {
      const session = new Session();
      await session.cache.restore(scope);
      session.inventory.merge(scope, { shares: [aShare('rs-2')] });
      await session.cache.clear();
      await clock.advance(minute);
      await session.cache.idle();
      assert.deepEqual(filesIn(folder()), []);
      session.inventory.merge(scope, { shares: [aShare('rs-3')] });
      await session.cache.flush();
      assert.equal(filesIn(folder()).length, 1);
    });

    it('writes nothing once it is disposed of', async () => {
      const session = new Session();
      await session.cache.clear();
      await session.inventory.load(scope, 'view');
      session.cache.dispose();
      await clock.advance(minute);
      await session.cache.flush();
      assert.deepEqual(filesIn(folder()), []);
    });
  });

  describe('what is pending', () => {
    const states = ({ watcher }: Session) =>
      watcher.inFlight.map(({ entityId, state, since }) => [entityId, state, since]);

    beforeEach(() => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associating')];
    });

    it('is followed on after a reload, without waiting for the reading', async () => {
      await leave();
      const since = clock.now();
      await clock.advance(minute);
      const session = new Session();
      await session.cache.restore(scope);
      assert.deepEqual(states(session), [['vsw-1', 'associating', since]]);
      cloud.rows = [aRow('rs-1', 'vsw-1', 'Associated', { updatedAt: '2026-03-01T08:01:00.000Z' })];
      await clock.advance(2_000);
      assert.deepEqual(cloud.log, ['listAssociations resource rs-1']);
      assert.deepEqual(states(session), []);
      const [row] = session.snapshot.entries.get('rs-1')?.resources ?? [];
      assert.equal(row?.status.state, 'associated');
    });

    it('has half an hour in all, over reloads; time in which no window was open does not count', async () => {
      const first = new Session();
      await first.inventory.load(scope, 'view');
      const since = clock.now();
      await clock.advance(20 * minute);
      await first.close();
      await clock.advance(24 * 60 * minute);

      const second = new Session();
      await second.cache.restore(scope);
      await clock.advance(8 * minute);
      assert.equal(second.gaveUp.length, 0);
      await clock.advance(4 * minute);
      assert.deepEqual(
        second.gaveUp.flatMap(({ items }) => items.map(({ entityId }) => entityId)),
        ['vsw-1'],
      );
      assert.equal(second.gaveUp[0]?.items[0]?.since, since);
    });

    it('stays given up after a reload, and is told once', async () => {
      const first = new Session();
      await first.inventory.load(scope, 'view');
      await clock.advance(32 * minute);
      assert.equal(first.gaveUp.length, 1);
      await first.cache.idle();
      first.kill();

      const second = new Session();
      const item = { scope, shareId: 'rs-1', kind: 'resource', entityType: 'VSwitch' } as const;
      await second.cache.restore(scope);
      await second.inventory.load(scope, 'view');
      assert.equal(second.watcher.isStuck({ ...item, entityId: 'vsw-1' }), true);
      assert.deepEqual(states(second), []);
      await clock.advance(60 * minute);
      assert.deepEqual(second.gaveUp, []);
    });

    it('starts over when it has moved meanwhile', async () => {
      const first = new Session();
      await first.inventory.load(scope, 'view');
      await clock.advance(32 * minute);
      await first.close();
      const second = new Session();
      cloud.rows = [
        aRow('rs-1', 'vsw-1', 'Disassociating', { updatedAt: '2026-03-01T08:30:00.000Z' }),
      ];
      await second.cache.restore(scope);
      await second.inventory.load(scope, 'view');
      assert.deepEqual(states(second), [['vsw-1', 'disassociating', clock.now()]]);
    });

    it('is not lengthened by a clock that was set back or a file that was written by hand', async () => {
      await leave();
      const [name = ''] = filesIn(folder());
      const path = join(folder(), name);
      const text = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        text
          .replace(/"since":\d+/u, `"since":${clock.now() + 24 * 60 * minute}`)
          .replace(/"leftMs":\d+/u, '"leftMs":999999999999'),
      );
      const session = new Session();
      await session.cache.restore(scope);
      assert.deepEqual(states(session), [['vsw-1', 'associating', clock.now()]]);
      await clock.advance(32 * minute);
      assert.equal(session.gaveUp.length, 1);
    });

    it('is written down as pending no more once it has settled', async () => {
      await leave();
      cloud.rows = cloud.rows.map((row) => ({
        ...row,
        status: parseStatus(associationStates, 'Associated'),
        updatedAt: '2026-03-01T09:00:00.000Z',
      }));
      await leave();
      assert.match(textsIn(folder())[0] ?? '', /\{"pending":\[\]\}\n$/u);
    });
  });
});
