import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Account } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { addressOf } from '../shares/address.ts';

interface Parts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly sandbox: Lazy<SandboxHost>;
}

/** The commands that add and remove accounts. */
export function accountCommands(
  parts: Parts,
): Readonly<
  Record<
    'resourceShares.addAccount' | 'resourceShares.removeAccount' | 'resourceShares.trySandbox',
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
      const address = addressOf(row);
      const account = address ? store.find(address.accountId) : await pickAccount(store);
      if (account && (await confirmRemoval(account))) await store.remove(account.id);
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

async function pickAccount(store: AccountStore): Promise<Account | undefined> {
  const picked = await vscode.window.showQuickPick(
    store.list().map((account) => ({
      label: shown(account.label),
      description: account.ownerId,
      account,
    })),
    { placeHolder: vscode.l10n.t('Which account is to be removed from this tool?') },
  );
  return picked?.account;
}

async function confirmRemoval(account: Account): Promise<boolean> {
  const remove = vscode.l10n.t('Remove');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Remove the account {0} ({1})?', shown(account.label), account.ownerId),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Its keys are deleted from the secret storage of this machine. Nothing changes in the cloud.',
      ),
    },
    remove,
  );
  return choice === remove;
}
