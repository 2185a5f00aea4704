import assert from 'node:assert/strict';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { rowId, type TreeAddress } from '../../../../src/vscode/shares/address.ts';
import {
  groupings,
  isGrouping,
  type Filter,
  type Grouping,
  type Order,
} from '../../../../src/vscode/shares/arrange/order.ts';
import { childrenOf, parentOf } from '../../../../src/vscode/shares/children.ts';
import { rowAt } from '../../../../src/vscode/shares/rows/row-at.ts';
import { aRow, aShare, manyShares } from '../../inventory/samples.ts';
import { arrangedState, drawn, hangzhou, retail, type ArrangedState } from './arranged.ts';

const member = '1720505253000001';

/** Shares of two accounts, with something of everything in them; one region was never read. */
async function filled(...order: Parameters<typeof arrangedState>): Promise<ArrangedState> {
  const arranged = arrangedState(...order);
  const urn = 'vpc:cn-north-4:05c7:subnet:vsw-9';
  await arranged.load(
    hangzhou,
    [
      aShare('rs-hub', { name: 'network-hub', tags: [{ key: 'env', value: 'prod' }] }),
      aShare('rs-img', { name: 'images', allowExternal: true }),
      aShare('rs-in', { name: 'received', owner: 'other', ownerId: '16' }),
      aShare('rs-old', { name: 'old', status: parseStatus(shareStates, 'Deleted') }),
    ],
    [
      aRow('rs-hub', 'vsw-1'),
      aRow('rs-hub', 'vsw-2', 'Failed', { statusMessage: 'Out of order' }),
      aRow('rs-hub', member),
      aRow('rs-img', 'img-1', 'Associating', { entityType: 'Image' }),
      aRow('rs-img', member, 'Disassociated'),
      aRow('rs-in', 'vsw-77'),
      aRow('rs-old', 'vsw-1'),
    ],
  );
  await arranged.load(
    retail,
    [aShare('h-1', { name: 'shop', ownerId: '05c734152f00d4200f2bc0179ac6c5e0' })],
    [aRow('h-1', urn, 'Associated', { arn: urn, entityType: 'vpc:subnet' })],
  );
  return arranged;
}

describe('a search in the tree', () => {
  it('shows what was found with what is above it, open, and says how much of it is shown', async () => {
    const { state } = await filled({ query: 'hub VSW-1' });
    assert.deepEqual(drawn(state), [
      'Network team | Alibaba Cloud · at least 3 shares',
      '  cn-hangzhou | 3 shares',
      '    Shared by me | 1 of 2',
      '      network-hub | Active · 2 resources · 1 principal · 1 failed',
      '        Resources | 1 of 2',
      '          vsw-1 | VSwitch · Associated',
      '1 region is not read yet',
    ]);
  });

  it('shows a share that is found by its name whole, and closed', async () => {
    const { state } = await filled({ query: 'received' });
    assert.deepEqual(drawn(state).slice(2, -1), [
      '    Shared with me | 1 of 1',
      '      + received | Active · 1 resource',
    ]);
    assert.deepEqual(drawn(state, { all: true }).slice(3, -1), [
      '      received | Active · 1 resource',
      '        Resources | 1',
      '          vsw-77 | VSwitch · Associated',
    ]);
  });

  it('leaves what has ended out, unless ended rows are shown', async () => {
    assert.deepEqual(drawn((await filled({ query: 'old' })).state), ['1 region is not read yet']);
    const ended = await filled({ query: 'old' }, { showEnded: true });
    assert.ok(drawn(ended.state).includes('      + old | Deleted · 1 resource · 0 principals'));
  });

  it('leaves no trace on the rows of the plain tree', async () => {
    const { state, tree } = await filled();
    const before = childrenOf(undefined, state).map(rowId);
    tree.arrange({ query: 'hub' });
    const found = childrenOf(undefined, state).map(rowId);
    tree.arrange({ query: 'hub vsw' });
    const others = childrenOf(undefined, state).map(rowId);
    assert.equal(new Set([before[0], found[0], others[0]]).size, 3);
    tree.arrange({ query: '' });
    assert.deepEqual(childrenOf(undefined, state).map(rowId), before);
  });

  it('follows what comes and goes', async () => {
    const { state, inventory, tree } = await filled({ query: 'vsw-500' });
    assert.equal(tree.choice?.shares.length, 0);
    inventory.merge(hangzhou, { associations: [aRow('rs-hub', 'vsw-500', 'Associating')] });
    assert.ok(drawn(state).includes('          vsw-500 | VSwitch · Associating'));
  });
});

describe('a filter of the tree', () => {
  it('shows the rows that have failed', async () => {
    const { state } = await filled({ filters: ['failed'] });
    assert.deepEqual(drawn(state, { all: true }).slice(2, -1), [
      '    Shared by me | 1 of 2',
      '      network-hub | Active · 2 resources · 1 principal · 1 failed',
      '        Resources | 1 of 2',
      '          vsw-2 | VSwitch · Failed: Out of order',
      '            Out of order',
    ]);
  });

  it('adds what still goes on, and takes away what is for the organisation only', async () => {
    const names = async (...chosen: readonly Filter[]): Promise<readonly string[]> => {
      const { tree } = await filled({ filters: chosen });
      return tree.choice?.shares.map(({ entry }) => entry.share.name) ?? [];
    };
    assert.deepEqual(await names('failed', 'pending'), ['images', 'network-hub']);
    assert.deepEqual(await names('failed', 'pending', 'outside'), ['images']);
    assert.deepEqual(await names('outside', 'failed'), []);
  });

  it('goes together with a search and a grouping', async () => {
    const { state } = await filled({ filters: ['failed'], query: 'hub', grouping: 'tag' });
    assert.deepEqual(drawn(state, { all: true }).slice(0, 3), [
      'env: prod | at least 1',
      '  network-hub | Network team · cn-hangzhou · Active · 2 resources · 1 principal · 1 failed',
      '    Resources | 1 of 2',
    ]);
  });
});

describe('a grouping of the tree', () => {
  const expected: Readonly<Record<Exclude<Grouping, 'account'>, readonly string[]>> = {
    region: ['+ cn-hangzhou | 3', '+ global | 1'],
    resourceType: ['+ Image | at least 1', '+ vpc:subnet | at least 1', '+ VSwitch | at least 2'],
    principal: [
      `+ ${member} | at least 1`,
      '+ No principals | at least 2',
      '+ Principals that the cloud does not tell | at least 1',
    ],
    status: ['+ Failed | at least 1', '+ Associating | at least 1', '+ Active | at least 4'],
    tag: ['+ env: prod | at least 1', '+ No tags | at least 3'],
  };
  for (const [grouping, headings] of Object.entries(expected)) {
    it(`by ${grouping}`, async () => {
      assert.ok(isGrouping(grouping));
      const { state } = await filled({ grouping });
      assert.deepEqual(drawn(state), [...headings, '1 region is not read yet']);
    });
  }

  it('says at each share whose it is and where', async () => {
    const { state } = await filled({ grouping: 'resourceType' });
    const [, , vSwitch] = childrenOf(undefined, state);
    assert.deepEqual(drawn(state, {}, vSwitch), [
      '+ network-hub | Network team · cn-hangzhou · Active · 2 resources · 1 principal · 1 failed',
      '+ received | Shared with me · Network team · cn-hangzhou · Active · 1 resource',
    ]);
  });

  it('finds a row of the plain tree in it', async () => {
    const { state, tree } = await filled({ grouping: 'principal' });
    const plain = { kind: 'share', ...hangzhou, owner: 'self', shareId: 'rs-hub' } as const;
    const place = { by: 'principal', value: member };
    assert.deepEqual(tree.locate(plain), { ...plain, place });
    assert.deepEqual(parentOf({ ...plain, place }, state), { kind: 'heading', place });
    tree.arrange({ query: 'images' });
    assert.equal(tree.locate(plain), undefined);
  });
});

describe('buckets in the tree', () => {
  it('hold the many shares of a list, with how many have failed', async () => {
    const { shares, rows } = manyShares(1_200);
    const { state, load } = arrangedState();
    await load(hangzhou, shares, [...rows, aRow('rs-700', 'vsw-broken', 'Failed')]);
    const group = { kind: 'group', ...hangzhou, owner: 'self' } as const;
    assert.deepEqual(drawn(state, {}, group), [
      '+ share-rs-0 … share-rs-399 | 400',
      '+ share-rs-400 … share-rs-899 | 500 · 1 failed',
      '+ share-rs-900 … share-rs-1199 | 300',
    ]);
    const bucket = parentOf({ ...group, kind: 'share', shareId: 'rs-700' }, state);
    assert.equal(bucket && rowAt(bucket, state)?.icon.id, 'warning');
  });

  it('hold the many rows of a share', async () => {
    const { state, load } = arrangedState();
    const rows = Array.from({ length: 900 }, (_, index) => aRow('rs-1', `vsw-${index}`));
    await load(hangzhou, [aShare('rs-1')], rows);
    const share = { ...hangzhou, owner: 'self', shareId: 'rs-1' } as const;
    assert.deepEqual(drawn(state, {}, { kind: 'side', ...share, side: 'resource' }), [
      '+ vsw-0 … vsw-399 | 400',
      '+ vsw-400 … vsw-899 | 500',
    ]);
  });
});

describe('an arranged tree', () => {
  it('gives every row an id of its own and knows what is above it', async function () {
    this.timeout(20_000);
    const { shares, rows } = manyShares(510);
    const orders: readonly Partial<Order>[] = [
      ...groupings.map((grouping) => ({ grouping })),
      { query: 'rs' },
      { query: 'vsw', grouping: 'principal', filters: ['failed', 'pending'] },
    ];
    for (const order of orders) {
      const { state, load } = await filled(order);
      await load({ ...hangzhou, region: 'cn-beijing' }, shares, rows);
      const ids = new Set<string>();
      const check = (parent: TreeAddress | undefined): void => {
        for (const address of childrenOf(parent, state)) {
          const id = rowId(address);
          assert.ok(!ids.has(id), `twice ${id}`);
          ids.add(id);
          assert.deepEqual(parentOf(address, state), parent, id);
          check(address);
        }
      };
      check(undefined);
    }
  });
});
