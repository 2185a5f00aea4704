import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { labelMaximum } from '../../accounts/profile.ts';

/** What is wrong with a name for an account; undefined where nothing is. */
export function checkLabel(text: string, store: AccountStore): string | undefined {
  if (text === '') return vscode.l10n.t('Enter a name.');
  if (text.length > labelMaximum) {
    return vscode.l10n.t('At most {0} characters.', labelMaximum);
  }
  return store.list().some(({ label }) => label === text)
    ? vscode.l10n.t('There is an account with this name already.')
    : undefined;
}
