import * as vscode from 'vscode';
import type { CloudError } from '../../clouds/cloud-error.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { scopeKey } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import type { Invitation } from '../../model/invitation.ts';
import { parsePageState, type PageAction } from '../../webview/details-protocol.ts';
import type { CacheHost } from '../cache-host.ts';
import type { CommandId } from '../commands.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import { historyOfShare } from '../history/share-history.ts';
import type { Invitations } from '../invitations/invitations.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import { languageOfWindow, PagePanels } from '../pages/page-panels.ts';
import { settings } from '../settings.ts';
import { rowId, type Address } from '../shares/address.ts';
import { PermissionContents } from '../shares/permission-contents.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { ScopeReader } from '../shares/scope-reader.ts';
import type { SharesView } from '../shares/shares-view.ts';
import { DetailsSession, type DetailsServices } from './details-session.ts';
import { titleOf } from './head-part.ts';
import { subjectOf } from './share-view.ts';
import type { ShareName } from './subject.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly reader: ScopeReader;
  readonly connections: Connections;
  readonly invitations: Lazy<Invitations>;
  readonly cache: Lazy<CacheHost>;
  readonly state: TreeState;
  readonly view: SharesView;
  readonly log: Log;
}

/** The pages with the details of shares, one a share. */
export class ShareDetails implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #services: DetailsServices;
  readonly #panels: PagePanels<DetailsSession>;
  readonly #stopListening: vscode.Disposable;

  constructor(extensionUri: vscode.Uri, parts: Parts) {
    this.#parts = parts;
    this.#services = servicesOf(parts);
    this.#panels = new PagePanels(extensionUri, 'details');
    const changed = (): void => {
      this.changed();
    };
    this.#stopListening = vscode.Disposable.from(
      new vscode.Disposable(parts.connections.onDidLearn(changed)),
      settings.onDidChange(changed),
    );
  }

  /** Opens the page of a share, or shows the one that is open. */
  open(name: ShareName): void {
    if (this.#panels.reveal((session) => isSame(session.name, name))) return;
    const subject = subjectOf(name, this.#parts.state);
    this.#panels.open(subject ? titleOf(subject) : name.shareId, (panel) =>
      this.#start(name, subject ? titleOf(subject) : '', panel),
    );
  }

  /** Takes over a panel that VS Code brought back after the window was loaded again. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = parsePageState(state);
    if (!kept) {
      panel.dispose();
      return;
    }
    this.#panels.attach(panel, kept.title, (own) => this.#start(kept, kept.title, own));
  }

  /** Accounts came, went or changed, or more is known of their clouds. */
  changed(): void {
    for (const session of this.#panels.sessions) session.changed();
  }

  /** Closes the pages of an account that is being removed. */
  closeForAccount(accountId: string): void {
    this.#panels.close(({ name }) => name.scope.accountId === accountId);
  }

  dispose(): void {
    this.#stopListening.dispose();
    this.#panels.dispose();
  }

  #start(
    { scope, shareId }: ShareName,
    title: string,
    panel: ConstructorParameters<typeof DetailsSession>[2],
  ): DetailsSession {
    const name = { scope, shareId };
    return new DetailsSession(name, title, panel, this.#services, languageOfWindow());
  }
}

function isSame(one: ShareName, other: ShareName): boolean {
  return scopeKey(one.scope) === scopeKey(other.scope) && one.shareId === other.shareId;
}

function servicesOf({
  inventory,
  reader,
  connections,
  invitations,
  cache,
  state,
  view,
  log,
}: Parts): DetailsServices {
  const contents = new PermissionContents(connections.client.bind(connections));
  return {
    ...{ state, inventory, clock: systemClock },
    read: async (scope) => {
      const account = state.accounts.find(({ id }) => id === scope.accountId);
      if (!account) return;
      // What it can do, and how it calls things; it may be that nothing was ever read from here.
      await connections.driver(account.cloud);
      await reader.prepare(scope);
      reader.read(scope);
    },
    invitations: async ({ scope, shareId }, side) => {
      const client = await connections.client(scope.accountId);
      const found: Invitation[] = [];
      const options = { signal: new AbortController().signal, priority: 'view' } as const;
      const query = { side, shareIds: [shareId] };
      for await (const page of client.listInvitations(scope.region, query, options)) {
        found.push(...page.filter((one) => one.shareId === shareId));
      }
      return found;
    },
    history: async ({ scope, shareId }) => {
      const history = await (await cache.get()).history.get();
      return history.isOn ? historyOfShare(history, scope, shareId) : undefined;
    },
    content: (scope, permission) => contents.of(scope, permission),
    act: (action, address) => act(action, address, view),
    answerInvitation: async (answer, scope, id) => {
      // The command knows those of its view.
      await (await invitations.get()).look(scope, 'action');
      const command: CommandId =
        answer === 'accept' ? 'resourceShares.acceptInvitation' : 'resourceShares.rejectInvitation';
      await vscode.commands.executeCommand(command, `${scope.accountId}/${id}`);
    },
    explain: (error: CloudError) => errorText(error.details),
    log: (message) => {
      log.info(message);
    },
  };
}

/** The commands of the menus: what is done from a page is done in one way. */
async function act(action: PageAction, address: Address, view: SharesView): Promise<void> {
  if (action === 'showInTree') {
    await vscode.commands.executeCommand('resourceShares.shares.focus');
    await view.reveal(address);
    return;
  }
  const command: CommandId = `resourceShares.${action}`;
  await vscode.commands.executeCommand(command, rowId(address));
}
