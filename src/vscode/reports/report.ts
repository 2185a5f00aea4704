import { t } from '@vscode/l10n';
import type { Finding } from '../../inventory/access/findings.ts';
import type { Account } from '../../model/account.ts';

export type ReportKind = 'outsiders' | 'health';

/** What a report says, before it has a form. */
export interface Report {
  readonly kind: ReportKind;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
  readonly findings: readonly Finding[];
  /** How many findings there are beside these: a document has to stay one that can be opened. */
  readonly leftOut: number;
  /** For the labels of accounts. */
  readonly accounts: readonly Account[];
  /** Of this tool. */
  readonly version: string;
}

/** How many findings a report holds. */
const most = 20_000;

/** How many of them are written down at a stretch. */
export const atATime = 100;

/** A report of the findings that come first. */
export function reportOf(
  all: readonly Finding[],
  rest: Omit<Report, 'findings' | 'leftOut'>,
): Report {
  const findings = all.slice(0, most);
  return { ...rest, findings, leftOut: all.length - findings.length };
}

export function reportTitle(kind: ReportKind): string {
  switch (kind) {
    case 'outsiders':
      return t('Principals outside the organisation');
    case 'health':
      return t('Health of resource shares');
  }
}

/** What the user calls the account of a finding, as it is: untrusted like a text from a cloud. */
export function accountLabel({ scope }: Finding, { accounts }: Report): string {
  return accounts.find(({ id }) => id === scope.accountId)?.label ?? '';
}
