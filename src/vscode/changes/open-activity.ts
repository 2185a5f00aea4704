import type { AccountStore } from '../../accounts/account-store.ts';
import { Activity } from '../../changes/activity.ts';
import { followChange } from '../../changes/follow.ts';
import { Journal } from '../../changes/journal.ts';
import type { ChangeAccount } from '../../changes/change-context.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { ActivityView } from '../activity/activity-view.ts';
import { isWritable } from '../../model/account.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import type { Watching } from '../watching.ts';

interface Parts {
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly watching: Lazy<Watching>;
  /** Comes with the first change. */
  readonly activityView: Lazy<ActivityView>;
  readonly log: Log;
}

/**
 * The one record of all changes, and the only way to run one.
 * @param directory where it is kept; other windows keep theirs there, too
 */
export function openActivity(directory: string, parts: Parts): Activity {
  const { inventory, connections, watching, activityView, log } = parts;
  const activity = new Activity({
    inventory,
    connect: (accountId) => connections.client(accountId),
    account: (accountId) => changeAccount(accountId, parts),
    journal: new Journal({
      directory,
      onDamaged: (name) => {
        log.info(`Activity: ${name} could not be read`);
      },
    }),
    follow: async (change) => {
      const following = await watching.get();
      const end = change.shareId === undefined ? undefined : following.await(change.shareId);
      const outcome = await followChange(change, { inventory, watcher: following.watcher });
      end?.();
      return outcome;
    },
  });
  const stop = activity.onDidChange(() => {
    stop();
    void activityView.get();
  });
  return activity;
}

/** An account as changes see it; undefined when it is not configured. */
export async function changeAccount(
  accountId: string,
  { store, connections }: Pick<Parts, 'store' | 'connections'>,
): Promise<ChangeAccount | undefined> {
  const account = store.find(accountId);
  if (!account) return undefined;
  const { abilities } = await connections.driver(account.cloud);
  const { ownerId, label } = account;
  return { ownerId, label, readOnly: !isWritable(account), abilities };
}
