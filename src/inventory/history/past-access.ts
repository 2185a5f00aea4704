import type { Association, AssociationKind } from '../../model/share.ts';
import { inPieces } from '../../model/pieces.ts';
import { isDead } from '../../model/status.ts';
import { grantState, type GrantState } from '../access/access.ts';
import type { FileOwner } from '../cache/scope-file.ts';
import type { HistoryLine } from './history-lines.ts';
import type { PastRow, PastShare } from './past-share.ts';
import { stateAt, type ScopeHistory } from './scope-history.ts';

/** A resource that a share gave to a principal. */
export interface PastGrant {
  readonly seenBy: FileOwner;
  readonly shareName: string;
  readonly resource: Pick<PastRow, 'entityId' | 'entityType'>;
  readonly principalId: string;
  readonly state: GrantState;
}

/** Who had access, as far as it was seen. */
export interface PastAccess {
  readonly grants: readonly PastGrant[];
  /** Scopes of which nothing is known for that time, each with the time from which on something is. */
  readonly unknown: readonly { readonly owner: FileOwner; readonly from: number }[];
  /** Scopes that nobody has looked at after their last time, which lies before the one asked for. */
  readonly later: readonly { readonly owner: FileOwner; readonly seenAt: number }[];
  /** What may have happened before that time or after it. */
  readonly unsure: readonly HistoryLine[];
}

/**
 * Who could use a resource at a time, or what a principal was given; by an id, ARN or URN. A share is counted as its
 * owner saw it, else as each receiver did. What nobody saw is said to be unknown.
 */
export async function accessOn(
  histories: readonly ScopeHistory[],
  name: string,
  time: number,
): Promise<PastAccess> {
  const unknown: PastAccess['unknown'][number][] = [];
  const later: PastAccess['later'][number][] = [];
  const unsure: HistoryLine[] = [];
  const sights: Sight[] = [];
  for (const history of histories) {
    const { owner, from, seenAt } = history;
    const state = await stateAt(history, time);
    if (!state) {
      unknown.push({ owner, from });
      continue;
    }
    if (state.isLater) later.push({ owner, seenAt });
    const touched = new Set<string>();
    for await (const some of inPieces([...state.shares.values()])) {
      for (const share of some) {
        if (!isAbout(share, owner, name)) continue;
        touched.add(share.head.id);
        sights.push({ owner, share });
      }
    }
    unsure.push(
      ...state.unsure.filter(
        (line) => touched.has(line.shareId) || ('entityId' in line && line.entityId === name),
      ),
    );
  }
  const grants: PastGrant[] = [];
  for await (const some of inPieces(seenOnce(sights))) {
    for (const sight of some) grants.push(...grantsIn(sight, name));
  }
  return {
    grants,
    unknown,
    later,
    unsure,
  };
}

interface Sight {
  readonly owner: FileOwner;
  readonly share: PastShare;
}

function isAbout({ head, rows }: PastShare, owner: FileOwner, name: string): boolean {
  if (head.owner === 'other' && owner.ownerId === name) return true;
  return [...rows.values()].some((row) => isNamed(row, name));
}

function isNamed({ entityId, arn }: PastRow, name: string): boolean {
  return entityId === name || arn === name;
}

/** Where the owner sees a share nobody else is asked; two sights of one receiver are one. */
function seenOnce(sights: readonly Sight[]): readonly Sight[] {
  const found = new Map<string, Sight>();
  const keyOf = ({ owner, share }: Sight): string =>
    `${owner.cloud}/${owner.region}/${share.head.id}`;
  const owned = new Set(
    sights.filter(({ share }) => share.head.owner === 'self').map((sight) => keyOf(sight)),
  );
  for (const sight of sights) {
    const { head } = sight.share;
    if (head.owner === 'other' && owned.has(keyOf(sight))) continue;
    const receiver = head.owner === 'other' ? sight.owner.ownerId : '';
    const key = `${keyOf(sight)}/${receiver}`;
    if (!found.has(key)) found.set(key, sight);
  }
  return [...found.values()];
}

function grantsIn({ owner, share }: Sight, name: string): readonly PastGrant[] {
  const { head } = share;
  const resources = livingRows(share, 'resource');
  const principals: readonly (PastRow | undefined)[] =
    head.owner === 'self' ? livingRows(share, 'principal') : [undefined];
  return resources.flatMap((resource) =>
    principals.flatMap((principal): readonly PastGrant[] => {
      const principalId = principal?.entityId ?? owner.ownerId;
      if (!isNamed(resource, name) && principalId !== name) return [];
      const state = grantState(head, rowOf(resource), principal && rowOf(principal));
      if (!state) return [];
      return [{ seenBy: owner, shareName: head.name, resource, principalId, state }];
    }),
  );
}

function livingRows({ rows }: PastShare, kind: AssociationKind): readonly PastRow[] {
  return [...rows.values()].filter((row) => row.kind === kind && !isDead(row.status));
}

/** What the rules of access look at; times and words were not kept. */
function rowOf(row: PastRow): Association {
  const failures = (row.failures ?? []).map((one) => ({ ...one, entityType: '', description: '' }));
  return { ...row, shareId: '', failures, createdAt: '', updatedAt: '' };
}
