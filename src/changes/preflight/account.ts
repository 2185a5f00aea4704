import { t } from '@vscode/l10n';
import type { ChangeContext } from '../change-context.ts';
import type { PlanPart } from '../plan.ts';
import type { Finding } from './finding.ts';

export const readOnlyRule = 'accountReadOnly';

/** An account that was removed since, or that the user has not turned writing on for. */
export function accountFindings(part: PlanPart, context: ChangeContext): readonly Finding[] {
  const account = context.account(part.scope.accountId);
  const refusal = (rule: string, code: string, message: string): readonly Finding[] => [
    { rule, severity: 'refusal', code, source: '', message, part: part.key },
  ];
  if (!account) {
    return refusal('accountGone', 'AccountRemoved', t('The account is not configured any more.'));
  }
  if (account.readOnly) {
    return refusal(
      readOnlyRule,
      'AccountReadOnly',
      t('The account {0} is read-only here: nothing is sent for it.', account.label),
    );
  }
  return [];
}
