import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { HistoryFolder } from '../../inventory/history/history-folder.ts';
import { History } from '../../inventory/history/history.ts';
import type { ScopeHistory } from '../../inventory/history/scope-history.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Scope } from '../../model/account.ts';
import type { Log } from '../log.ts';
import { settings } from '../settings.ts';

interface Parts {
  /** The extension's own storage. */
  readonly storage: vscode.Uri;
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly log: Log;
}

const wanted = {
  get isOn(): boolean {
    return configuration().get<boolean>('enabled') ?? true;
  },
  get days(): number {
    return configuration().get<number>('days') ?? 90;
  },
};

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('resourceShares.history');
}

/** The history as the user wants it: on or off. Its code loads when a view has shown a scope. */
export class HistoryHost {
  readonly #parts: Parts;
  readonly #subscriptions: readonly vscode.Disposable[];
  #history: History;
  #on: boolean;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#on = wanted.isOn;
    this.#history = this.#open();
    if (!this.#on) void this.#close();
    let known = parts.store.list();
    const stopFollowing = parts.store.onDidChange(() => {
      const now = parts.store.list();
      for (const { id } of known) {
        if (!now.some((account) => account.id === id)) void this.#history.forget(id);
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

  /** False where the user has turned it off: then nothing is kept. */
  get isOn(): boolean {
    return this.#on;
  }

  /** Nothing of a scope that was never seen whole. */
  async read(scope: Scope): Promise<ScopeHistory | undefined> {
    return this.#on ? await this.#history.read(scope) : undefined;
  }

  async readAll(): Promise<readonly ScopeHistory[]> {
    return this.#on ? await this.#history.readAll() : [];
  }

  /** Writes what is not written yet, when the window ends. */
  async end(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    if (this.#on) await this.#history.flush();
    this.#history.dispose();
  }

  #open(): History {
    const { storage, store, inventory, log } = this.#parts;
    return new History({
      inventory,
      accounts: () => store.list(),
      folder: new HistoryFolder(vscode.Uri.joinPath(storage, 'history').fsPath),
      days: () => wanted.days,
      log: (line) => {
        log.info(line);
      },
    });
  }

  async #close(): Promise<void> {
    this.#history.dispose();
    await this.#history.clear();
  }

  #applySetting(): void {
    if (this.#on === wanted.isOn) return;
    this.#on = wanted.isOn;
    if (this.#on) this.#history = this.#open();
    else void this.#close();
  }
}
