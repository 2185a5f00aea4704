import * as vscode from 'vscode';
import { type KeyPlace, vaultFailed } from '../../accounts/stored-keys.ts';
import { CloudError } from '../../clouds/cloud-error.ts';

/**
 * Puts keys into the secret storage; where that fails the user may keep them for as long as the window is open.
 * @param put stores them
 * @returns false where they are kept nowhere
 */
export async function keepKeys(put: (place: KeyPlace) => Promise<void>): Promise<boolean> {
  try {
    await put('vault');
    return true;
  } catch (error) {
    if (!(error instanceof CloudError) || error.details.code !== vaultFailed) throw error;
    const keep = vscode.l10n.t('Keep until the window closes');
    const choice = await vscode.window.showWarningMessage(
      error.details.meaning ?? '',
      {
        modal: true,
        detail: [
          error.details.advice ?? '',
          vscode.l10n.t(
            'Or keep the keys in the memory of this window only, and enter them again next time.',
          ),
        ].join('\n'),
      },
      keep,
    );
    if (choice !== keep) return false;
    await put('session');
    return true;
  }
}
