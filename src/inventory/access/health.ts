import { t } from '@vscode/l10n';
import type { CloudId } from '../../model/account.ts';
import { isUnanswered, wasRemoval } from '../../model/failed-row.ts';
import type { SharePermission } from '../../model/permission.ts';
import type { Association, AssociationFailure } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import {
  bySeverity,
  foundInTurns,
  ownShares,
  type Finding,
  type Looked,
  type OwnShare,
} from './findings.ts';

export interface HealthOptions extends Looked {
  /** What to do about a cloud's reason for a failure, in the user's language. */
  readonly adviseFailure: (cloud: CloudId, reason: string) => string | undefined;
}

type About = Pick<Finding, 'cloud' | 'scope' | 'share'>;

/**
 * What is wrong with the shares that the user's accounts own: associations that failed, invitations that nobody
 * accepted, shares with nothing in them or nobody, types without a permission, permissions of which a newer version is
 * in use elsewhere, and records of what has ended. What is not held is not guessed at.
 */
export async function findHealth(options: HealthOptions): Promise<readonly Finding[]> {
  const newest = newestVersions(options);
  return bySeverity(await foundInTurns(options, (own) => healthOf(own, newest, options)));
}

/**
 * The same of one share.
 * @param newest as {@link newestVersions} gives it
 */
export function healthOf(
  own: OwnShare,
  newest: NewestVersions,
  options: Pick<HealthOptions, 'adviseFailure'>,
): readonly Finding[] {
  const { cloud, scope, entry } = own;
  const { share } = entry;
  const about: About = { cloud, scope, share: { id: share.id, name: share.name } };
  if (isDead(share.status)) {
    const text = t('{0} has ended; the cloud keeps the record for a while.', shown(share.name));
    return [endedFinding(about, text)];
  }
  return [
    ...failures(own, about, options),
    ...unansweredInvitations(own, about),
    ...emptiness(own, about),
    ...missingPermissions(own, about),
    ...olderPermissions(own, about, newest),
    ...endedRows(own, about),
  ];
}

/** A failed pair has one finding, though its resource and its principal may both tell of it. */
function failures(
  { cloud, entry }: OwnShare,
  about: About,
  { adviseFailure }: Pick<HealthOptions, 'adviseFailure'>,
): readonly Finding[] {
  const told = new Set<string>();
  return [...entry.resources, ...entry.principals].flatMap((row) => {
    if (row.status.state !== 'failed' || isUnanswered(row)) return [];
    const causes: readonly (AssociationFailure | undefined)[] =
      row.failures.length > 0 ? row.failures : [undefined];
    return causes.flatMap((cause): readonly Finding[] => {
      const ids = [row.entityId, cause?.entityId ?? ''];
      const pair = JSON.stringify(row.kind === 'resource' ? ids : ids.toReversed());
      if (told.has(pair)) return [];
      told.add(pair);
      return [
        {
          ...{ kind: 'failedAssociation', severity: 'error', ...about },
          entity: {
            ...{ kind: row.kind, id: row.entityId, type: row.entityType },
            ...(row.arn !== undefined && { arn: row.arn }),
          },
          text: failureText(row, cause, about.share?.name ?? ''),
          remedy:
            (cause && adviseFailure(cloud, cause.reason)) ??
            (cause && wasRemoval(cause)
              ? t('Take it out of the share again.')
              : t('Associate it again, or take it out of the share.')),
        },
      ];
    });
  });
}

function failureText(
  row: Association,
  cause: AssociationFailure | undefined,
  name: string,
): string {
  const id = shown(row.entityId);
  if (!cause) {
    const message = shown(row.statusMessage ?? '');
    return message === ''
      ? t('The association of {0} with {1} has failed.', id, shown(name))
      : t('The association of {0} with {1} has failed: {2}', id, shown(name), message);
  }
  const why = [cause.reason, cause.description].filter((text) => text !== '').map(shown);
  const other = shown(cause.entityId);
  if (wasRemoval(cause)) {
    return t(
      '{0} could not be taken out of {1} for {2}, and is still shared: {3}',
      id,
      shown(name),
      other,
      why.join(' · '),
    );
  }
  return t(
    '{0} could not be associated with {1} for {2}: {3}',
    id,
    shown(name),
    other,
    why.join(' · '),
  );
}

function unansweredInvitations({ entry }: OwnShare, about: About): readonly Finding[] {
  return entry.principals.filter(isUnanswered).map((row) => ({
    ...{ kind: 'unansweredInvitation', severity: 'warning', ...about },
    entity: { kind: 'principal', id: row.entityId, type: row.entityType },
    text: t(
      '{0} was invited to {1} and did not accept: {2}',
      shown(row.entityId),
      shown(about.share?.name ?? ''),
      shown(row.statusMessage ?? ''),
    ),
    remedy: t('Associate it again, which invites it once more, or take it out of the share.'),
  }));
}

function emptiness({ entry, holdsAll }: OwnShare, about: About): readonly Finding[] {
  const { share, resources, principals } = entry;
  if (share.status.state === 'deleting') return [];
  const lacks = (side: 'resource' | 'principal', rows: readonly Association[]): boolean =>
    holdsAll(side) && rows.every(({ status }) => isDead(status));
  const noResources = lacks('resource', resources);
  const noPrincipals = lacks('principal', principals);
  if (!noResources && !noPrincipals) return [];
  return [
    {
      ...{ kind: 'emptyShare', severity: 'warning', ...about },
      text: emptyText(shown(share.name), noResources, noPrincipals),
      remedy: t('Delete the share, or associate what it lacks.'),
    },
  ];
}

function emptyText(name: string, noResources: boolean, noPrincipals: boolean): string {
  if (noResources && noPrincipals) return t('{0} has no resources and no principals.', name);
  return noResources
    ? t('{0} has no resources: nobody is given anything by it.', name)
    : t('{0} has no principals: nobody is given its resources.', name);
}

/** Only where the permissions of the share are held. */
function missingPermissions({ entry }: OwnShare, about: About): readonly Finding[] {
  const { permissions, resources } = entry;
  if (!permissions) return [];
  const carried = new Set(
    permissions.filter(({ status }) => !isDead(status)).map(({ resourceType }) => resourceType),
  );
  const types = new Set(
    resources.filter(({ status }) => !isDead(status)).map(({ entityType }) => entityType),
  );
  const bare = [...types].filter((type) => !carried.has(type));
  return bare.map((type) => ({
    ...{ kind: 'missingPermission', severity: 'warning', ...about },
    entity: { kind: 'type', id: type },
    text: t(
      '{0} holds resources of the type {1} and has no permission for it.',
      shown(about.share?.name ?? ''),
      shown(type),
    ),
    remedy: t('Choose one with “Switch permission…”.'),
  }));
}

/** By cloud and permission. */
export type NewestVersions = ReadonlyMap<string, number>;

/** The newest version of each permission that any share carries: others than those are not known here. */
export function newestVersions(looked: Looked): NewestVersions {
  const newest = new Map<string, number>();
  for (const { cloud, entry } of ownShares(looked)) {
    for (const permission of entry.permissions ?? []) {
      const version = versionOf(permission);
      if (isDead(permission.status) || version === undefined) continue;
      const key = permissionKey(cloud, permission);
      newest.set(key, Math.max(version, newest.get(key) ?? 0));
    }
  }
  return newest;
}

function olderPermissions(
  { cloud, entry }: OwnShare,
  about: About,
  newest: NewestVersions,
): readonly Finding[] {
  return (entry.permissions ?? []).flatMap((permission): readonly Finding[] => {
    const version = versionOf(permission);
    const other = newest.get(permissionKey(cloud, permission));
    if (isDead(permission.status) || version === undefined || other === undefined) return [];
    if (version >= other) return [];
    return [
      {
        ...{ kind: 'olderPermission', severity: 'note', ...about },
        entity: { kind: 'permission', id: permission.id, type: permission.resourceType },
        text: t(
          '{0} carries version {1} of {2}; version {3} is in use elsewhere.',
          shown(about.share?.name ?? ''),
          version,
          shown(permission.name),
          other,
        ),
        remedy: t('Take the newer one with “Switch permission…”.'),
      },
    ];
  });
}

function versionOf({ version }: SharePermission): number | undefined {
  const [, digits] = /^v?(\d{1,9})$/iu.exec(version ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function permissionKey(cloud: CloudId, { id }: SharePermission): string {
  return `${cloud}/${id}`;
}

function endedRows({ entry }: OwnShare, about: About): readonly Finding[] {
  const count = [...entry.resources, ...entry.principals].filter(
    (row) => isDead(row.status) && !isUnanswered(row),
  ).length;
  if (count === 0) return [];
  return [
    endedFinding(
      about,
      t('Associations of {0} that have ended: {1}.', shown(entry.share.name), count),
    ),
  ];
}

function endedFinding(about: About, text: string): Finding {
  return {
    ...{ kind: 'endedRows', severity: 'note', ...about, text },
    remedy: t('Nothing to do: the cloud removes them by itself.'),
  };
}
