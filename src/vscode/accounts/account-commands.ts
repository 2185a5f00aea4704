import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { type Account, isWritable } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Activity } from '../../changes/activity.ts';
import type { CacheHost } from '../cache-host.ts';
import type { Connections } from '../connections.ts';
import type { Log } from '../log.ts';
import type { Lazy } from '../lazy.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { addressOf } from '../shares/address.ts';
import { turnWritingOn } from './turn-writing-on.ts';

interface Parts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly sandbox: Lazy<SandboxHost>;
  readonly cache: Lazy<CacheHost>;
  readonly activity: Lazy<Activity>;
  readonly log: Log;
}

/** The commands that add and remove accounts. */
export function accountCommands(
  parts: Parts,
): Readonly<
  Record<
    | 'resourceShares.addAccount'
    | 'resourceShares.removeAccount'
    | 'resourceShares.trySandbox'
    | 'resourceShares.turnWritingOn'
    | 'resourceShares.turnWritingOff'
    | 'resourceShares.editAccount'
    | 'resourceShares.replaceKeys'
    | 'resourceShares.testConnection'
    | 'resourceShares.diagnoseConnection'
    | 'resourceShares.supportBundle',
    CommandHandler
  >
> {
  const { store, connections } = parts;
  return {
    'resourceShares.addAccount': async () => {
      const { addAccount } = await import('./add-account.ts');
      await addAccount(store, connections);
    },
    'resourceShares.removeAccount': async (row) => {
      const account = await chosen(
        row,
        store.list(),
        vscode.l10n.t('Which account is to be removed from this tool?'),
      );
      if (account && (await confirmRemoval(account))) await removeAccount(account.id, parts);
    },
    'resourceShares.turnWritingOn': async (row) => {
      const account = await chosen(
        row,
        store.list().filter((one) => !isWritable(one)),
        vscode.l10n.t('For which account is writing to be turned on?'),
      );
      if (account) await turnWritingOn(store, [account]);
    },
    'resourceShares.turnWritingOff': async (row) => {
      const account = await chosen(
        row,
        store.list().filter(isWritable),
        vscode.l10n.t('Which account is to be read-only?'),
      );
      if (account) await store.change(account.id, { writing: 'off' });
    },
    'resourceShares.editAccount': async (row) => {
      const account = await chosen(
        row,
        store.list(),
        vscode.l10n.t('Which account is to be edited?'),
      );
      if (!account) return;
      const { editAccount } = await import('./manage-account.ts');
      await editAccount(store, connections, account);
    },
    'resourceShares.replaceKeys': async (row) => {
      const account = await chosen(
        row,
        store.list().filter(({ sandbox: isDemo }) => isDemo !== true),
        vscode.l10n.t('Which account gets other keys?'),
      );
      if (!account) return;
      const { replaceKeys } = await import('./manage-account.ts');
      await replaceKeys(store, connections, account);
    },
    'resourceShares.testConnection': async (row) => {
      const account = await chosen(
        row,
        store.list(),
        vscode.l10n.t('Which account is to be tested?'),
      );
      if (!account) return;
      const { testConnection } = await import('./manage-account.ts');
      await testConnection(store, connections, account);
    },
    'resourceShares.diagnoseConnection': async (row) => {
      const account = await chosen(
        row,
        store.list(),
        vscode.l10n.t('The connection of which account is to be looked at?'),
      );
      if (!account) return;
      const { showDiagnosis } = await import('./diagnose.ts');
      await showDiagnosis(store, connections, account);
    },
    'resourceShares.supportBundle': async () => {
      const { showSupportBundle } = await import('./support-bundle.ts');
      await showSupportBundle(parts);
    },
    'resourceShares.trySandbox': () =>
      vscode.window.withProgress({ location: { viewId: 'resourceShares.shares' } }, () =>
        addDemoAccounts(parts),
      ),
  };
}

/** Adds the demo accounts of the sandbox; those that are there already stay as they are. */
async function addDemoAccounts({ store, sandbox }: Parts): Promise<void> {
  await store.addWithoutKeys(await (await sandbox.get()).accounts());
  await vscode.commands.executeCommand('resourceShares.shares.focus');
}

/** The account of the row; from the palette the one that is picked. */
async function chosen(
  row: unknown,
  accounts: readonly Account[],
  placeHolder: string,
): Promise<Account | undefined> {
  const address = addressOf(row);
  if (typeof row === 'string') {
    const named = accounts.find(({ id }) => id === row);
    if (named) return named;
  }
  if (address) return accounts.find(({ id }) => id === address.accountId);
  const picked = await vscode.window.showQuickPick(
    accounts.map((account) => ({
      label: shown(account.label),
      description: account.ownerId,
      account,
    })),
    { placeHolder },
  );
  return picked?.account;
}

/**
 * Removes an account with its keys, what is kept of its shares, and the record of its changes. Its pages are closed in
 * every window, as each is told that it is gone.
 */
async function removeAccount(accountId: string, { store, cache, activity }: Parts): Promise<void> {
  await store.remove(accountId);
  await (await cache.get()).forget(accountId);
  await (await activity.get()).forgetAccount(accountId);
}

async function confirmRemoval(account: Account): Promise<boolean> {
  const remove = vscode.l10n.t('Remove');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the account {0} ({1})?', shown(account.label), account.ownerId),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Its keys, what is kept of its shares, and the record of its changes are deleted from this machine. Nothing changes in the cloud.',
      ),
    },
    remove,
  );
  return choice === remove;
}
