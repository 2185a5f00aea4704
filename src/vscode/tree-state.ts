import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Watcher } from '../inventory/watcher.ts';
import { systemClock } from '../model/clock.ts';
import type { Connections } from './connections.ts';
import { settings } from './settings.ts';
import type { TreeState } from './shares/rows/tree-state.ts';

interface Parts {
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly connections: Connections;
}

/** What the tree is drawn from: always the present state, nothing of it kept here. */
export function treeState(
  { store, inventory, connections }: Parts,
  arrangement: () => TreeState['arrangement'],
  watcher: () => Watcher | undefined,
): TreeState {
  // Made when a time is shown: the first of them takes as long as all else at activation.
  let clock: Intl.DateTimeFormat | undefined;
  let date: Intl.DateTimeFormat | undefined;
  const { language } = vscode.env;
  return {
    get accounts() {
      return store.list();
    },
    get showEnded() {
      return settings.showEnded;
    },
    get arrangement() {
      return arrangement();
    },
    snapshot: (scope) => inventory.snapshot(scope),
    abilities: (cloud) => connections.loaded(cloud)?.abilities,
    explainFailure: (cloud, reason) => connections.loaded(cloud)?.explainFailure(reason),
    retryHelps: (cloud, reason) => connections.loaded(cloud)?.adviseFailure(reason)?.retry,
    // While it is not there nothing has been followed for long.
    isStuck: (item) => watcher()?.isStuck(item) === true,
    expiresAt: (accountId) => connections.expiresAt(accountId),
    hasConsole: (cloud) =>
      connections.loaded(cloud)?.consoleUrl({ region: '', owner: 'self' }) !== undefined,
    regionName: (cloud, region) =>
      connections.loaded(cloud)?.regions.find(({ id }) => id === region)?.name,
    formatTime: (time) => {
      const at = new Date(time);
      if (Number.isNaN(at.getTime())) return String(time);
      const today = at.toDateString() === new Date(systemClock.now()).toDateString();
      const timeStyle = 'short';
      const format = today
        ? (clock ??= new Intl.DateTimeFormat(language, { timeStyle }))
        : (date ??= new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle }));
      return format.format(at);
    },
  };
}
