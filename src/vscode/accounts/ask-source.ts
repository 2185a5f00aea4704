import * as vscode from 'vscode';
import { listSources, type FoundSource } from '../../accounts/sources/list-sources.ts';
import { sourceText } from '../../accounts/sources/source.ts';
import type { CloudId } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { withRole } from './account-answers.ts';
import { surroundingsToList } from './open-key-source.ts';
import { choose, type Answer } from './quick-steps.ts';

/**
 * Asks where the keys of an account lie: entered now, or somewhere on this machine.
 * @param role whether one can be chosen, or is taken on with these keys, or is not asked about
 */
export async function askSource(
  cloud: CloudId,
  role: 'offered' | 'taken on' | 'none',
  {
    title,
    canGoBack,
    error,
  }: { readonly title: string; readonly canGoBack: boolean; readonly error: string | undefined },
): Promise<Answer<string>> {
  const { found, problems } = await listSources(cloud, surroundingsToList());
  const ofAgency = cloud === 'huawei';
  const question =
    role !== 'taken on'
      ? vscode.l10n.t('Where are the keys?')
      : ofAgency
        ? vscode.l10n.t('Whose keys take on the agency?')
        : vscode.l10n.t('Whose keys take on the role?');
  return choose({
    title,
    canGoBack,
    placeholder: error ?? problems[0]?.details.meaning ?? question,
    items: [
      {
        label: `$(key) ${vscode.l10n.t('Enter keys')}`,
        description: vscode.l10n.t('kept in the secret storage of VS Code'),
        value: '',
      },
      ...found.map(itemOf),
      ...(role === 'offered'
        ? [
            {
              label: `$(organization) ${ofAgency ? vscode.l10n.t('Take on an agency…') : vscode.l10n.t('Take on a role…')}`,
              description: vscode.l10n.t('with any of these keys'),
              value: withRole,
            },
          ]
        : []),
    ],
  });
}

function itemOf({ source, file, mode }: FoundSource): {
  readonly label: string;
  readonly description: string;
  readonly value: string;
} {
  const value = sourceText(source) ?? '';
  if (source.kind !== 'profile') {
    return {
      label: `$(terminal) ${vscode.l10n.t('Environment')}`,
      description: vscode.l10n.t('variables of the process that started VS Code'),
      value,
    };
  }
  const parts = [mode ?? '', file ?? ''].filter((part) => part !== '');
  return {
    label: `$(account) ${vscode.l10n.t('Profile {0}', shown(source.name))}`,
    description: shown(parts.join(' · ')),
    value,
  };
}
