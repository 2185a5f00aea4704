import type { AccountStore } from '../../accounts/account-store.ts';
import type { Activity } from '../../changes/activity.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { SharesView } from '../shares/shares-view.ts';

/** What sends a change, follows it and tells of its end, from a form as from the tree. */
export interface ChangeParts {
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly activity: Lazy<Activity>;
  readonly connections: Connections;
  readonly view: SharesView;
  readonly state: TreeState;
  readonly log: Log;
}
