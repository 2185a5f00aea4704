import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AccountStore } from './accounts/account-store.ts';
import { Inventory } from './inventory/inventory.ts';
import { Watcher } from './inventory/watcher.ts';
import { accountCommands, addDemoAccounts } from './vscode/accounts/account-commands.ts';
import { changeCommands } from './vscode/changes/change-commands.ts';
import { registerCommands, setContext } from './vscode/commands.ts';
import { Connections } from './vscode/connections.ts';
import { showError } from './vscode/error-notice.ts';
import { registerShareFormSerializer } from './vscode/forms/form-serializer.ts';
import type { ShareForms } from './vscode/forms/share-form.ts';
import { InFlightStatus } from './vscode/in-flight.ts';
import { Log } from './vscode/log.ts';
import { SandboxHost } from './vscode/sandbox-host.ts';
import { settings } from './vscode/settings.ts';
import { Expansion } from './vscode/shares/expansion.ts';
import { shareCommands } from './vscode/shares/share-commands.ts';
import { ShareDocuments } from './vscode/shares/share-document.ts';
import { SharesView } from './vscode/shares/shares-view.ts';
import { treeState } from './vscode/tree-state.ts';

/** What has to end before the window does; the rest is disposed by VS Code. */
let sandbox: SandboxHost | undefined;

/** Puts the parts together. Asks nothing of any cloud: that waits until somebody looks. */
export function activate(context: vscode.ExtensionContext): void {
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = new Log();
  const store = new AccountStore(context.globalState, context.secrets);
  const host = new SandboxHost();
  sandbox = host;
  const connections = new Connections(store, host, log);
  const connect = connections.client.bind(connections);
  const inventory = new Inventory({
    connect,
    limits: (accountId) => connections.limits(accountId),
  });
  const watcher = new Watcher({ inventory, connect });
  const state = treeState(store, inventory, connections);
  setContext('hasAccounts', store.list().length > 0);
  const view = new SharesView(inventory, state, new Expansion(context.workspaceState));
  const documents = new ShareDocuments(inventory, state);
  const inFlight = new InFlightStatus(watcher, connections, state);

  connections.onDidLoadDriver(() => {
    view.redraw();
  });
  const followed = new Set<string>();
  watcher.onDidGiveUp(({ items }) => {
    const untold = items.filter(({ shareId }) => !followed.has(shareId));
    inFlight.tellGivenUp(untold, (address) => view.reveal(address));
  });

  let opening: Promise<ShareForms> | undefined;
  const forms = (): Promise<ShareForms> =>
    (opening ??= import('./vscode/changes/open-forms.ts').then(({ openForms }) =>
      openForms(context.extensionUri, {
        store,
        inventory,
        watcher,
        connections,
        view,
        state,
        log,
        followed,
      }),
    ));

  const tell = (error: unknown): void => {
    showError(error, log);
  };
  const commands = registerCommands(
    {
      ...accountCommands({ store, connections, sandbox: host }),
      ...shareCommands({ inventory, state, view, documents, connections }),
      ...changeCommands({ inventory, state, connections, forms }),
      'resourceShares.showInFlight': async () => {
        const address = await inFlight.choose();
        if (address) await view.reveal(address);
      },
      'resourceShares.showLog': () => {
        log.show();
      },
    },
    tell,
  );

  let known = store.list();
  const followAccounts = store.onDidChange(() => {
    const now = store.list();
    for (const { id } of known.filter(({ id }) => !now.some((account) => account.id === id))) {
      inventory.removeAccount(id);
      connections.forget(id);
      void opening?.then((open) => {
        open.closeForAccount(id);
      });
    }
    known = now;
    void opening?.then((open) => {
      open.accountsChanged();
    });
    setContext('hasAccounts', now.length > 0);
    view.redraw();
  });

  const look = (): void => {
    watcher.setActive(view.visible || vscode.window.state.focused);
  };
  const applySettings = (): void => {
    watcher.setPolling(settings.polling);
    view.redraw();
  };
  look();
  watcher.setPolling(settings.polling);
  if (host.isGiven) void addDemoAccounts({ store, connections, sandbox: host }).catch(tell);

  context.subscriptions.push(
    ...[followAccounts, store, connections, inventory, watcher].map((part) =>
      typeof part === 'function' ? new vscode.Disposable(part) : part,
    ),
    log,
    view,
    documents,
    inFlight,
    commands,
    view.onDidChangeVisibility(look),
    vscode.window.onDidChangeWindowState(look),
    settings.onDidChange(applySettings),
    registerShareFormSerializer(forms),
    new vscode.Disposable(() => {
      void opening?.then((open) => {
        open.dispose();
      });
    }),
  );
}

export async function deactivate(): Promise<void> {
  await sandbox?.dispose();
}
