import * as vscode from 'vscode';
import { AccountStore } from './accounts/account-store.ts';
import { type Account, isWritable } from './model/account.ts';
import { emptyScopesIn } from './inventory/empty-scopes.ts';
import { Inventory } from './inventory/inventory.ts';
import { registerCommands, setContext } from './vscode/commands.ts';
import { Connections } from './vscode/connections.ts';
import { lookForInvitations } from './vscode/invitations/look-for-invitations.ts';
import { Lazy } from './vscode/lazy.ts';
import { lazyView } from './vscode/lazy-view.ts';
import { Log } from './vscode/log.ts';
import { registerPageSerializers } from './vscode/pages/page-serializers.ts';
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
import type { WorkingParts } from './vscode/working-parts.ts';

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
      onError: (error) => void tell(error, log),
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
  const view = new SharesView(rows, expansion, async (...dropped) => {
    const { dropOnto } = await import('./vscode/changes/put-into.ts');
    const { changing } = await parts.get();
    await dropOnto(...dropped, { state, connections, changing }).catch((error: unknown) =>
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
  const accessFrame = lazyView('resourceShares.access', async () =>
    (await parts.get()).access.get(),
  );
  const findingsFrame = lazyView('resourceShares.findings', async () =>
    (await parts.get()).findings.get(),
  );
  const hovers = vscode.languages.registerHoverProvider('*', {
    provideHover: async (document, position) => {
      if (!settings.hovers || store.list().length === 0) return undefined;
      const { accessHover } = await import('./vscode/access/access-hover.ts');
      return accessHover(document, position, await (await parts.get()).access.get(), state);
    },
  });
  const documentChanged = new vscode.EventEmitter<vscode.Uri>();
  const parts = new Lazy(async (): Promise<WorkingParts> => {
    const { workingParts } = await import('./vscode/working-parts.ts');
    return workingParts({
      ...{
        context,
        storage: context.globalStorageUri,
        activityFolder,
        store,
        inventory,
        connections,
        reader,
        state,
        view,
      },
      ...{ watching, cache, accessFrame, findingsFrame, documentChanged, log },
    });
  });

  const commands = registerCommands(
    context.extension,
    new Lazy(async () => {
      const { commandTable } = await import('./vscode/command-table.ts');
      return commandTable({
        ...{ store, sandbox, connections, inventory, reader, state, view, log },
        ...{ watching, cache, arranging },
        ...(await parts.get()),
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
      await log.end();
    })());
  tellAccounts(store.list());
  if (givenSandbox !== undefined) void vscode.commands.executeCommand('resourceShares.trySandbox');

  // Where nothing was ever changed there is nothing to go on with, and nothing more loads.
  vscode.workspace.fs.readDirectory(activityFolder).then(
    async (files) => {
      const { startActivity } = await import('./vscode/activity/at-start.ts');
      const names = files.map(([name]) => name);
      await startActivity(names, await parts.get()).catch((error: unknown) => tell(error, log));
    },
    () => undefined,
  );

  /** With other keys, or at another host, it may be another account in truth: what was read of it is read again. */
  const connectAnew = (accountId: string): void => {
    connections.forget(accountId);
    inventory.resetAccount(accountId);
    for (const region of store.find(accountId)?.regions ?? []) {
      const scope = { accountId, region };
      if (inventory.snapshot(scope).asOf !== undefined) reader.read(scope);
    }
  };

  context.subscriptions.push(
    new vscode.Disposable(followAccounts({ store, inventory, connections, rows, parts, log })),
    new vscode.Disposable(
      store.onDidChangeKeys((accountId) => {
        connectAnew(accountId);
      }),
    ),
    settings.onDidChange(() => {
      for (const { id, sandbox } of store.list()) if (sandbox !== true) connectAnew(id);
    }, 'endpoints'),
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
    registerPageSerializers({
      form: async () => (await parts.get()).forms.get(),
      picture: async () => (await parts.get()).pictures.get(),
      details: async () => (await parts.get()).details.get(),
    }),
    registerShareDocuments(async () => (await parts.get()).documents.get(), documentChanged.event),
    showLoading(inventory),
    new vscode.Disposable(
      lookForInvitations(
        inventory,
        async () => {
          const { findings, invitations } = await parts.get();
          // Whether outsiders are new is to be seen as soon as something has been read.
          findings.get().catch((error: unknown) => log.error(error));
          return invitations.get();
        },
        (error) => log.error(error),
      ),
    ),
    ...[commands, view, accessFrame, findingsFrame, hovers, rows, reader, documentChanged],
    ...[store, connections],
    new vscode.Disposable(() => {
      void parts.begun?.then((begun) => {
        begun.dispose();
      });
      void arranging.begun?.then((begun) => {
        begun.dispose();
      });
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
  readonly parts: Lazy<WorkingParts>;
  readonly log: Log;
}

/** Tells every part when accounts come, go or change; the returned function ends that. */
function followAccounts({ store, inventory, connections, rows, parts, log }: FollowsAccounts) {
  let known = store.list();
  return store.onDidChange(() => {
    const now = store.list();
    for (const before of known) {
      const { id } = before;
      const account = store.find(id);
      if (!account) {
        inventory.removeAccount(id);
        connections.forget(id);
        void import('./vscode/accounts/close-pages.ts')
          .then(async ({ closePages }) => closePages(id, await parts.get()))
          .catch((error: unknown) => tell(error, log));
      } else if (reached(account) !== reached(before)) {
        connections.forget(id);
        inventory.resetAccount(id);
      }
    }
    known = now;
    void parts.loaded?.accountsChanged();
    tellAccounts(now);
    rows.redraw();
  });
}

function tellAccounts(accounts: readonly Account[]): void {
  setContext('hasAccounts', accounts.length > 0);
  setContext('writable', accounts.some(isWritable));
  setContext('readOnly', !accounts.every(isWritable));
}

/** Equal where the same client serves: its settings go by the name of the account. */
function reached({ label, hosts, source }: Account): string {
  return JSON.stringify([label, hosts, source]);
}

async function tell(error: unknown, log: Log): Promise<void> {
  const { showError } = await import('./vscode/error-notice.ts');
  showError(error, log);
}
