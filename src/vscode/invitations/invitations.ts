import * as vscode from 'vscode';
import { CloudError } from '../../clouds/cloud-error.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { type Account, type Scope, scopeKey } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import type { Invitation } from '../../model/invitation.ts';
import { shown } from '../../model/untrusted-text.ts';
import { setContext } from '../commands.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { invitationRow, type InvitationRow, isOpen } from './invitation-row.ts';

const viewId = 'resourceShares.invitations';

/** An invitation and the scope that was asked. */
export interface Received {
  readonly scope: Scope;
  readonly invitation: Invitation;
}

interface Parts {
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly state: TreeState;
}

type RowId = string;

/** What one scope has answered last. */
interface Answer {
  readonly scope: Scope;
  readonly received: readonly Received[];
  /** Why the newest reading that somebody waited for has failed. */
  readonly error?: CloudError;
}

/**
 * The view *Invitations*: what other accounts offer to the accounts that are configured here, and nobody has answered.
 * It is there once something waits for an answer, or somebody has asked for it.
 */
export class Invitations implements vscode.TreeDataProvider<RowId>, vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<RowId>;
  /** By scope. */
  readonly #answers = new Map<string, Answer>();
  #received: ReadonlyMap<RowId, Received> = new Map();
  #failed: ReadonlyMap<RowId, Answer> = new Map();
  #reading: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      canSelectMany: true,
    });
  }

  readonly onDidChangeTreeData = this.#changed.event;

  /** What can be answered, in the order of the view. */
  get open(): readonly Received[] {
    return [...this.#received.values()];
  }

  find(id: unknown): Received | undefined {
    return typeof id === 'string' ? this.#received.get(id) : undefined;
  }

  /** How an invitation reads; undefined when its account is not configured any more. */
  rowOf({ scope, invitation }: Received): InvitationRow | undefined {
    const { state } = this.#parts;
    const account = state.accounts.find(({ id }) => id === scope.accountId);
    const offered = state.snapshot(scope).entries.get(invitation.shareId);
    return account && invitationRow(invitation, account, offered, state, systemClock.now());
  }

  /** Opens the view. */
  async show(): Promise<void> {
    setContext('invitations', true);
    await vscode.commands.executeCommand(`${viewId}.focus`);
  }

  /** Reads the invitations of every account. Never rejects: a failure has a row of its own. */
  read(): Promise<void> {
    this.#reading ??= Promise.resolve(
      vscode.window.withProgress({ location: { viewId } }, () => this.#read()),
    ).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** Asks one scope without a word: what can't be read stays as it was, and only the log of requests tells of it. */
  async look(scope: Scope, priority: 'action' | 'watch'): Promise<void> {
    try {
      this.#answered(scope, await this.#list(scope, priority));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
    }
  }

  getChildren(id?: RowId): RowId[] {
    return id === undefined ? [...this.#received.keys(), ...this.#failed.keys()] : [];
  }

  getTreeItem(id: RowId): vscode.TreeItem {
    const { state } = this.#parts;
    const received = this.#received.get(id);
    const row = received && this.rowOf(received);
    const item = new vscode.TreeItem('');
    item.id = id;
    if (row) {
      item.label = row.label;
      item.description = row.description;
      item.tooltip = row.tooltip.join('\n');
      item.iconPath = new vscode.ThemeIcon('mail');
      item.contextValue = 'invitation';
      item.accessibilityInformation = {
        label: vscode.l10n.t('Invitation to {0}', `${row.label}, ${row.description}`),
      };
      return item;
    }
    const failure = this.#failed.get(id);
    const asked = state.accounts.find((one) => one.id === failure?.scope.accountId);
    if (!failure?.error || !asked) return item;
    item.label = `${shown(asked.label)} · ${failure.scope.region}`;
    item.description = vscode.l10n.t('could not be read');
    item.tooltip = errorText(failure.error.details);
    item.iconPath = new vscode.ThemeIcon(
      'warning',
      new vscode.ThemeColor('list.warningForeground'),
    );
    return item;
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  /**
   * The invitations of one scope that can be answered.
   * @throws CloudError
   */
  list(scope: Scope): Promise<readonly Received[]> {
    return this.#list(scope, 'action');
  }

  async #read(): Promise<void> {
    const { accounts } = this.#parts.state;
    await Promise.all(
      accounts.map(async (account) => {
        for (const scope of await this.#scopes(account)) {
          try {
            this.#answered(scope, await this.list(scope));
          } catch (error) {
            if (!(error instanceof CloudError)) throw error;
            this.#answers.set(scopeKey(scope), { scope, received: [], error });
          }
        }
      }),
    );
    this.#arrange();
  }

  #answered(scope: Scope, received: readonly Received[]): void {
    this.#answers.set(scopeKey(scope), { scope, received });
    this.#arrange();
  }

  /** Puts what was answered in the order of the view: what ends first stands first. */
  #arrange(): void {
    const { accounts } = this.#parts.state;
    const answers = [...this.#answers.values()].filter(({ scope }) =>
      accounts.some(({ id }) => id === scope.accountId),
    );
    const rows = answers.flatMap(({ received }) =>
      received.map((one): [RowId, Received] => [
        `${one.scope.accountId}/${one.invitation.id}`,
        one,
      ]),
    );
    const soonest = ([, { invitation }]: [RowId, Received]) => invitation.expiresAt ?? '9';
    this.#received = new Map(
      rows.sort((a, b) => (soonest(a) < soonest(b) ? -1 : soonest(a) > soonest(b) ? 1 : 0)),
    );
    this.#failed = new Map(
      answers
        .filter(({ error }) => error !== undefined)
        .map((answer) => [`failed/${scopeKey(answer.scope)}`, answer]),
    );
    const count = this.#received.size;
    if (count > 0) setContext('invitations', true);
    this.#view.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip:
              count === 1
                ? vscode.l10n.t('1 invitation to answer')
                : vscode.l10n.t('{0} invitations to answer', count),
          };
    this.#view.message = count === 0 ? vscode.l10n.t('No invitation waits for an answer.') : '';
    this.#changed.fire(undefined);
  }

  async #list(scope: Scope, priority: 'action' | 'watch'): Promise<readonly Received[]> {
    const client = await this.#parts.connections.client(scope.accountId);
    const found: Received[] = [];
    const options = { signal: new AbortController().signal, priority };
    for await (const page of client.listInvitations(scope.region, { side: 'received' }, options)) {
      for (const invitation of page.filter(isOpen)) found.push({ scope, invitation });
    }
    return found;
  }

  /** Where an account has to be asked: once where one endpoint knows all regions. */
  async #scopes({ id, cloud, regions }: Account): Promise<readonly Scope[]> {
    const { abilities } = await this.#parts.connections.driver(cloud);
    const asked = abilities.regional ? regions : regions.slice(0, 1);
    return asked.map((region) => ({ accountId: id, region }));
  }
}
