import * as vscode from 'vscode';
import type { Inventory } from '../inventory/inventory.ts';
import type { InventoryChange, ShareEntry } from '../inventory/snapshot.ts';
import { isPending } from '../model/status.ts';
import type { Connections } from './connections.ts';
import type { Lazy } from './lazy.ts';
import type { Watching } from './watching.ts';

/** Brings the watcher and its status bar item once something is pending or a cloud makes us wait. */
export function watchWhenNeeded(
  inventory: Inventory,
  connections: Connections,
  watching: Lazy<Watching>,
): vscode.Disposable {
  const lookForPending = ({ scope, added, changed }: InventoryChange): void => {
    if (watching.begun) return;
    const { entries } = inventory.snapshot(scope);
    if ([...added, ...changed].some((id) => hasPending(entries.get(id)))) void watching.get();
  };
  const lookForSlowness = (): void => {
    if (watching.begun) return;
    if (connections.queues().some(({ state }) => state.slowedUntil !== undefined)) {
      void watching.get();
    }
  };
  const stops = [
    inventory.onDidChange(lookForPending),
    connections.onDidChangeQueue(lookForSlowness),
  ];
  return new vscode.Disposable(() => {
    for (const stop of stops) stop();
    void watching.begun?.then((part) => {
      part.dispose();
    });
  });
}

/** A first glance; the watcher knows exactly what it has to look after. */
function hasPending(entry: ShareEntry | undefined): boolean {
  if (!entry) return false;
  const { share, resources, principals } = entry;
  return [share, ...resources, ...principals].some(({ status }) => isPending(status));
}
