import * as vscode from 'vscode';
import { CloudError, type CloudErrorDetails } from '../clouds/cloud-error.ts';
import { shown } from '../model/untrusted-text.ts';
import type { Log } from './log.ts';

/**
 * Tells the user about a failure of something they started: what it means, what to do, and the code.
 * A cancelled action says nothing. Doesn't wait for the notice to be closed.
 */
export function showError(error: unknown, log: Log): void {
  if (error instanceof CloudError && error.kind === 'cancelled') return;
  log.error(error);
  const copy = vscode.l10n.t('Copy request id');
  const open = vscode.l10n.t('Show log');
  const details = error instanceof CloudError ? error.details : undefined;
  const text = details
    ? errorText(details)
    : shown(error instanceof Error ? error.message : String(error));
  const replace = vscode.l10n.t('Replace keys…');
  const actions = [
    ...(details?.kind === 'credentials' ? [replace] : []),
    ...(details?.requestId === undefined ? [] : [copy]),
    open,
  ];
  void vscode.window.showErrorMessage(text, ...actions).then((choice) => {
    if (choice === open) log.show();
    if (choice === replace) {
      void vscode.commands.executeCommand('resourceShares.replaceKeys');
    }
    if (choice === copy) void vscode.env.clipboard.writeText(details?.requestId ?? '');
  });
}

/** A failure in one paragraph: meaning, advice, code. All of it safe to show. */
export function errorText(details: CloudErrorDetails): string {
  const parts = [details.meaning ?? shown(details.message), details.advice ?? ''];
  return [...parts.filter((part) => part !== ''), `(${shown(details.code)})`].join(' ');
}
