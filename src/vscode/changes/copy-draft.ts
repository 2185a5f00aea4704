import { t } from '@vscode/l10n';
import type { PrincipalRow, ShareDraft } from '../../changes/draft.ts';
import { timeWindowOf } from '../../changes/time-window.ts';
import type { ShareEntry } from '../../inventory/snapshot.ts';
import type { Account, Scope } from '../../model/account.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import { carry, type Destination } from './carry.ts';

/** A new share with what another one has, as the form to create it holds it. */
export interface CopiedShare {
  readonly draft: ShareDraft;
  /** What can't go along and why, in words. */
  readonly left: readonly string[];
}

/**
 * Makes a copy of a share for another account or region of the same cloud, or for where it is.
 * @param from the account and region of the share
 */
export function copyDraft(
  { share, resources, principals, permissions = [] }: ShareEntry,
  from: { readonly account: Account; readonly scope: Scope },
  to: Destination,
): CopiedShare {
  const { account, region, abilities } = to;
  const rows = [...resources, ...principals].filter(({ status }) => !isDead(status));
  const carried = carry(
    rows.map((row) => ({ row, ...from, owner: share.owner })),
    to,
  );
  const windows = carried.principals.map(({ id, property }) => ({
    id,
    timeWindow: timeWindowOf(property),
  }));
  const known = windows.flatMap(({ id, timeWindow }): readonly PrincipalRow[] =>
    timeWindow ? [{ id, timeWindow }] : [],
  );
  const strange = windows.filter(({ timeWindow }) => timeWindow === undefined);
  const types = new Set(carried.resources.map(({ type }) => type));
  const isHere = from.account.id === account.id && from.scope.region === region;
  return {
    draft: {
      destination: { accountId: account.id, region },
      name: isHere ? copyName(share.name, abilities.name.max) : share.name,
      description: abilities.description ? (share.description ?? '') : '',
      allowExternal: share.allowExternal ?? abilities.allowExternalDefault,
      resources: carried.resources.map(({ type, id = '', arn, property = '' }) =>
        arn === undefined ? { type, value: id, property } : { type: '', value: arn, property },
      ),
      principals: [...known],
      permissions: Object.fromEntries(
        permissions
          .filter(({ status, resourceType }) => !isDead(status) && types.has(resourceType))
          .map(({ resourceType, id }) => [resourceType, id]),
      ),
      tags: abilities.tags ? share.tags.map(({ key, value }) => ({ key, value })) : [],
    },
    left: [
      ...carried.left,
      // Without its window it would have access at all times.
      ...strange.map(({ id }) => t('{0} stays behind: its time window can’t be read.', shown(id))),
    ],
  };
}

function copyName(name: string, most: number): string {
  const ending = '-copy';
  return `${Array.from(name)
    .slice(0, most - ending.length)
    .join('')}${ending}`;
}
