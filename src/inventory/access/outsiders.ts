import { t } from '@vscode/l10n';
import type { CloudId } from '../../model/account.ts';
import { inPieces } from '../../model/pieces.ts';
import type { PrincipalKind } from '../../model/principal-kind.ts';
import type { Association } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import { grantState } from './access.ts';
import { allowanceOf, type AllowedPrincipal } from './allowed-principals.ts';
import {
  bySeverity,
  foundInTurns,
  ownShares,
  type Finding,
  type Looked,
  type OwnShare,
} from './findings.ts';
import type { Membership } from './membership.ts';
import { addOutsideByRows, type Standing } from './standing.ts';

export interface OutsiderOptions extends Looked {
  /** What a principal is, by the form of its id; undefined where that can't be told. */
  readonly kindOf: (principal: {
    readonly cloud: CloudId;
    readonly id: string;
  }) => PrincipalKind | undefined;
  /** Who is in which organisation; where it does not know, what the rows say counts. */
  readonly membership?: Pick<Membership, 'isInside' | 'containersOf'>;
  /** The user's list of allowed principals, where there is one. */
  readonly allowed?: readonly AllowedPrincipal[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Who is given something from outside the organisation, of whom that is not known, which services of the cloud are given
 * something, and which shares let outsiders in without having any. Looks at the shares that the user's accounts own: of others' shares the clouds name no receivers.
 */
export async function findOutsiders(options: OutsiderOptions): Promise<readonly Finding[]> {
  const rules = { ...options, contradicted: await contradictedIn(options) };
  return bySeverity(await foundInTurns(options, (own) => outsidersOf(own, rules)));
}

/** What is needed to tell who is outside. */
export interface OutsiderRules extends Pick<
  OutsiderOptions,
  'kindOf' | 'membership' | 'allowed' | 'now'
> {
  /** Of whom rows say both, as {@link contradictedIn} gives it: that is not known then. */
  readonly contradicted: ReadonlySet<string>;
}

/** Principals of which rows of one owner, in whatever share and region, say that they are outside and that they are not. */
export async function contradictedIn(looked: Looked): Promise<ReadonlySet<string>> {
  const byOwner = new Map<string, Map<string, boolean | undefined>>();
  for await (const some of inPieces([...ownShares(looked)])) {
    for (const { cloud, entry } of some) {
      const owner = ownerKey(cloud, entry.share.ownerId);
      let said = byOwner.get(owner);
      if (!said) byOwner.set(owner, (said = new Map<string, boolean | undefined>()));
      const living = entry.principals.filter(({ status }) => !isDead(status));
      addOutsideByRows(said, living);
    }
  }
  const contradicted = new Set<string>();
  for (const [owner, said] of byOwner) {
    for (const [id, external] of said) {
      if (external === undefined) contradicted.add(`${owner}/${id}`);
    }
  }
  return contradicted;
}

function ownerKey(cloud: CloudId, ownerId: string): string {
  return `${cloud}/${ownerId}`;
}

/** The same of one share. */
export function outsidersOf(own: OwnShare, options: OutsiderRules): readonly Finding[] {
  const { share, principals } = own.entry;
  if (isDead(share.status)) return [];
  const rows = principals.filter(({ status }) => !isDead(status));
  return [
    ...rows.flatMap((row) => outsiderIn(own, row, options)),
    ...unusedOpenness(own, rows, options),
  ];
}

/**
 * Only accounts can be outside, and what we can't tell the kind of; folders, units and organisations are one's own.
 * What rows say of a service is left aside: they call it outside, as no organisation has it among its accounts.
 */
function standingOf(
  { cloud, entry }: OwnShare,
  row: Association,
  { kindOf, membership, contradicted }: OutsiderRules,
): Standing {
  const kind = kindOf({ cloud, id: row.entityId });
  if (kind === 'service') return 'service';
  const isInside = membership?.isInside(cloud, entry.share.ownerId, row.entityId);
  if (isInside !== undefined) return isInside ? 'inside' : 'outside';
  if (contradicted.has(`${ownerKey(cloud, entry.share.ownerId)}/${row.entityId}`)) return 'unknown';
  if (row.external !== undefined) return row.external ? 'outside' : 'inside';
  return kind === undefined || kind === 'account' ? 'unknown' : 'inside';
}

function outsiderIn(own: OwnShare, row: Association, options: OutsiderRules): readonly Finding[] {
  const standing = standingOf(own, row, options);
  if (standing === 'inside') return [];
  const { cloud, scope, entry } = own;
  const { id, name } = entry.share;
  const principal = { cloud, id: row.entityId };
  const allowance = options.allowed && allowanceOf(options.allowed, principal, options.now);
  return [
    {
      kind: kindOfFinding[standing],
      severity: severityOf(standing, allowance),
      ...{ cloud, scope, share: { id, name } },
      entity: { kind: 'principal', id: row.entityId, type: row.entityType },
      ...(allowance && { allowed: allowance === 'allowed' }),
      text: [textOf(own, row, standing, options), allowanceText(allowance)]
        .filter(Boolean)
        .join(' '),
      remedy: remedyOf(standing, allowance),
    },
  ];
}

/** Whoever is not inside. */
type Other = Exclude<Standing, 'inside'>;

const kindOfFinding: Readonly<Record<Other, Finding['kind']>> = {
  outside: 'outsider',
  service: 'cloudService',
  unknown: 'unknownPrincipal',
};

function severityOf(
  standing: Other,
  allowance: ReturnType<typeof allowanceOf> | undefined,
): Finding['severity'] {
  if (allowance === 'allowed') return 'note';
  if (allowance === undefined) return standing === 'outside' ? 'warning' : 'note';
  return standing === 'outside' ? 'error' : 'warning';
}

function textOf(
  { cloud, entry }: OwnShare,
  row: Association,
  standing: Other,
  { membership }: OutsiderRules,
): string {
  const usable = entry.resources.filter(
    (resource) => grantState(entry.share, resource, row) === 'usable',
  ).length;
  const id = shown(row.entityId);
  const name = shown(entry.share.name);
  if (standing === 'service') {
    return t(
      '{0} is a service of the cloud. Resources that it can use through {1}: {2}.',
      id,
      name,
      usable,
    );
  }
  if (standing === 'outside' && membership?.containersOf(cloud, row.entityId)) {
    return t(
      '{0} is in an organisation that the owner of {1} is not in. Resources that it can use through it: {2}.',
      id,
      name,
      usable,
    );
  }
  return standing === 'outside'
    ? t(
        '{0} is outside the organisation. Resources that it can use through {1}: {2}.',
        id,
        name,
        usable,
      )
    : t(
        'It is not known whether {0} is outside the organisation. Resources that it can use through {1}: {2}.',
        id,
        name,
        usable,
      );
}

function allowanceText(allowance: ReturnType<typeof allowanceOf> | undefined): string {
  switch (allowance) {
    case 'allowed':
      return t('It is on the list of allowed principals.');
    case 'over':
      return t('It was on the list of allowed principals until a day that is over.');
    case 'notAllowed':
      return t('It is not on the list of allowed principals.');
    case undefined:
      return '';
  }
}

function remedyOf(standing: Other, allowance: ReturnType<typeof allowanceOf> | undefined): string {
  if (allowance === 'allowed') return t('Nothing to do.');
  if (standing === 'service' && allowance === undefined) {
    return t('Nothing to do where the service is meant to use them.');
  }
  return standing !== 'unknown'
    ? t('Take it out of the share, or add it to the list of allowed principals.')
    : t(
        'Find out whose account it is; with the right to list the accounts of the organisation this is told here.',
      );
}

/** Told only where it is sure: all rows are held, and of each it is known that it is inside. A service needs it, too. */
function unusedOpenness(
  own: OwnShare,
  rows: readonly Association[],
  options: OutsiderRules,
): readonly Finding[] {
  const { cloud, scope, entry, holdsAll } = own;
  const { id, name, allowExternal } = entry.share;
  if (allowExternal !== true || !holdsAll('principal')) return [];
  if (rows.some((row) => standingOf(own, row, options) !== 'inside')) return [];
  return [
    {
      ...{ kind: 'unusedOpenness', severity: 'warning', cloud, scope, share: { id, name } },
      text: t('{0} lets principals outside the organisation in, and has none.', shown(name)),
      remedy: t('Turn that off with “Edit share…”.'),
    },
  ];
}
