import * as vscode from 'vscode';
import type { Inventory } from '../inventory/inventory.ts';
import { Watcher } from '../inventory/watcher.ts';
import type { Connections } from './connections.ts';
import { InFlightStatus } from './in-flight.ts';
import { settings } from './settings.ts';
import type { TreeState } from './shares/rows/tree-state.ts';
import type { SharesView } from './shares/shares-view.ts';
import type { TreeRows } from './shares/tree-rows.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly state: TreeState;
  readonly rows: TreeRows;
  readonly view: SharesView;
}

/**
 * Follows what is pending while somebody looks, and shows it in the status bar. Its code loads when something is
 * pending for the first time: see `watchWhenNeeded`.
 */
export class Watching implements vscode.Disposable {
  readonly watcher: Watcher;
  /** Ids of the shares whose changes will be told about at their end: nobody else has to. */
  readonly #awaited = new Set<string>();
  readonly #inFlight: InFlightStatus;
  readonly #view: SharesView;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor({ inventory, connections, state, rows, view }: Parts) {
    const scopes = state.accounts.flatMap(({ id, regions }) =>
      regions.map((region) => ({ accountId: id, region })),
    );
    const connect = connections.client.bind(connections);
    this.#view = view;
    this.watcher = new Watcher({ inventory, connect, scopes });
    this.#inFlight = new InFlightStatus(this.watcher, connections, state);
    this.watcher.onDidGiveUp(({ items }) => {
      rows.redraw();
      const untold = items.filter(({ shareId }) => !this.#awaited.has(shareId));
      this.#inFlight.tellGivenUp(untold, (address) => view.reveal(address));
    });
    const look = (): void => {
      this.#look();
    };
    look();
    this.#subscriptions = [
      view.onDidChangeVisibility(look),
      vscode.window.onDidChangeWindowState(look),
      settings.onDidChange(look),
    ];
  }

  /**
   * Somebody waits for the end of a change of this share, and will be told of it.
   * @returns ends that
   */
  await(shareId: string): () => void {
    this.#awaited.add(shareId);
    this.#look();
    return () => {
      this.#awaited.delete(shareId);
      this.#look();
    };
  }

  /** Lets the user choose one of the pending items and shows its share. */
  async chooseInFlight(): Promise<void> {
    const address = await this.#inFlight.choose();
    if (address) await this.#view.reveal(address);
  }

  /** Somebody looks who has the window before them, and in it the view, or who waits for a notice. */
  #look(): void {
    const waits = this.#view.visible || this.#awaited.size > 0;
    this.watcher.setActive(vscode.window.state.focused && waits);
    this.watcher.setPolling(settings.polling);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#inFlight.dispose();
    this.watcher.dispose();
  }
}
