import { InventoryIndex, scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { Account, Scope } from '../../../../src/model/account.ts';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { rowId, type TreeAddress } from '../../../../src/vscode/shares/address.ts';
import { ArrangedTree } from '../../../../src/vscode/shares/arrange/arranged-tree.ts';
import type { Order } from '../../../../src/vscode/shares/arrange/order.ts';
import { childrenOf } from '../../../../src/vscode/shares/children.ts';
import { rowAt } from '../../../../src/vscode/shares/rows/row-at.ts';
import type { TreeState } from '../../../../src/vscode/shares/rows/tree-state.ts';
import { ScriptedCloud } from '../../inventory/scripted-cloud.ts';

export const accounts: readonly Account[] = [
  {
    id: 'a1',
    cloud: 'alibaba',
    label: 'Network team',
    ownerId: '1512666876910123',
    regions: ['cn-hangzhou', 'cn-beijing'],
    writing: 'on',
  },
  {
    id: 'a2',
    cloud: 'huawei',
    label: 'Retail',
    ownerId: '05c734152f00d4200f2bc0179ac6c5e0',
    regions: ['global'],
    writing: 'on',
  },
];
export const hangzhou = { accountId: 'a1', region: 'cn-hangzhou' };
export const retail = { accountId: 'a2', region: 'global' };

export interface ArrangedState {
  readonly inventory: Inventory;
  readonly state: TreeState;
  readonly tree: ArrangedTree;
  readonly index: InventoryIndex;
  /** Lets the cloud have exactly this and reads it. */
  readonly load: (
    scope: Scope,
    shares: readonly ResourceShare[],
    rows: readonly Association[],
  ) => Promise<void>;
}

/** The tree of an inventory that a test fills, in the given order. */
export function arrangedState(
  order: Partial<Order> = {},
  change: Partial<TreeState> = {},
): ArrangedState {
  const clouds = new Map(accounts.map(({ id }) => [id, new ScriptedCloud()]));
  const inventory = new Inventory({
    connect: (id) => Promise.resolve(clouds.get(id) ?? new ScriptedCloud()),
  });
  const index = new InventoryIndex({ inventory, scopes: scopesOf(accounts) });
  const plain: TreeState = {
    accounts,
    snapshot: (scope) => inventory.snapshot(scope),
    showEnded: false,
    abilities: () => undefined,
    explainFailure: () => undefined,
    hasConsole: () => true,
    regionName: () => undefined,
    isStuck: () => false,
    formatTime: (at) => `at ${at}`,
    ...change,
  };
  const tree = new ArrangedTree({ state: plain, index: () => index });
  tree.arrange(order);
  const load: ArrangedState['load'] = async (scope, shares, rows) => {
    const cloud = clouds.get(scope.accountId);
    if (!cloud) return;
    const isReceived = ({ shareId }: Association): boolean =>
      shares.some(({ id, owner }) => id === shareId && owner === 'other');
    cloud.shares = shares;
    cloud.rows = rows.filter((row) => !isReceived(row));
    cloud.received = rows.filter(isReceived);
    await inventory.load(scope, 'view');
  };
  return { inventory, index, tree, load, state: { ...plain, arrangement: tree } };
}

/** What the tree shows below a row: every row, indented, with a `+` where it would be closed. */
export function drawn(
  state: TreeState,
  { all = false }: { readonly all?: boolean } = {},
  from?: TreeAddress,
  indent = '',
): readonly string[] {
  return childrenOf(from, state).flatMap((address) => {
    const row = rowAt(address, state);
    if (!row) return [`${indent}nothing at ${rowId(address)}`];
    const text = [row.label, row.description].filter(Boolean).join(' | ');
    const isOpen = all || row.collapsible === 'expanded';
    const mark = row.collapsible === 'collapsed' && !all ? '+ ' : '';
    const below =
      isOpen && row.collapsible !== 'none' ? drawn(state, { all }, address, `${indent}  `) : [];
    return [`${indent}${mark}${text}`, ...below];
  });
}
