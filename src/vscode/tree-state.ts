import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Connections } from './connections.ts';
import { settings } from './settings.ts';
import type { TreeState } from './shares/rows/tree-state.ts';

/** What the tree is drawn from: always the present state, nothing of it kept here. */
export function treeState(
  store: AccountStore,
  inventory: Inventory,
  connections: Connections,
  arrangement: () => TreeState['arrangement'],
): TreeState {
  const clock = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(vscode.env.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
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
    hasConsole: (cloud) =>
      connections.loaded(cloud)?.consoleUrl({ region: '', owner: 'self' }) !== undefined,
    regionName: (cloud, region) =>
      connections.loaded(cloud)?.regions.find(({ id }) => id === region)?.name,
    formatTime: (time) => {
      const at = new Date(time);
      if (Number.isNaN(at.getTime())) return String(time);
      const today = at.toDateString() === new Date().toDateString();
      return (today ? clock : date).format(at);
    },
  };
}
