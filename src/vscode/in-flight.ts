import * as vscode from 'vscode';
import type { PendingItem, Watcher } from '../inventory/watcher.ts';
import { systemClock } from '../model/clock.ts';
import { shown } from '../model/untrusted-text.ts';
import type { Connections } from './connections.ts';
import type { Address } from './shares/address.ts';
import { entryAt } from './shares/rows/lookup.ts';
import type { TreeState } from './shares/rows/tree-state.ts';
import { statusWord } from './shares/status-words.ts';

/** The status bar item: how much is in flight, and when a cloud makes us wait. Hidden while there is nothing to say. */
export class InFlightStatus implements vscode.Disposable {
  readonly #watcher: Watcher;
  readonly #connections: Connections;
  readonly #state: TreeState;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(watcher: Watcher, connections: Connections, state: TreeState) {
    this.#watcher = watcher;
    this.#connections = connections;
    this.#state = state;
    this.#item = vscode.window.createStatusBarItem(
      'resourceShares.inFlight',
      vscode.StatusBarAlignment.Left,
    );
    this.#item.name = vscode.l10n.t('Resource shares in flight');
    this.#item.command = 'resourceShares.showInFlight';
    const draw = (): void => {
      this.#draw();
    };
    this.#subscriptions = [watcher.onDidChange(draw), connections.onDidChangeQueue(draw)];
    this.#draw();
  }

  /** Lets the user choose one of the pending items. */
  async choose(): Promise<Address | undefined> {
    const items = this.#watcher.inFlight.map((item) => ({ ...this.#words(item), item }));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is in flight.'));
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: vscode.l10n.t('What the clouds still work on'),
    });
    return picked && this.#addressOf(picked.item);
  }

  /**
   * Says that something is still pending after half an hour and no longer looked at.
   * @param reveal shows the share of the first of them
   */
  tellGivenUp(items: readonly PendingItem[], reveal: (address: Address) => Promise<void>): void {
    const [first] = items;
    if (!first) return;
    const show = vscode.l10n.t('Show');
    const names = items.slice(0, 3).map((item) => this.#words(item).label);
    void vscode.window
      .showWarningMessage(
        vscode.l10n.t(
          'Still pending after half an hour, no longer followed: {0}. Refresh to look again.',
          [...names, ...(items.length > 3 ? ['…'] : [])].join(', '),
        ),
        show,
      )
      .then((choice) => {
        if (choice === show) void reveal(this.#addressOf(first));
      });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#subscriptions) stop();
    this.#item.dispose();
  }

  #addressOf({ scope, shareId }: PendingItem): Address {
    const owner = this.#state.snapshot(scope).entries.get(shareId)?.share.owner ?? 'self';
    return { kind: 'share', ...scope, owner, shareId };
  }

  #words({ scope, shareId, entityId, state }: PendingItem): {
    label: string;
    description: string;
  } {
    const share = entryAt({ kind: 'share', ...scope, owner: 'self', shareId }, this.#state)?.share;
    const name = shown(share?.name ?? shareId);
    const word = statusWord({ state, text: state });
    return {
      label: entityId === undefined ? name : shown(entityId),
      description: entityId === undefined ? word : `${word} · ${name}`,
    };
  }

  #draw(): void {
    clearTimeout(this.#timer);
    const now = systemClock.now();
    const count = this.#watcher.inFlight.length;
    const slowedUntil = Math.max(
      0,
      ...this.#connections.queues().map(({ state }) => state.slowedUntil ?? 0),
    );
    if (slowedUntil > now) {
      const seconds = Math.ceil((slowedUntil - now) / 1000);
      this.#item.text = `$(clock) ${vscode.l10n.t('Slowed down, resumes in {0} s', seconds)}`;
      this.#item.tooltip = vscode.l10n.t('The cloud asked to send fewer requests.');
      this.#item.accessibilityInformation = {
        label: vscode.l10n.t('Requests slowed down by the cloud, resuming in {0} seconds', seconds),
      };
      this.#timer = setTimeout(() => {
        this.#draw();
      }, 1000);
      this.#item.show();
      return;
    }
    if (count === 0) {
      this.#item.hide();
      return;
    }
    this.#item.text = `$(sync~spin) ${vscode.l10n.t('{0} in flight', count)}`;
    this.#item.tooltip = this.#watcher.inFlight
      .slice(0, 10)
      .map((item) => {
        const { label, description } = this.#words(item);
        return `${label}: ${description}`;
      })
      .join('\n');
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t('{0} share changes in flight', count),
    };
    this.#item.show();
  }
}
