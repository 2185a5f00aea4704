import { t } from '@vscode/l10n';
import type { ConnectionTest, ReadName } from '../../accounts/test-connection.ts';
import type { CloudErrorDetails } from '../../clouds/cloud-error.ts';
import type { Account } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';

export interface ConnectionWords {
  readonly works: boolean;
  readonly text: string;
  /** A line for each thing that is wrong. */
  readonly detail: readonly string[];
}

/** What a test of the connection has found, in words. */
export function connectionText(
  { label, ownerId }: Pick<Account, 'label' | 'ownerId'>,
  { reads, missingActions, ownerId: found }: ConnectionTest,
): ConnectionWords {
  const name = shown(label);
  const failed = reads.filter(({ error }) => error !== undefined);
  const foreign =
    found !== undefined && found !== ownerId
      ? [t('The keys are of the account {0}, not of {1}.', shown(found), shown(ownerId))]
      : [];
  if (failed.length === 0 && foreign.length === 0) {
    return { works: true, text: t('{0}: everything can be read.', name), detail: [] };
  }
  const rights =
    missingActions.length > 0
      ? [t('Missing permissions: {0}.', missingActions.map((one) => shown(one)).join(', '))]
      : [];
  const others = failed.filter(({ error }) => error?.missingAction === undefined);
  const whys = new Map(
    others.map(({ name: read, error }) => [error?.code, error ? whyText(read, error) : '']),
  );
  return {
    works: false,
    text:
      failed.length === 0
        ? t('{0}: the keys belong to another account.', name)
        : failed.length === reads.length
          ? t('{0}: nothing can be read.', name)
          : t('{0}: {1} of {2} reads work.', name, reads.length - failed.length, reads.length),
    detail: [...foreign, ...rights, ...whys.values()],
  };
}

function whyText(
  read: ReadName,
  { meaning, message, advice = '', code }: CloudErrorDetails,
): string {
  const why = [meaning ?? shown(message), advice].filter((part) => part !== '').join(' ');
  return t('{0}: {1} ({2})', readText(read), why, shown(code));
}

function readText(read: ReadName): string {
  switch (read) {
    case 'identity':
      return t('Whose keys they are');
    case 'ownShares':
      return t('Own shares');
    case 'receivedShares':
      return t('Received shares');
    case 'resources':
      return t('Resources');
    case 'principals':
      return t('Principals');
    case 'received':
      return t('Received resources');
    case 'permissions':
      return t('Permissions');
    case 'invitations':
      return t('Invitations');
    case 'organization':
      return t('Sharing in the organisation');
  }
}
