import { t } from '@vscode/l10n';
import type { Account, CloudId, Scope } from '../../model/account.ts';
import { inPieces } from '../../model/pieces.ts';
import { shown } from '../../model/untrusted-text.ts';
import { certainty, partsFor } from '../completeness.ts';
import { scopesOf } from '../index/inventory-index.ts';
import type { ShareEntry, Snapshot } from '../snapshot.ts';

export const findingKinds = [
  'outsider',
  'unknownPrincipal',
  'cloudService',
  'unusedOpenness',
  'failedAssociation',
  'unansweredInvitation',
  'emptyShare',
  'missingPermission',
  'olderPermission',
  'endedRows',
  'notRead',
] as const;

export type FindingKind = (typeof findingKinds)[number];

/** From what has to be looked at to what is good to know. */
export const severities = ['error', 'warning', 'note'] as const;

export type Severity = (typeof severities)[number];

/** Something about a share that a person should look at. Ids and names are as the cloud sent them: untrusted text. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly cloud: CloudId;
  readonly scope: Scope;
  /** Absent where it is about a whole scope. */
  readonly share?: { readonly id: string; readonly name: string };
  readonly entity?: FoundEntity;
  /** Whether the user's list of allowed principals has it; absent where there is no list or it isn't about a principal. */
  readonly allowed?: boolean;
  /** One line in the user's language, safe to show. */
  readonly text: string;
  /** What to do about it, likewise. */
  readonly remedy: string;
}

/** What a finding is about, in its share. */
export interface FoundEntity {
  readonly kind: 'resource' | 'principal' | 'permission' | 'type';
  readonly id: string;
  readonly type?: string;
  readonly arn?: string;
}

/** All that findings are looked for in. */
export interface Looked {
  readonly accounts: readonly Account[];
  snapshot(scope: Scope): Pick<Snapshot, 'entries' | 'incomplete'>;
}

/** A share that one of the user's accounts owns. */
export interface OwnShare {
  readonly cloud: CloudId;
  readonly scope: Scope;
  readonly entry: ShareEntry;
  /** Whether all of its rows of that side are held. */
  readonly holdsAll: (side: 'resource' | 'principal') => boolean;
}

/** Every share that the user's accounts own, once however many accounts see it, in their order. */
export function* ownShares(looked: Looked): Generator<OwnShare, void, undefined> {
  const seen = new Set<string>();
  for (const { id, cloud, regions } of looked.accounts) {
    for (const scope of regions.map((region) => ({ accountId: id, region }))) {
      const held = looked.snapshot(scope);
      for (const entry of held.entries.values()) {
        const key = `${cloud}/${scope.region}/${entry.share.id}`;
        if (entry.share.owner !== 'self' || seen.has(key)) continue;
        seen.add(key);
        const holdsAll: OwnShare['holdsAll'] = (side) =>
          certainty(held, partsFor('self', side), 0) === 'exact';
        yield { cloud, scope, entry, holdsAll };
      }
    }
  }
}

/** What was not read to its end: nothing may be concluded from what is not found there. */
export function notRead(looked: Looked): readonly Finding[] {
  const { accounts } = looked;
  return scopesOf(accounts).flatMap((scope): readonly Finding[] => {
    const account = accounts.find(({ id }) => id === scope.accountId);
    const parts = new Set([...partsFor('self', 'resource'), ...partsFor('self', 'principal')]);
    const lacks = looked
      .snapshot(scope)
      .incomplete.some(
        ({ part, readAt }) => readAt === undefined && part !== 'permissions' && parts.has(part),
      );
    if (!account || !lacks) return [];
    const where = [shown(account.label), shown(scope.region)].join(' · ');
    return [
      {
        ...{ kind: 'notRead', severity: 'note', cloud: account.cloud, scope },
        text: t('{0}: not everything was read, so findings may be missing.', where),
        remedy: t('Refresh it.'),
      },
    ];
  });
}

const sharesAtATime = 100;

/** The findings about every share of one's own, looked for in turns with everything else; what was not read last. */
export async function foundInTurns(
  looked: Looked,
  of: (own: OwnShare) => readonly Finding[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const some of inPieces([...ownShares(looked)], sharesAtATime)) {
    for (const own of some) for (const finding of of(own)) found.push(finding);
  }
  return [...found, ...notRead(looked)];
}

/** What has to be looked at first; within that as they came. */
export function bySeverity(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((one) => one.severity === severity));
}
