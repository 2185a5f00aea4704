import { t } from '@vscode/l10n';
import type { QuotaKind } from '../../model/quota.ts';
import type { ChangeContext } from '../change-context.ts';
import type { Plan, PlanPart } from '../plan.ts';
import type { Finding } from './finding.ts';

/** What an account has of each; the others are counted by share, and checked with the contents. */
const counted: readonly QuotaKind[] = ['shares', 'resources', 'principals'];

/**
 * QuotaExceeded and its like: everything that a plan adds for an account, over all of its shares, against what the
 * cloud says is left. Clouds count in their own ways, so that this warns and does not refuse.
 */
export function quotaFindings(plan: Plan, context: ChangeContext): readonly Finding[] {
  const accounts = [...new Set(plan.parts.map(({ scope }) => scope.accountId))];
  return accounts.flatMap((accountId) => {
    const parts = plan.parts.filter(({ scope }) => scope.accountId === accountId);
    const abilities = context.account(accountId)?.abilities;
    const [first] = parts;
    return counted.flatMap((kind): readonly Finding[] => {
      const quota = context.quotas(accountId)?.find((one) => one.kind === kind);
      const added = parts.reduce((sum, part) => sum + addedTo(part, kind), 0);
      if (!first || quota?.used === undefined || added === 0) return [];
      if (quota.used + added <= quota.limit) return [];
      const condition = abilities?.preconditions.find((one) => one.quota === kind);
      return [
        {
          rule: 'quota',
          severity: 'doubt',
          code: condition?.code ?? 'quota',
          source: 'ListQuota',
          message: message(kind, quota.used, added, quota.limit),
          part: first.key,
        },
      ];
    });
  });
}

function addedTo({ items }: PlanPart, kind: QuotaKind): number {
  const of = { shares: 'share', resources: 'resource', principals: 'principal' };
  const wanted = kind === 'shares' || kind === 'resources' || kind === 'principals' ? of[kind] : '';
  return items.filter((item) => item.kind === wanted && item.effect === 'new').length;
}

function message(kind: QuotaKind, used: number, added: number, limit: number): string {
  switch (kind) {
    case 'shares':
      return t(
        'The account has {0} shares; with {1} more it would exceed its {2}.',
        used,
        added,
        limit,
      );
    case 'principals':
      return t(
        'The account shares with {0} principals; with {1} more it would exceed its {2}.',
        used,
        added,
        limit,
      );
    case 'resources':
    case 'invitations':
    case 'permissions':
    case 'tags':
      return t(
        'The account shares {0} resources; with {1} more it would exceed its {2}.',
        used,
        added,
        limit,
      );
  }
}
