import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { writingWhile } from '../../accounts/profile.ts';
import { type Account, isWritable } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';

/**
 * Asks for how long changes may be sent for some accounts, and writes it down.
 * @returns true when they may now be
 */
export async function turnWritingOn(
  store: AccountStore,
  accounts: readonly Account[],
): Promise<boolean> {
  const names = accounts.map(({ label }) => shown(label)).join(', ');
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: vscode.l10n.t('For {0} minutes', writingWhile / 60_000),
        detail: vscode.l10n.t('Then the account is read-only again by itself.'),
        forGood: false,
      },
      {
        label: vscode.l10n.t('Until I make it read-only'),
        detail: vscode.l10n.t('Changes are still shown and asked about before they are sent.'),
        forGood: true,
      },
    ],
    {
      title: vscode.l10n.t('Turn writing on'),
      placeHolder: vscode.l10n.t('For how long may changes be sent for {0}?', names),
      ignoreFocusOut: true,
    },
  );
  if (!picked) return false;
  const writing = picked.forGood ? 'on' : { until: systemClock.now() + writingWhile };
  for (const { id } of accounts) await store.change(id, { writing });
  return accounts.every(({ id }) => {
    const present = store.find(id);
    return present !== undefined && isWritable(present);
  });
}
