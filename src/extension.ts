import * as vscode from 'vscode';
import { AccountStore } from './accounts/account-store.ts';
import type { Account } from './model/account.ts';
import type { Activity } from './changes/activity.ts';
import { emptyScopesIn } from './inventory/empty-scopes.ts';
import { Inventory } from './inventory/inventory.ts';
import type { ActivityView } from './vscode/activity/activity-view.ts';
import type { AccessView } from './vscode/access/access-view.ts';
import { registerCommands, setContext } from './vscode/commands.ts';
import { Connections } from './vscode/connections.ts';
import { registerShareFormSerializer } from './vscode/forms/form-serializer.ts';
import type { ShareForms } from './vscode/forms/share-form.ts';
import type { Changing } from './vscode/changes/changing.ts';
import { lookForInvitations } from './vscode/invitations/look-for-invitations.ts';
import { Lazy } from './vscode/lazy.ts';
import { lazyView } from './vscode/lazy-view.ts';
import { Log } from './vscode/log.ts';
import { settings } from './vscode/settings.ts';
import { registerShareDocuments } from './vscode/shares/document-provider.ts';
import { Expansion } from './vscode/shares/expansion.ts';
import { showLoading } from './vscode/shares/loading.ts';
import { ScopeReader } from './vscode/shares/scope-reader.ts';
import { SharesView } from './vscode/shares/shares-view.ts';
import { groupingKey } from './vscode/shares/grouping-key.ts';
import { TreeRows } from './vscode/shares/tree-rows.ts';
import { treeState } from './vscode/tree-state.ts';
import { watchWhenNeeded } from './vscode/watch-when-needed.ts';

/** What has to be done before the window ends; the rest is disposed by VS Code. */
let end = async (): Promise<void> => Promise.resolve();

/**
 * Puts the parts together. Asks nothing of any cloud: that waits until somebody looks.
 * Only what paints the tree loads here; all else comes when it is first needed.
 */
export function activate(context: vscode.ExtensionContext): void {
  const log = new Log(context.logUri);
  const store = new AccountStore(context.globalState, context.secrets);
  // Set by `npm start`: a sandbox runs already, and its accounts are to be there from the beginning.
  const { RESOURCE_SHARES_SANDBOX: givenSandbox } = process.env;
  const sandbox = new Lazy(async () => {
    const { SandboxHost } = await import('./vscode/sandbox-host.ts');
    return new SandboxHost(givenSandbox);
  });
  const connections = new Connections({ store, sandbox, log });
  const emptyScopes = emptyScopesIn(context.globalState);
  const inventory = new Inventory({
    connect: (accountId) => connections.client(accountId),
    limits: (accountId) => connections.limits(accountId),
    emptyScopes,
  });
  const state = treeState(
    { store, inventory, connections },
    () => arranging.loaded?.tree,
    () => watching.loaded?.watcher,
  );
  const arranging = new Lazy(async () => {
    const { Arranging } = await import('./vscode/shares/arrange/arranging.ts');
    return new Arranging({
      ...{ inventory, reader, state, rows, view },
      storage: context.workspaceState,
    });
  });
  const expansion = new Expansion(context.workspaceState);
  const reader = new ScopeReader({
    inventory,
    restore: async (scope): Promise<void> => (await cache.get()).restore(scope),
  });
  const rows: TreeRows = new TreeRows({
    ...{ inventory, reader, state },
    wasOpened: (id) => expansion.of(id),
    arranging: {
      wanted: context.workspaceState.get(groupingKey) !== undefined,
      get: () => arranging.get(),
    },
  });
  const view = new SharesView(rows, expansion, async (row, data) => {
    const { dropOnto } = await import('./vscode/changes/put-into.ts');
    await dropOnto(row, data, { state, connections, changing }).catch((error: unknown) =>
      tell(error, log),
    );
  });

  const watching = new Lazy(async () => {
    const { Watching } = await import('./vscode/watching.ts');
    return new Watching({ inventory, connections, state, rows, view });
  });
  const cache = new Lazy(async () => {
    const { CacheHost } = await import('./vscode/cache-host.ts');
    const storage = context.globalStorageUri;
    return new CacheHost({ storage, store, inventory, emptyScopes, watching, log });
  });
  const activityFolder = vscode.Uri.joinPath(context.globalStorageUri, 'activity');
  const activity = new Lazy(async (): Promise<Activity> => {
    const { openActivity } = await import('./vscode/changes/open-activity.ts');
    const parts = { store, inventory, connections, watching, log, activityView };
    return openActivity(activityFolder.fsPath, parts);
  });
  const activityView = new Lazy(async (): Promise<ActivityView> => {
    const { ActivityView } = await import('./vscode/activity/activity-view.ts');
    return new ActivityView(await activity.get(), { store, connections, state });
  });
  const forms = new Lazy(async () => {
    const { openForms } = await import('./vscode/changes/open-forms.ts');
    const parts = { store, inventory, activity, connections, view, state, log };
    return openForms(context.extensionUri, parts);
  });
  const changing = new Lazy(async () => {
    const { Changing } = await import('./vscode/changes/changing.ts');
    return new Changing({ store, inventory, activity, connections, view, state, log });
  });
  const invitations = new Lazy(async () => {
    const { Invitations } = await import('./vscode/invitations/invitations.ts');
    return new Invitations({ inventory, connections, state });
  });
  const access = new Lazy(async (): Promise<AccessView> => {
    const { AccessView } = await import('./vscode/access/access-view.ts');
    const storage = context.workspaceState;
    return new AccessView({ inventory, reader, state, frame: accessFrame, storage });
  });
  const accessFrame = lazyView('resourceShares.access', access);
  const hovers = vscode.languages.registerHoverProvider('*', {
    provideHover: async (document, position) => {
      if (!settings.hovers || store.list().length === 0) return undefined;
      const { accessHover } = await import('./vscode/access/access-hover.ts');
      return accessHover(document, position, await access.get(), state);
    },
  });
  const documentChanged = new vscode.EventEmitter<vscode.Uri>();
  const documents = new Lazy(async () => {
    const { ShareDocuments } = await import('./vscode/shares/share-document.ts');
    return new ShareDocuments({ inventory, connections, state }, documentChanged);
  });

  const commands = registerCommands(
    context.extension,
    new Lazy(async () => {
      const { commandTable } = await import('./vscode/command-table.ts');
      return commandTable({
        ...{ store, sandbox, connections, inventory, reader, state, view, log },
        ...{ documents, forms, activity, activityView, changing, invitations },
        ...{ watching, cache, arranging, access },
      });
    }),
    (error) => void tell(error, log),
  );
  // VS Code calls `deactivate` and disposes in the same breath: what the cache still writes down has to stay meanwhile.
  const written = [watchWhenNeeded(inventory, connections, watching), inventory];
  let ending: Promise<void> | undefined;
  end = () =>
    (ending ??= (async () => {
      await (await cache.begun)?.end();
      for (const part of written) part.dispose();
      await (await sandbox.begun)?.dispose();
    })());
  setContext('hasAccounts', store.list().length > 0);
  if (givenSandbox !== undefined) void vscode.commands.executeCommand('resourceShares.trySandbox');

  // Where nothing was ever changed there is nothing to go on with, and nothing more loads.
  vscode.workspace.fs.readDirectory(activityFolder).then(
    async (files) => {
      const { startActivity } = await import('./vscode/activity/at-start.ts');
      const names = files.map(([name]) => name);
      await startActivity(names, { activity, activityView, changing }).catch((error: unknown) =>
        tell(error, log),
      );
    },
    () => undefined,
  );

  context.subscriptions.push(
    new vscode.Disposable(
      followAccounts({ store, inventory, connections, rows, forms, changing, activity }),
    ),
    new vscode.Disposable(
      store.onDidChangeKeys((accountId) => {
        connections.forget(accountId);
        inventory.resetAccount(accountId);
      }),
    ),
    new vscode.Disposable(
      connections.onDidLearn(() => {
        rows.redraw();
      }),
    ),
    settings.onDidChange(() => {
      rows.redraw();
      // Turned off, its files go at once.
      if (!settings.cache) void cache.get();
    }),
    registerShareFormSerializer(forms),
    registerShareDocuments(documents, documentChanged.event),
    showLoading(inventory),
    new vscode.Disposable(lookForInvitations(inventory, invitations)),
    ...[commands, view, accessFrame, hovers, rows, reader, documentChanged],
    ...[store, connections, log],
    new vscode.Disposable(() => {
      // The record first: what is stopped by what comes after it was cut off, and not cancelled.
      for (const { begun } of [
        activity,
        ...[forms, changing, invitations, documents],
        ...[activityView, arranging, access],
      ])
        void begun?.then((one) => one.dispose());
      void end();
    }),
  );
}

export async function deactivate(): Promise<void> {
  await end();
}

interface FollowsAccounts {
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly rows: TreeRows;
  readonly forms: Lazy<ShareForms>;
  readonly changing: Lazy<Changing>;
  readonly activity: Lazy<Activity>;
}

/** Tells every part when accounts come, go or change; the returned function ends that. */
function followAccounts({ store, inventory, connections, rows, ...pages }: FollowsAccounts) {
  const { forms } = pages;
  let known = store.list();
  return store.onDidChange(() => {
    const now = store.list();
    for (const before of known) {
      const { id } = before;
      const account = store.find(id);
      if (!account) {
        inventory.removeAccount(id);
        connections.forget(id);
        void import('./vscode/accounts/close-pages.ts').then(({ closePages }) =>
          closePages(id, pages),
        );
      } else if (reached(account) !== reached(before)) {
        connections.forget(id);
      }
    }
    known = now;
    void forms.begun?.then((open) => {
      open.accountsChanged();
    });
    setContext('hasAccounts', now.length > 0);
    rows.redraw();
  });
}

/** Equal where the same client serves: its settings go by the name of the account. */
function reached({ label, hosts, source }: Account): string {
  return JSON.stringify([label, hosts, source]);
}

async function tell(error: unknown, log: Log): Promise<void> {
  const { showError } = await import('./vscode/error-notice.ts');
  showError(error, log);
}
