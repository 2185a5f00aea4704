import * as vscode from 'vscode';
import type { Plan, PlanPart } from '../../changes/plan.ts';
import { shown } from '../../model/untrusted-text.ts';

/**
 * The last question before something is taken away in an account that is marked as production: the name of the share is
 * to be typed. Where several shares are changed, it is their number.
 * @param question what was asked before
 * @param otherwise what to type where it is about no share
 */
export async function confirmByName(
  { parts }: Plan,
  question: string,
  otherwise: string,
): Promise<boolean> {
  const [first, ...more] = parts;
  const isOne = more.length === 0;
  const wanted = isOne ? nameOf(first, otherwise) : String(parts.length);
  const typed = await vscode.window.showInputBox({
    title: question,
    prompt: isOne
      ? vscode.l10n.t('This is a production account. Type {0} to go on.', wanted)
      : vscode.l10n.t(
          'This is a production account. Type the number of shares to go on: {0}',
          wanted,
        ),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === '' || text.trim() === wanted
        ? undefined
        : isOne
          ? vscode.l10n.t('This is not the name.')
          : vscode.l10n.t('This is not the number of shares.'),
  });
  return typed?.trim() === wanted;
}

function nameOf(part: PlanPart | undefined, otherwise: string): string {
  const name = shown(part?.share.name ?? '').trim();
  return name === '' ? shown(otherwise).trim() : name;
}
