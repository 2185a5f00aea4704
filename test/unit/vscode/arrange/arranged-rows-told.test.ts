import assert from 'node:assert/strict';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { parseRowId, rowId } from '../../../../src/vscode/shares/address.ts';
import type { Order } from '../../../../src/vscode/shares/arrange/order.ts';
import { pauseMs, still } from '../../../../src/vscode/shares/telling.ts';
import { TreeRows } from '../../../../src/vscode/shares/tree-rows.ts';
import { ManualClock } from '../../inventory/manual-clock.ts';
import { aRow, aShare, manyShares } from '../../inventory/samples.ts';
import { Drawer } from '../drawer.ts';
import { arrangedState, hangzhou, type ArrangedState } from './arranged.ts';

const first = '1720505253000001';
const second = '1720505253000002';

describe('rows of an arranged tree that are asked for again', () => {
  let clock: ManualClock;
  let arranged: ArrangedState;
  let rows: TreeRows;
  let tree: Drawer;
  let shares: readonly ResourceShare[];
  let associations: readonly Association[];

  beforeEach(() => {
    clock = new ManualClock();
    shares = [aShare('rs-hub', { name: 'hub' }), aShare('rs-img', { name: 'images' })];
    associations = [
      aRow('rs-hub', 'vsw-1'),
      aRow('rs-hub', 'vsw-2', 'Failed'),
      aRow('rs-hub', first),
      aRow('rs-img', 'img-1'),
      aRow('rs-img', first),
      aRow('rs-img', second),
    ];
  });

  afterEach(() => {
    rows.dispose();
    arranged.tree.dispose();
    arranged.index.dispose();
  });

  /** Draws all rows there are. */
  async function show(order: Partial<Order>): Promise<void> {
    await read(order);
    await drawAll();
  }

  async function read(order: Partial<Order>): Promise<void> {
    arranged = arrangedState(order);
    const reader = { prepare: () => undefined, read: () => undefined, asked: () => undefined };
    rows = new TreeRows({ inventory: arranged.inventory, reader, state: arranged.state, clock });
    tree = new Drawer(rows);
    await refresh();
  }

  async function drawAll(): Promise<void> {
    await rows.prepare('account/a1');
    await rows.prepare(undefined);
    tree.draw();
    const open = (id?: string): void => {
      for (const child of rows.children(id)) {
        const isRead = parseRowId(child)?.kind === 'permissions';
        if (isRead || rows.row(child)?.collapsible === 'none') continue;
        tree.open.add(child);
        open(child);
      }
    };
    open();
    tree.draw();
    await clock.advance(pauseMs + still.quiet);
    tree.taken();
  }

  /** Reads what the cloud has by now. @returns the events that come of it */
  async function refresh(): Promise<readonly (readonly string[])[]> {
    await arranged.load(hangzhou, shares, associations);
    await arranged.index.settled();
    await clock.advance(pauseMs + still.quiet);
    await clock.advance(pauseMs + still.quiet);
    return tree.taken();
  }

  const change = (entityId: string, status: string): void => {
    associations = associations.map((row) =>
      row.entityId === entityId
        ? aRow(row.shareId, entityId, status, { updatedAt: '2026-03-02T07:10:00.000Z' })
        : row,
    );
  };

  it('are none where nothing is new, however the tree is arranged', async () => {
    for (const order of [
      { grouping: 'principal' },
      { grouping: 'status', filters: ['failed'] },
      { query: 'hub' },
    ] satisfies readonly Partial<Order>[]) {
      await show(order);
      assert.ok(
        tree.seen().some((text) => text.startsWith('hub')),
        JSON.stringify(order),
      );
      assert.deepEqual(await refresh(), []);
    }
  });

  it('are a row in each of its places', async () => {
    await show({ grouping: 'principal' });
    change('vsw-2', 'Associated');
    assert.deepEqual(await refresh(), [['share hub']]);
    assert.ok(
      tree.seen().every((text) => !text.includes('failed')),
      tree.seen().join('\n'),
    );
  });

  it('are a heading when a share goes from below it', async () => {
    await show({ grouping: 'principal' });
    associations = associations.filter(
      ({ shareId, entityId }) => shareId !== 'rs-img' || entityId !== first,
    );
    const told = await refresh();
    assert.ok(
      told.flat().some((text) => text.startsWith('heading')),
      JSON.stringify(told),
    );
    const seen = tree.seen();
    const at = seen.findIndex((text) => text.startsWith(first));
    assert.equal(seen[at], `${first} | at least 1`);
    assert.ok(seen[at + 1]?.startsWith('hub'));
  });

  it('are everything when a heading comes', async () => {
    await show({ grouping: 'principal' });
    associations = [...associations, aRow('rs-hub', '1720505253000003')];
    assert.deepEqual(await refresh(), [['everything']]);
    assert.ok(tree.seen().some((text) => text.startsWith('1720505253000003')));
  });

  it('are the list of a filtered tree when a share passes no more', async () => {
    await show({ filters: ['failed'] });
    assert.ok(tree.seen().some((text) => text.startsWith('hub')));
    change('vsw-2', 'Associated');
    await refresh();
    assert.ok(!tree.seen().some((text) => text.startsWith('hub')), tree.seen().join('\n'));
  });

  it('are everything when something else is looked for, and find a row below its heading', async () => {
    await show({ grouping: 'principal' });
    arranged.tree.arrange({ query: 'img-1' });
    await arranged.tree.ready();
    rows.redraw();
    assert.deepEqual(tree.taken(), [['everything']]);
    assert.deepEqual(
      tree.seen().filter((text) => text.startsWith('hub')),
      [],
    );
    const row = { kind: 'share', ...hangzhou, owner: 'self', shareId: 'rs-hub' } as const;
    const id = await rows.locate(row);
    assert.equal(arranged.tree.order.query, '', 'what hides the row has ended');
    assert.match(id, /principal/u);
    assert.match(rows.parent(id) ?? '', /^heading/u);
  });

  it('are made in turns where many shares are put below headings for the first time', async () => {
    ({ shares, rows: associations } = manyShares(2_000));
    await read({});
    arranged.tree.arrange({ grouping: 'principal' });
    const ready = arranged.tree.ready();
    assert.ok(ready !== undefined, 'others get their turn');
    await ready;
    assert.equal(arranged.tree.ready(), undefined);
    const buckets = rows.children();
    assert.ok(buckets.length > 1 && buckets[0]?.startsWith('bucket'), buckets[0]);
    arranged.tree.arrange({ grouping: 'resourceType' });
    const before = arranged.tree.ready();
    arranged.tree.arrange({ grouping: 'region' });
    await before;
    assert.deepEqual(rows.children(), [
      rowId({ kind: 'heading', place: { by: 'region', value: 'cn-hangzhou' } }),
      rowId({ kind: 'unread', place: {} }),
    ]);
  });
});
