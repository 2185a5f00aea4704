import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import { InventoryCache } from '../inventory/cache/inventory-cache.ts';
import type { EmptyScopes } from '../inventory/empty-scopes.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Scope } from '../model/account.ts';
import type { HistoryHost } from './history/history-host.ts';
import { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import { settings } from './settings.ts';
import type { Watching } from './watching.ts';

interface Parts {
  /** The extension's own storage. */
  readonly storage: vscode.Uri;
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly emptyScopes: EmptyScopes;
  readonly watching: Lazy<Watching>;
  readonly log: Log;
}

/** The cache as the user wants it: on or off. Its code loads when a view first asks for a scope. */
export class CacheHost {
  readonly #parts: Parts;
  readonly #subscriptions: readonly vscode.Disposable[];
  #cache: InventoryCache;
  /** What becomes of shares, kept beside what they are. */
  readonly history: Lazy<HistoryHost>;
  #on: boolean;
  #allAsked = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#on = settings.cache;
    this.history = new Lazy(async () => {
      const { HistoryHost } = await import('./history/history-host.ts');
      return new HistoryHost(parts);
    });
    this.#cache = this.#open();
    if (!this.#on) void this.#close();
    let known = parts.store.list();
    const stopFollowing = parts.store.onDidChange(() => {
      const now = parts.store.list();
      for (const { id } of known) {
        if (now.some((account) => account.id === id)) continue;
        void this.#cache.forget(id);
        void this.#forgetOrganizations();
      }
      known = now;
    });
    this.#subscriptions = [
      new vscode.Disposable(stopFollowing),
      settings.onDidChange(() => {
        this.#applySetting();
      }),
    ];
  }

  /**
   * Shows what the last session has left of a scope. The others follow when nobody waits for it: what is pending in them
   * is followed, and all of it can be found, without a row of it being open.
   */
  async restore(scope: Scope): Promise<void> {
    if (this.#on) await this.#cache.restore(scope);
    if (this.#allAsked) return;
    this.#allAsked = true;
    void this.history.get();
    if (this.#on) void this.#cache.restoreAll();
  }

  /** Removes what is kept of an account. */
  forget(accountId: string): Promise<void> {
    return this.#cache.forget(accountId);
  }

  /** Removes all files, and what is remembered beside them: which scopes hold nothing, and who is in the organisations. */
  async clear(): Promise<void> {
    await Promise.all([
      this.#cache.clear(),
      this.#forgetOrganizations(),
      this.#parts.emptyScopes.clear(),
    ]);
  }

  /** Writes what is not written yet. The last thing that a window does. */
  async end(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    const history = this.history.begun?.then((begun) => begun.end());
    if (this.#on) await this.#cache.flush();
    this.#cache.dispose();
    await history;
  }

  async #forgetOrganizations(): Promise<void> {
    const { organizationsFile } = await import('./organizations.ts');
    await organizationsFile(this.#parts.storage).clear();
  }

  #open(): InventoryCache {
    const { storage, store, inventory, watching, log } = this.#parts;
    return new InventoryCache({
      inventory,
      watcher: {
        get begun() {
          return watching.begun?.then(({ watcher }) => watcher);
        },
        get: async () => (await watching.get()).watcher,
      },
      folder: vscode.Uri.joinPath(storage, 'inventory').fsPath,
      accounts: () => store.list(),
      log: (line) => {
        log.info(line);
      },
    });
  }

  async #close(): Promise<void> {
    this.#cache.dispose();
    await this.clear();
  }

  #applySetting(): void {
    if (this.#on === settings.cache) return;
    this.#on = settings.cache;
    if (this.#on) this.#cache = this.#open();
    else void this.#close();
  }
}
