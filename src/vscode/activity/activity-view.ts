import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Activity, ActivityEntry } from '../../changes/activity.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import { setContext } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { treeItem } from '../tree-item.ts';
import {
  activityParent,
  activityRowId,
  parseActivityRow,
  type ActivityAddress,
} from './activity-address.ts';
import type { ActivityRow } from './activity-row.ts';
import { activityChildren, activityRow } from './activity-rows.ts';
import type { ActivityNames } from './activity-text.ts';

const viewId = 'resourceShares.activity';

/** How long what happened is gathered before it is drawn, in milliseconds. */
const gatherMs = 100;

export interface ActivityViewParts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly state: TreeState;
}

/**
 * The view *Activity*: running and past changes. Its elements are ids of rows, which are made when they are drawn.
 * What earlier sessions have left is read when somebody looks.
 */
export class ActivityView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #activity: Activity;
  readonly #parts: ActivityViewParts;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #stop: () => void;
  readonly #touched = new Set<string>();
  #listed: readonly string[] = [];
  #stopTimer: (() => void) | undefined;
  #read: Promise<void> | undefined;

  constructor(activity: Activity, parts: ActivityViewParts) {
    this.#activity = activity;
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.#stop = activity.onDidChange((id) => {
      this.#touched.add(id);
      this.#stopTimer ??= systemClock.schedule(gatherMs, () => {
        this.#stopTimer = undefined;
        this.#draw();
      });
    });
    this.#view.onDidChangeVisibility(({ visible }) => {
      // Other windows may have done something meanwhile.
      if (visible && this.#read) void this.#readAgain();
    });
    setContext('activity', true);
    this.#draw();
  }

  readonly onDidChangeTreeData = this.#changed.event;

  readonly names: ActivityNames = {
    scope: ({ accountId, region }) => {
      const account = this.#parts.store.find(accountId);
      return account ? `${shown(account.label)} (${account.ownerId}) · ${region}` : region;
    },
    time: (time) => this.#parts.state.formatTime(time),
    explain: (accountId, reason) => {
      const cloud = this.#parts.store.find(accountId)?.cloud;
      const driver = cloud && this.#parts.connections.loaded(cloud);
      const meaning = driver?.explainFailure(reason);
      return { ...(meaning !== undefined && { meaning }), ...driver?.adviseFailure(reason) };
    },
  };

  /**
   * Opens the view.
   * @returns false where there is nothing to show
   */
  async show(): Promise<boolean> {
    await this.#load();
    if (this.#activity.entries.length === 0) return false;
    setContext('activity', true);
    await vscode.commands.executeCommand(`${viewId}.focus`);
    return true;
  }

  /** The actions that a command is meant for: those of the selection when its row is part of it, else that of the row. */
  chosen(row: unknown, selected: unknown): readonly ActivityEntry[] {
    const rows: readonly unknown[] =
      Array.isArray(selected) && selected.length > 1 ? selected : [row];
    const ids = new Set(rows.flatMap((id) => parseActivityRow(id)?.action ?? []));
    return [...ids].flatMap((id) => this.#activity.find(id) ?? []);
  }

  rowAt(id: unknown): ActivityRow | undefined {
    const address = parseActivityRow(id);
    const entry = address && this.#activity.find(address.action);
    if (!entry) return undefined;
    const continued = this.#activity.entries.some(
      ({ state }) => state.continues === entry.state.id,
    );
    return activityRow(address, { entry, continued }, this.names);
  }

  async getChildren(id?: string): Promise<string[]> {
    if (id === undefined) {
      await this.#load();
      this.#listed = this.#rootIds();
      // What the folder holds could not be read.
      if (this.#listed.length === 0) setContext('activity', false);
      return [...this.#listed];
    }
    const address = parseActivityRow(id);
    const entry = address && this.#activity.find(address.action);
    return entry ? activityChildren(address, entry).map(activityRowId) : [];
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.rowAt(id);
    const item = treeItem(id, row);
    if (row) item.tooltip = row.tooltip.join('\n');
    return item;
  }

  getParent(id: string): string | undefined {
    const address = parseActivityRow(id);
    const parent: ActivityAddress | undefined =
      address && activityParent(address, (action) => this.#partsOf(action));
    return parent && activityRowId(parent);
  }

  dispose(): void {
    this.#stop();
    this.#stopTimer?.();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #load(): Promise<void> {
    this.#read ??= this.#activity.load();
    return this.#read;
  }

  async #readAgain(): Promise<void> {
    this.#read = undefined;
    await this.#load();
  }

  #partsOf(action: string): number {
    return this.#activity.find(action)?.state.parts.length ?? 0;
  }

  #rootIds(): readonly string[] {
    return this.#activity.entries.map(({ state }) =>
      activityRowId({ kind: 'action', action: state.id }),
    );
  }

  /** Asks for the rows again of what has changed; for all where there are others now. */
  #draw(): void {
    const { entries } = this.#activity;
    const count = (...wanted: readonly ActivityEntry['status'][]): number =>
      entries.filter(({ status }) => wanted.includes(status)).length;
    const running = count('running', 'following', 'elsewhere');
    const cutOff = count('cutOff');
    this.#view.description = [
      ...(running > 0 ? [vscode.l10n.t('{0} running', running)] : []),
      ...(cutOff > 0 ? [vscode.l10n.t('{0} cut off', cutOff)] : []),
    ].join(' · ');
    const touched = [...this.#touched].map((action) => activityRowId({ kind: 'action', action }));
    this.#touched.clear();
    const roots = this.#rootIds();
    const isSame =
      roots.length === this.#listed.length &&
      roots.every((id, index) => id === this.#listed[index]);
    // The list is read when somebody looks; until then there is nothing to ask for again.
    if (!isSame) this.#changed.fire(undefined);
    else if (touched.length > 0) this.#changed.fire(touched);
    if (this.#read && entries.length === 0) setContext('activity', false);
  }
}
