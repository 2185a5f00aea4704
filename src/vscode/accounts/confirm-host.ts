import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { unconfirmedHosts } from '../../accounts/hosts.ts';
import type { Account } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { endpointsFor } from './endpoint-settings.ts';

/**
 * Asks about each host that the settings put in the place of the vendor's, where the user has not let the calls of this
 * account go there.
 * @returns the hosts that they may go to; undefined where the user does not want it
 */
export async function confirmHosts(
  label: string,
  confirmed: readonly string[] = [],
): Promise<readonly string[] | undefined> {
  const hosts = unconfirmedHosts(endpointsFor(label), confirmed);
  for (const host of hosts) {
    const send = vscode.l10n.t('Send calls there');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('Send the calls of {0} to {1}?', shown(label), shown(host)),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The setting for endpoints says so. It is not a host of the vendor: whoever runs it sees what is read and changed, and can use temporary keys.',
        ),
      },
      send,
    );
    if (choice !== send) return undefined;
  }
  return [...confirmed, ...hosts];
}

/** The same for a stored account; what is confirmed is written down. */
export async function confirmAccountHosts(store: AccountStore, account: Account): Promise<boolean> {
  const hosts = await confirmHosts(account.label, account.hosts);
  if (hosts === undefined) return false;
  if (hosts.length > (account.hosts ?? []).length) await store.change(account.id, { hosts });
  return true;
}
