import assert from 'node:assert/strict';
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { HistoryFolder } from '../../../../src/inventory/history/history-folder.ts';
import { History } from '../../../../src/inventory/history/history.ts';
import { accessOn } from '../../../../src/inventory/history/past-access.ts';
import {
  linesSince,
  stateAt,
  type ScopeHistory,
} from '../../../../src/inventory/history/scope-history.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { Account } from '../../../../src/model/account.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { ManualClock } from '../manual-clock.ts';
import { aBound, aPermission, aRow, aShare } from '../samples.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const account: Account = {
  ...{ id: 'a1', cloud: 'alibaba', label: 'One', ownerId: '1512666876910123' },
  regions: ['north'],
};
const scope = { accountId: 'a1', region: 'north' };
const member = '1720505253000001';
const other = '1720505253000002';

describe('History', () => {
  let path: string;
  let clock: ManualClock;
  let cloud: ScriptedCloud;
  let inventory: Inventory;
  let history: History;
  let accounts: readonly Account[];
  let log: string[];
  let days: number;
  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'history-')), 'history');
    clock = new ManualClock();
    cloud = new ScriptedCloud();
    accounts = [account];
    log = [];
    days = 90;
    open();
  });
  afterEach(async () => {
    await history.flush();
    history.dispose();
    await rm(join(path, '..'), { recursive: true, force: true });
  });

  function open(limits?: ConstructorParameters<typeof HistoryFolder>[1]): void {
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    history = new History({
      ...{ inventory, clock, accounts: () => accounts, days: () => days },
      folder: new HistoryFolder(path, limits),
      log: (line) => log.push(line),
    });
  }

  /** Another window, or the next one; what waits in this one is written first. */
  async function reopen(limits?: ConstructorParameters<typeof HistoryFolder>[1]): Promise<void> {
    await history.flush();
    history.dispose();
    open(limits);
  }

  async function load(): Promise<void> {
    await inventory.load(scope, 'view');
    await clock.advance(600);
    await history.flush();
  }

  async function read(): Promise<ScopeHistory> {
    return (await history.read(scope)) ?? assert.fail('nothing is known');
  }

  const file = async (): Promise<string> => {
    const [name, ...more] = await readdir(path);
    assert.ok(name !== undefined && more.length === 0);
    return join(path, name);
  };

  const texts = async (since = 0): Promise<readonly string[]> =>
    (await linesSince(await read(), since)).map((line) =>
      Object.entries(line)
        .filter(([key]) => !['at', 'since', 'owner'].includes(key))
        .map(([, value]) => String(value))
        .join(' '),
    );

  it('writes down every kind of difference, and nothing where there is none', async () => {
    cloud.shares = [aShare('rs-1', { name: 'one' }), aShare('rs-2')];
    cloud.rows = [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', member),
      aRow('rs-1', 'vsw-9', 'Disassociated'),
    ];
    cloud.bound = [aBound('rs-1', aPermission('VSwitch', 1))];
    await load();
    await inventory.loadPermissions(scope, 'view');
    await load();
    assert.deepEqual(await texts(), []);
    await clock.advance(minute);
    cloud.shares = [
      aShare('rs-1', {
        ...{ name: 'first', allowExternal: true, resourceGroupId: 'rg-2', description: 'words' },
        ...{
          tags: [{ key: 'team', value: 'network' }],
          status: parseStatus(shareStates, 'Pending'),
        },
        updatedAt: '2026-03-01T09:00:00.000Z',
      }),
      aShare('rs-3'),
    ];
    const failures = [
      {
        entityId: member,
        entityType: 'Account',
        reason: 'LimitExceeded',
        description: '',
        operation: '',
      },
    ];
    const updatedAt = '2026-03-01T09:00:00.000Z';
    cloud.rows = [
      aRow('rs-1', 'vsw-1', 'Failed', { failures, updatedAt }),
      aRow('rs-1', member, 'Disassociated', { updatedAt }),
      aRow('rs-1', other, 'Associating', { updatedAt }),
      aRow('rs-3', 'vsw-3'),
    ];
    cloud.bound = [aBound('rs-1', aPermission('VSwitch', 2))];
    await load();
    await inventory.loadPermissions(scope, 'view');
    await clock.advance(600);
    assert.deepEqual((await texts()).toSorted(), [
      `added principal ${other} Account Associating rs-1 first`,
      'description rs-1 first',
      'outsiders true rs-1 first',
      'permissionSwitched VSwitch VSwitch-permission-2 (v1) VSwitch-permission-1 (v1) rs-1 first',
      `removed principal ${member} Account Associated rs-1 first`,
      'renamed one first rs-1 first',
      'resourceGroup rg-2 rs-1 first',
      'shareAppeared 1 0 rs-3 share-rs-3',
      'shareGone rs-2 share-rs-2',
      'shareStatus Active Pending rs-1 first',
      'status resource vsw-1 VSwitch Associated Failed LimitExceeded rs-1 first',
      'tags rs-1 first',
    ]);
    const size = (await stat(await file())).size;
    await load();
    // What the cloud purges after its end is no news either.
    cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== member);
    const count = (await texts()).length;
    await load();
    assert.equal((await texts()).length, count);
    assert.ok(
      (await stat(await file())).size > size,
      'the row is gone from the state all the same',
    );
  });

  it('knows what changed while no window was open, and since when', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', member)];
    await load();
    const seenAt = inventory.snapshot(scope).loadedAt ?? 0;
    await clock.advance(2 * 60 * minute);
    await load();
    const lastSeenAt = inventory.snapshot(scope).loadedAt ?? 0;
    await reopen();
    await clock.advance(3 * day);
    cloud.rows = [aRow('rs-1', 'vsw-1')];
    await load();
    const [line, ...more] = await linesSince(await read(), 0);
    assert.deepEqual(more, []);
    assert.ok(line?.what === 'removed' && line.entityId === member);
    assert.equal(line.since, lastSeenAt);
    assert.ok(line.at >= lastSeenAt + 3 * day && seenAt < lastSeenAt);
  });

  it('takes in nothing of a reading that broke off', async () => {
    cloud.shares = [aShare('rs-1'), aShare('rs-2')];
    await load();
    cloud.shares = [aShare('rs-1', { name: 'other', updatedAt: '2026-03-01T09:00:00.000Z' })];
    cloud.before = ({ name }) => {
      if (name === 'listAssociations') throw new Error('broken off');
    };
    await load();
    assert.ok(inventory.snapshot(scope).failure);
    assert.deepEqual(await texts(), []);
    cloud.before = () => undefined;
    await load();
    assert.deepEqual((await texts()).length, 2);
  });

  it('says who had access at a time, what may have changed around it, and what nobody knows', async () => {
    cloud.shares = [aShare('rs-1', { name: 'hub' })];
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', member), aRow('rs-1', 'vsw-2', 'Failed')];
    const before = clock.now() - minute;
    await load();
    const first = clock.now();
    await clock.advance(10 * minute);
    await load();
    const lastLook = clock.now();
    await clock.advance(10 * minute);
    const between = clock.now();
    await clock.advance(10 * minute);
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', other), aRow('rs-1', 'vsw-2', 'Failed')];
    await load();
    const after = clock.now();
    const known = await read();
    const who = async (name: string, time: number) =>
      (await accessOn([known], name, time)).grants.map(
        ({ principalId, resource, state }) => `${resource.entityId} ${principalId} ${state}`,
      );
    assert.deepEqual(await who('vsw-1', first), [`vsw-1 ${member} usable`]);
    assert.deepEqual(await who('vsw-1', after), [`vsw-1 ${other} usable`]);
    assert.deepEqual(await who(other, after), [`vsw-1 ${other} usable`, `vsw-2 ${other} unknown`]);
    assert.deepEqual((await accessOn([known], 'vsw-1', first)).unsure, []);
    assert.deepEqual((await accessOn([known], 'vsw-1', lastLook - minute)).unsure, []);
    const around = await accessOn([known], 'vsw-1', between);
    assert.equal(around.grants[0]?.principalId, member);
    assert.deepEqual(
      around.unsure.map(({ what }) => what),
      ['removed', 'added'],
    );
    assert.deepEqual((await accessOn([known], 'vsw-unheard-of', between)).unsure, []);
    const early = await accessOn([known], 'vsw-1', before);
    assert.deepEqual(early.grants, []);
    assert.deepEqual(
      early.unknown.map(({ from }) => from),
      [known.from],
    );
    assert.equal((await accessOn([known], 'vsw-1', after + day)).later.length, 1);
    assert.equal(await stateAt(known, before), undefined);
  });

  it('counts a share once: as its owner sees it, else as each receiver does', async () => {
    cloud.shares = [aShare('rs-1')];
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', member)];
    await load();
    const own = await read();
    const seenBy = (ownerId: string): ScopeHistory => ({
      ...own,
      owner: { ...own.owner, ownerId },
      shares: new Map(
        Array.from(own.shares, ([id, share]) => [
          id,
          { ...share, head: { ...share.head, owner: 'other' } },
        ]),
      ),
    });
    const grants = async (...histories: readonly ScopeHistory[]) =>
      (await accessOn(histories, 'vsw-1', clock.now())).grants.map(
        ({ principalId }) => principalId,
      );
    assert.deepEqual(await grants(own, seenBy(other)), [member]);
    assert.deepEqual(await grants(seenBy(member), seenBy(other), seenBy(other)), [member, other]);
  });

  it('goes on behind a torn last line, and begins anew where the beginning is damaged', async () => {
    cloud.shares = [aShare('rs-1', { name: 'one' })];
    await load();
    cloud.shares = [aShare('rs-1', { name: 'two', updatedAt: '2026-03-01T09:00:00.000Z' })];
    await load();
    await reopen();
    const name = await file();
    assert.equal((await stat(name)).mode & 0o777, 0o600);
    await truncate(name, (await stat(name)).size - 5);
    await clock.advance(minute);
    cloud.shares = [aShare('rs-1', { name: 'three', updatedAt: '2026-03-01T10:00:00.000Z' })];
    await load();
    // The moment that was cut off is made up for by the next one.
    assert.deepEqual(await texts(), ['renamed one three rs-1 three']);
    await reopen();
    await appendFile(await file(), '{"seenAt":');
    cloud.shares = [aShare('rs-1', { name: 'four', updatedAt: '2026-03-01T11:00:00.000Z' })];
    await load();
    assert.deepEqual((await texts()).at(-1), 'renamed three four rs-1 four');
    await reopen();
    assert.deepEqual(log, []);
    await writeFile(await file(), '{"version":0}\n');
    await load();
    assert.deepEqual(await texts(), []);
    assert.match(log.join('\n'), /dropped/u);
  });

  it('writes very much that was seen at once on several lines, and takes it for one moment', async () => {
    const shares = (name: string) =>
      Array.from({ length: 450 }, (_, number) => aShare(`rs-${number}`, { name }));
    cloud.shares = shares('one');
    await load();
    const firstLook = clock.now() - 600;
    await clock.advance(minute);
    cloud.shares = shares('two').map((share) => ({
      ...share,
      updatedAt: '2026-03-01T09:00:00.000Z',
    }));
    await load();
    await reopen();
    const lines = (await readFile(await file(), 'utf8')).split('\n');
    assert.equal(lines.filter((line) => line.includes('"steps"')).length, 3);
    const { moments } = await read();
    assert.deepEqual(
      moments.map(({ steps }) => steps.length),
      [450],
    );
    assert.equal((await texts()).length, 450);
    // Cut off within it, the rest is made up for, and known to have happened since the look before.
    const name = await file();
    await truncate(name, (await stat(name)).size - 5);
    assert.equal((await read()).seenAt, firstLook);
    await clock.advance(minute);
    await load();
    assert.deepEqual(
      (await read()).moments.map(({ since, steps }) => [since, steps.length]),
      [
        [firstLook, 400],
        [firstLook, 50],
      ],
    );
    assert.equal((await texts()).length, 450);
    assert.deepEqual(log, []);
  });

  it('follows what another window has written meanwhile', async () => {
    cloud.shares = [aShare('rs-1', { name: 'one' })];
    await load();
    const [firstInventory, firstHistory] = [inventory, history];
    open();
    await load();
    cloud.shares = [aShare('rs-1', { name: 'two', updatedAt: '2026-03-01T09:00:00.000Z' })];
    await clock.advance(minute);
    await load();
    await clock.advance(minute);
    await firstInventory.load(scope, 'view');
    await clock.advance(600);
    await firstHistory.flush();
    firstHistory.dispose();
    assert.deepEqual(await texts(), ['renamed one two rs-1 two']);
  });

  it('keeps so many days, and half of it where it is too large', async () => {
    const rename = async (name: string): Promise<void> => {
      cloud.shares = [aShare('rs-1', { name, updatedAt: new Date(clock.now()).toISOString() })];
      await load();
    };
    days = 7;
    await rename('one');
    await clock.advance(day);
    await rename('two');
    await clock.advance(10 * day);
    await rename('three');
    assert.deepEqual(await texts(), ['renamed two three rs-1 three']);
    const { from } = await read();
    assert.ok(from <= clock.now() - 7 * day && from > clock.now() - 8 * day);
    assert.equal(await stateAt(await read(), clock.now() - 8 * day), undefined);
    await reopen({ file: 3_000, total: 10_000 });
    for (let count = 0; count < 40; count += 1) {
      await clock.advance(minute);
      await rename(`name-${count}`);
    }
    const { size } = await stat(await file());
    assert.ok(size <= 3_500, String(size));
    assert.ok((await texts()).length > 3);
    assert.equal((await texts()).at(-1), 'renamed name-38 name-39 rs-1 name-39');
  });

  it('keeps nothing of what is larger than a file may be', async () => {
    await reopen({ file: 500, total: 10_000 });
    cloud.shares = [aShare('rs-1'), aShare('rs-2')];
    cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', member)];
    await load();
    assert.equal(await history.read(scope), undefined);
    assert.deepEqual(await readdir(path), []);
  });

  it('is gone with the account, with another account in its place, and when it is cleared', async () => {
    cloud.shares = [aShare('rs-1')];
    await load();
    accounts = [{ ...account, ownerId: member }];
    assert.equal(await history.read(scope), undefined);
    accounts = [account];
    await load();
    await history.forget('a1');
    assert.deepEqual(await readdir(path), []);
    cloud.shares = [aShare('rs-1', { name: 'new', updatedAt: '2026-03-01T09:00:00.000Z' })];
    await load();
    assert.deepEqual(await texts(), []);
    await reopen();
    const name = await file();
    await writeFile(`${name}.1.tmp`, '');
    await writeFile(`${name}.2.tmp`, '');
    await utimes(`${name}.2.tmp`, clock.now() / 1_000 - 7_200, clock.now() / 1_000 - 7_200);
    await utimes(`${name}.1.tmp`, clock.now() / 1_000, clock.now() / 1_000);
    accounts = [];
    await reopen();
    await history.flush();
    // What another window may be writing stays.
    assert.deepEqual(await readdir(path), [`${basename(name)}.1.tmp`]);
    await rm(`${name}.1.tmp`);
    accounts = [account];
    await load();
    await history.clear();
    await assert.rejects(readdir(path), { code: 'ENOENT' });
  });

  it('holds nothing but what the model knows', async () => {
    cloud.shares = [aShare('rs-1', { description: 'words' })];
    cloud.rows = [aRow('rs-1', 'vsw-1', 'Failed', { statusMessage: 'The cloud said so.' })];
    await load();
    const content = await readFile(await file(), 'utf8');
    assert.ok(content.includes('words') && !content.includes('The cloud said so.'));
  });
});
