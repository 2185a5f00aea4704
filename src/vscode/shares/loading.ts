import * as vscode from 'vscode';
import type { Inventory } from '../../inventory/inventory.ts';
import { scopeKey } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import { setContext } from '../commands.ts';

/** What is over sooner needs no button to cancel it, which would only come and go. In milliseconds. */
const shortMs = 400;

/** Shows on the view that something is being read; from a moment on *Cancel* takes the place of *Refresh* there. */
export function showLoading(inventory: Inventory): vscode.Disposable {
  const loading = new Set<string>();
  let end: (() => void) | undefined;
  let stopTimer: (() => void) | undefined;

  const begin = (): void => {
    void vscode.window.withProgress(
      { location: { viewId: 'resourceShares.shares' } },
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    stopTimer = systemClock.schedule(shortMs, () => {
      setContext('loading', true);
    });
  };
  const finish = (): void => {
    stopTimer?.();
    end?.();
    end = undefined;
    setContext('loading', false);
  };

  const stopListening = inventory.onDidChangeLoading((scope) => {
    const before = loading.size;
    if (inventory.snapshot(scope).loading) loading.add(scopeKey(scope));
    else loading.delete(scopeKey(scope));
    if (before === 0 && loading.size > 0) begin();
    if (before > 0 && loading.size === 0) finish();
  });
  return new vscode.Disposable(() => {
    stopListening();
    finish();
  });
}
