import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { Account } from '../../../src/model/account.ts';
import { associationKey } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { rowId, type Address } from '../../../src/vscode/shares/address.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';
import { calm, ScopeReader } from '../../../src/vscode/shares/scope-reader.ts';
import { askingMs, gatherMs, pauseMs, still } from '../../../src/vscode/shares/telling.ts';
import { TreeRows } from '../../../src/vscode/shares/tree-rows.ts';
import { ManualClock, settle } from '../inventory/manual-clock.ts';
import { aRow, aShare, manyShares } from '../inventory/samples.ts';
import { failure, gate, ScriptedCloud } from '../inventory/scripted-cloud.ts';
import { Drawer } from './drawer.ts';

const scope = { accountId: 'account-1', region: 'cn-hangzhou' };
const account: Account = {
  id: scope.accountId,
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou', 'cn-beijing'],
  writing: 'on',
};

describe('rows that are asked for again', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let reader: ScopeReader;
  let rows: TreeRows;
  let tree: Drawer;
  let accounts: readonly Account[];
  let showEnded: boolean;
  let stuck: readonly string[];
  let restore: () => Promise<void>;

  const accountRow = { kind: 'account', accountId: scope.accountId } as const;
  const region = { kind: 'region', ...scope } as const;
  const group = { kind: 'group', ...scope, owner: 'self' } as const;
  const shareRow = (shareId: string): Address => ({
    kind: 'share',
    ...scope,
    owner: 'self',
    shareId,
  });
  const side = (shareId: string): Address => ({
    kind: 'side',
    ...scope,
    owner: 'self',
    shareId,
    side: 'resource',
  });

  beforeEach(async () => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    accounts = [account];
    showEnded = false;
    stuck = [];
    restore = () => Promise.resolve();
    const state: TreeState = {
      get accounts() {
        return accounts;
      },
      get showEnded() {
        return showEnded;
      },
      snapshot: (of) => inventory.snapshot(of),
      abilities: () => undefined,
      explainFailure: () => undefined,
      hasConsole: () => false,
      regionName: () => undefined,
      isStuck: ({ entityId = '' }) => stuck.includes(entityId),
      formatTime: () => '08:00',
    };
    reader = new ScopeReader({ inventory, clock, restore: () => restore() });
    rows = new TreeRows({
      ...{ inventory, reader, state, clock },
      wasOpened: (id) => tree.open.has(id),
    });
    tree = new Drawer(rows);
    await rows.prepare(rowId(group));
    cloud.shares = ['rs-1', 'rs-2', 'rs-3'].map((id) => aShare(id));
    cloud.rows = [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', 'vsw-2', 'Associating'),
      aRow('rs-1', '1720505253001234'),
      aRow('rs-2', 'vsw-3'),
    ];
  });

  afterEach(() => {
    rows.dispose();
    reader.dispose();
    inventory.dispose();
    assert.equal(clock.waiting, 0, 'nothing is left behind');
  });

  /** Opens the first region and one share in it, and lets everything come. */
  async function drawAll(): Promise<void> {
    tree.draw();
    tree.expand(accountRow, region);
    await clock.advance(pauseMs);
    tree.expand(group, shareRow('rs-1'), side('rs-1'));
    await clock.advance(pauseMs);
    tree.taken();
    cloud.calls.length = 0;
  }

  async function refresh(): Promise<readonly (readonly string[])[]> {
    await inventory.load(scope, 'action');
    await clock.advance(pauseMs);
    return tree.taken();
  }

  it('are none when a refresh finds nothing new', async () => {
    await drawAll();
    assert.deepEqual(tree.seen(), [
      'Network team | Alibaba Cloud',
      'cn-hangzhou',
      'Shared by me | 3',
      'share-rs-1 | Active · 2 resources · 1 principal',
      'Resources | 2',
      'vsw-1 | VSwitch · Associated',
      'vsw-2 | VSwitch · Associating',
      'Principals | 1',
      'Permissions',
      'share-rs-2 | Active · 1 resource · 0 principals',
      'share-rs-3 | Active · 0 resources · 0 principals',
      'Shared with me | 0',
      'cn-beijing | unknown',
    ]);
    assert.deepEqual(await refresh(), []);
  });

  it('are the one association that settled', async () => {
    await drawAll();
    cloud.rows = cloud.rows.map((row) =>
      row.entityId === 'vsw-2'
        ? aRow('rs-1', 'vsw-2', 'Associated', { updatedAt: '2026-03-01T09:00:00.000Z' })
        : row,
    );
    assert.deepEqual(await refresh(), [['association vsw-2']]);
    assert.ok(tree.seen().includes('vsw-2 | VSwitch · Associated'));
  });

  it('are the share and what in it has been pending for too long', async () => {
    await drawAll();
    stuck = ['vsw-2', 'vsw-3'];
    rows.redraw();
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [['share share-rs-1']]);
    assert.ok(tree.seen().includes('vsw-2 | VSwitch · Associating for over 30 min'));
  });

  it('are none for what nobody can see', async () => {
    await drawAll();
    cloud.rows = cloud.rows.map((row) =>
      row.entityId === 'vsw-3'
        ? aRow('rs-2', 'vsw-3', 'Associated', { updatedAt: '2026-03-01T09:00:00.000Z' })
        : row,
    );
    assert.deepEqual(await refresh(), []);
  });

  it('are the share whose numbers changed, with what is below it, and no other', async () => {
    await drawAll();
    cloud.rows = [...cloud.rows, aRow('rs-2', 'vsw-4')];
    assert.deepEqual(await refresh(), [['share share-rs-2']]);
    cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== 'vsw-1');
    assert.deepEqual(await refresh(), [['share share-rs-1']]);
    assert.ok(!tree.seen().some((text) => text.startsWith('vsw-1')));
  });

  it('are the rows that count when a share comes or goes', async () => {
    await drawAll();
    cloud.shares = [...cloud.shares, aShare('rs-0', { name: 'a first one' })];
    assert.deepEqual(await refresh(), [['group Shared by me']]);
    assert.equal(tree.seen()[3], 'a first one | Active · 0 resources · 0 principals');
    cloud.shares = cloud.shares.filter(({ id }) => id !== 'rs-2');
    assert.deepEqual(await refresh(), [['group Shared by me']]);
    assert.ok(!tree.seen().some((text) => text.startsWith('share-rs-2')));
  });

  it('are the list when a share moves in it, and when it ends', async () => {
    await drawAll();
    const change = (id: string, to: Parameters<typeof aShare>[1]): void => {
      cloud.shares = cloud.shares.map((share) => (share.id === id ? aShare(id, to) : share));
    };
    change('rs-1', { name: 'z, the last one' });
    assert.deepEqual(await refresh(), [['group Shared by me']]);
    assert.equal(tree.seen().at(-4)?.startsWith('Principals'), true, tree.seen().join('\n'));

    change('rs-2', { status: parseStatus(shareStates, 'Deleted') });
    assert.deepEqual(await refresh(), [['group Shared by me']]);
    assert.ok(!tree.seen().some((text) => text.startsWith('share-rs-2')));
  });

  it('show the newest state of a pair that was removed and added again', async () => {
    await drawAll();
    const ended = aRow('rs-1', 'vsw-1', 'Disassociated', {
      updatedAt: '2026-03-01T08:30:00.000Z',
    });
    const again = aRow('rs-1', 'vsw-1', 'Associating', {
      createdAt: '2026-03-01T08:40:00.000Z',
      updatedAt: '2026-03-01T08:40:00.000Z',
    });
    cloud.rows = [...cloud.rows.filter(({ entityId }) => entityId !== 'vsw-1'), again, ended];
    assert.deepEqual(await refresh(), [['association vsw-1']]);
    assert.ok(tree.seen().includes('vsw-1 | VSwitch · Associating'), tree.seen().join('\n'));
    cloud.rows = cloud.rows.toReversed();
    assert.deepEqual(await refresh(), []);
  });

  it('show a scope filling while it is read for the first time', async () => {
    const rest = gate();
    cloud.before = ({ name }) => (name === 'listAssociations' ? rest.opened : undefined);
    tree.draw();
    tree.expand(accountRow, region);
    await clock.advance(still.quiet);
    tree.expand(group);
    assert.deepEqual(tree.seen(), [
      // As it came: it is not asked for again while rows below it come in.
      'Network team | Alibaba Cloud · unknown',
      'cn-hangzhou',
      'Shared by me | 3',
      'share-rs-1 | Active',
      'share-rs-2 | Active',
      'share-rs-3 | Active',
      'Shared with me | 0',
      'Loading…',
      'cn-beijing | unknown',
    ]);
    tree.taken();
    rest.open();
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [['account Network team']]);
    assert.equal(tree.seen()[0], 'Network team | Alibaba Cloud');
    assert.ok(tree.seen().includes('share-rs-1 | Active · 2 resources · 1 principal'));
  });

  it('say of when the rows are that were kept, also while these are read anew', async () => {
    const answers = gate();
    cloud.before = () => answers.opened;
    const [share] = cloud.shares;
    assert.ok(share);
    const entries = [{ share, resources: [], principals: [] }];
    restore = () => {
      inventory.restore(scope, { loadedAt: clock.now(), missing: [], entries });
      return Promise.resolve();
    };
    // The row of the region is given before anything of it has been kept or read.
    for (const address of [accountRow, region, group]) tree.open.add(rowId(address));
    const given = (ids: readonly string[]) => ids.map((id) => rows.row(id)?.description);
    given(rows.children());
    assert.deepEqual(given(rows.children(rowId(accountRow))), ['', 'unknown']);
    await rows.prepare(rowId(region));
    given(rows.children(rowId(region)));
    await clock.advance(calm.longest);
    assert.equal(inventory.snapshot(scope).loading, true);
    await clock.advance(askingMs + pauseMs);
    assert.equal(tree.texts.get(rowId(region)), 'cn-hangzhou | as of 08:00');
    answers.open();
    await settle();
    await clock.advance(askingMs + pauseMs);
    assert.equal(tree.texts.get(rowId(region)), 'cn-hangzhou');
  });

  it('are told of when nobody asks for rows any more, or after a second', async () => {
    await drawAll();
    // What VS Code asks for next would be gone.
    await clock.advance(pauseMs);
    const change = (name: string): void => {
      inventory.merge(scope, { shares: [aShare('rs-1', { name })] });
    };
    change('one');
    for (let asked = 0; asked < 3; asked += 1) {
      rows.children(rowId(side('rs-2')));
      await clock.advance(still.quiet - 20);
      assert.deepEqual(tree.taken(), []);
    }
    await clock.advance(still.quiet);
    assert.deepEqual(tree.taken(), [['share share-rs-1']]);

    await clock.advance(pauseMs);
    change('two');
    const ask = async (step: number): Promise<void> => {
      assert.deepEqual(tree.taken(), []);
      rows.children(rowId(side('rs-2')));
      await clock.advance(step);
    };
    for (let waited = 0; waited < still.most; waited += 50) await ask(50);
    await ask((clock.next ?? 0) - 1);
    // Not in the moment in which rows are given: they and the event would come to the window in one go.
    await ask(1);
    assert.deepEqual(tree.taken(), []);
    await clock.advance(gatherMs);
    assert.deepEqual(tree.taken(), [['group Shared by me']]);
  });

  for (const asks of [true, false]) {
    const when = asks ? 'once VS Code has asked' : 'though VS Code does not ask';
    it(`are told of ${when} what is below a row that came open`, async () => {
      await inventory.load(scope, 'view');
      const ask = (...path: readonly Address[]): void => {
        for (const address of path) for (const id of rows.children(rowId(address))) rows.row(id);
      };
      for (const row of [accountRow, region, group]) tree.open.add(rowId(row));
      for (const id of rows.children()) rows.row(id);
      ask(accountRow, region);
      inventory.merge(scope, { shares: [aShare('rs-4', { owner: 'other' })] });
      await clock.advance(2 * pauseMs);
      assert.deepEqual(tree.taken(), []);
      if (asks) ask(group);
      await clock.advance(asks ? pauseMs : askingMs);
      assert.notDeepEqual(tree.taken(), []);
    });
  }

  it('say what is missing when loading is cancelled, and nothing is read again by itself', async () => {
    cloud.before = async ({ name, options }) => {
      if (name !== 'listAssociations') return;
      await new Promise<void>((resolve) => {
        options.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    };
    tree.draw();
    tree.expand(accountRow, region);
    await clock.advance(gatherMs);
    inventory.cancel(scope);
    await clock.advance(pauseMs);
    tree.expand(group);
    const calls = cloud.calls.length;
    assert.deepEqual(tree.seen().slice(0, 5), [
      'Network team | Alibaba Cloud',
      'cn-hangzhou | incomplete',
      'Loading was cancelled | incomplete',
      'Shared by me | 3',
      'share-rs-1 | Active · resources unknown · principals unknown',
    ]);
    tree.draw();
    await settle();
    assert.equal(cloud.calls.length, calls);
    cloud.before = () => undefined;
    await refresh();
    assert.ok(tree.seen().includes('share-rs-1 | Active · 2 resources · 1 principal'));
  });

  it('mark what is there as stale when a refresh fails, and take the mark off again', async () => {
    await drawAll();
    cloud.before = () => {
      throw failure('server', 'ServiceUnavailable');
    };
    assert.deepEqual(await refresh(), [['region cn-hangzhou']]);
    assert.deepEqual(tree.seen().slice(0, 5), [
      'Network team | Alibaba Cloud',
      'cn-hangzhou | stale since 08:00',
      'scripted ServiceUnavailable | not up to date',
      'Shared by me | 3',
      'share-rs-1 | Active · 2 resources · 1 principal',
    ]);
    const held = gate();
    cloud.before = () => held.opened;
    const again = refresh();
    await clock.advance(pauseMs);
    assert.ok(tree.seen().includes('scripted ServiceUnavailable | trying again…'));
    held.open();
    await again;
    assert.ok(!tree.seen().some((text) => text.includes('stale')));
  });

  it('say by themselves what is below when they are closed, and no longer than it is true', async () => {
    await drawAll();
    const close = async (address: Address): Promise<void> => {
      tree.open.delete(rowId(address));
      rows.toggled(rowId(address), false);
      await clock.advance(pauseMs);
    };
    await close(region);
    assert.deepEqual(tree.taken(), [['region cn-hangzhou']]);
    await close(accountRow);
    assert.deepEqual(tree.taken(), [['account Network team']]);
    assert.deepEqual(tree.seen(), ['Network team | Alibaba Cloud · at least 3 shares']);

    tree.expand(accountRow);
    rows.toggled(rowId(accountRow), true);
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [], 'it is still true');
    assert.equal(tree.seen()[1], 'cn-hangzhou | 3 shares');
    cloud.shares = cloud.shares.slice(1);
    assert.deepEqual(await refresh(), [['account Network team']]);
    assert.deepEqual(tree.seen().slice(0, 2), [
      'Network team | Alibaba Cloud',
      'cn-hangzhou | 2 shares',
    ]);
  });

  it('do not go on saying that they load while another region of the account does', async () => {
    const [here, there] = [gate(), gate()];
    cloud.before = () => here.opened;
    tree.draw();
    tree.expand(accountRow, region);
    await clock.advance(pauseMs);
    tree.open.delete(rowId(region));
    rows.toggled(rowId(region), false);
    await clock.advance(pauseMs);
    assert.equal(tree.seen()[1], 'cn-hangzhou | loading…');
    here.open();
    await settle();
    cloud.before = () => there.opened;
    const other = inventory.load({ ...scope, region: 'cn-beijing' }, 'view');
    tree.expand(region);
    rows.toggled(rowId(region), true);
    await clock.advance(2 * pauseMs);
    assert.equal(tree.seen()[1], 'cn-hangzhou');
    there.open();
    await other;
    await clock.advance(pauseMs);
  });

  it('are told once more when they were opened while rows above them were asked for', async () => {
    await drawAll();
    cloud.shares = [...cloud.shares, aShare('rs-4')];
    await inventory.load(scope, 'action');
    await clock.advance(gatherMs);
    assert.deepEqual(tree.taken(), [['group Shared by me']]);
    tree.expand(shareRow('rs-2'));
    rows.toggled(rowId(shareRow('rs-2')), true);
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [['share share-rs-2']]);
    rows.toggled(rowId(shareRow('rs-3')), true);
    await clock.advance(pauseMs);
    rows.toggled(rowId(shareRow('rs-3')), true);
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [], 'nothing above it was told of in that time');
  });

  it('are the list and not each row where very many changed', async () => {
    const { shares, rows: associations } = manyShares(200);
    cloud.shares = shares;
    cloud.rows = associations;
    await drawAll();
    const updatedAt = '2026-03-01T09:00:00.000Z';
    const move = (count: number): void => {
      cloud.shares = shares.map((share, index) =>
        index < count ? { ...share, updatedAt, description: String(count) } : share,
      );
    };
    move(3);
    assert.equal((await refresh()).flat().length, 3);
    move(100);
    assert.deepEqual(await refresh(), [['group Shared by me']]);
  });

  it('are all that read otherwise when a setting changes, and everything when an account comes', async () => {
    cloud.rows = [...cloud.rows, aRow('rs-2', 'vsw-9', 'Disassociated')];
    await drawAll();
    rows.redraw();
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), []);
    showEnded = true;
    rows.redraw();
    await clock.advance(pauseMs);
    assert.deepEqual(tree.taken(), [['share share-rs-2']]);
    accounts = [account, { ...account, id: 'account-2', label: 'Another' }];
    rows.redraw();
    assert.deepEqual(tree.taken(), [['everything']]);
    assert.equal(tree.seen().at(-1), 'Another | Alibaba Cloud · unknown');
  });

  it('keep the rows of an account that was removed from asking for anything', async () => {
    await drawAll();
    accounts = [];
    inventory.removeAccount(account.id);
    rows.redraw();
    await clock.advance(gatherMs);
    assert.deepEqual(tree.taken(), [['everything']]);
    assert.deepEqual(tree.seen(), []);
    assert.equal(rows.row(rowId(shareRow('rs-1'))), undefined);
    assert.equal(
      rows.parent(
        rowId({
          ...side('rs-1'),
          kind: 'association',
          key: associationKey({ kind: 'resource', entityType: 'VSwitch', entityId: 'vsw-1' }),
        } as Address),
      ),
      undefined,
    );
  });

  describe('with the permissions of a share', () => {
    const permissionsRow: Address = {
      kind: 'permissions',
      ...scope,
      owner: 'self',
      shareId: 'rs-1',
    };
    const seen = (): readonly string[] => {
      const texts = tree.seen();
      const at = texts.findIndex((text) => text.startsWith('Permissions'));
      return texts.slice(at, texts.indexOf('share-rs-2 | Active · 1 resource · 0 principals'));
    };
    /** Opens the row as VS Code does: asks for what is below, then says that it is open. */
    const open = async (): Promise<void> => {
      tree.expand(permissionsRow);
      rows.toggled(rowId(permissionsRow), true);
      // What reads them is loaded when it is needed, which takes as long as it takes: no longer than a later request.
      await import('../../../src/inventory/load-permissions.ts');
      await clock.advance(pauseMs);
    };
    beforeEach(() => {
      cloud.bound = [
        {
          shareId: 'rs-1',
          id: 'ReadSwitches',
          name: 'ReadSwitches',
          resourceType: 'VSwitch',
          status: parseStatus(associationStates, 'Associated'),
          createdAt: '',
          updatedAt: '',
        },
      ];
    });

    it('reads them once, when their row is opened', async () => {
      await drawAll();
      assert.deepEqual(seen(), ['Permissions']);
      await open();
      assert.deepEqual(cloud.log, ['listSharePermissions rs-1']);
      assert.deepEqual(seen(), ['Permissions | 1', 'ReadSwitches | VSwitch']);
      await open();
      assert.deepEqual(cloud.log, ['listSharePermissions rs-1']);
    });

    it('says why they could not be read, and tries again only when the row is opened again', async () => {
      await drawAll();
      cloud.before = () => {
        throw failure('denied');
      };
      await open();
      assert.deepEqual(seen(), ['Permissions | access denied']);
      tree.draw(rowId(permissionsRow));
      await clock.advance(pauseMs);
      assert.equal(cloud.calls.length, 1);
      cloud.before = () => undefined;
      rows.toggled(rowId(permissionsRow), false);
      await open();
      assert.deepEqual(seen(), ['Permissions | 1', 'ReadSwitches | VSwitch']);
    });
  });
});
