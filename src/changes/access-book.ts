import type { Membership } from '../inventory/access/membership.ts';
import { addOutsideByRows } from '../inventory/access/standing.ts';
import type { ShareEntry, Snapshot } from '../inventory/snapshot.ts';
import type { Account, Scope } from '../model/account.ts';
import { failedAt } from '../model/failed-row.ts';
import type { Association } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import type { ChangeAccount, ChangeContext } from './change-context.ts';
import { scopesOfOwner } from './impact-basis.ts';
import { shareState } from './inventory-state.ts';
import { type ArnReader, arnReader } from './rules/arn.ts';
import { principalKind } from './rules/principals.ts';
import { isIn, mayBeInvited, type ShareState, type StateRow } from './share-state.ts';

/** Something that gives resources to principals. */
export interface Holder {
  readonly name: string;
  readonly resources: ReadonlyMap<string, StateRow>;
  readonly principals: ReadonlySet<string>;
}

interface BookSurroundings {
  readonly accounts: readonly Account[];
  readonly snapshot: (scope: Scope) => Snapshot;
  readonly context: Pick<ChangeContext, 'account'>;
  readonly membership?: Pick<Membership, 'contains' | 'isInside'>;
}

/** What is known of who has access to what, seen from one scope: the shares of its owner and what it receives. */
export class AccessBook {
  readonly #account: ChangeAccount;
  readonly #with: BookSurroundings;
  readonly #entries: readonly ShareEntry[];
  readonly #outside = new Map<string, boolean | undefined>();
  readonly #arns: ArnReader;

  constructor(scope: Scope, account: ChangeAccount, surroundings: BookSurroundings) {
    this.#account = account;
    this.#with = surroundings;
    this.#arns = arnReader(account.abilities);
    const seen = new Map<string, ShareEntry>();
    // The same share may be seen by several of the user's accounts.
    for (const other of scopesOfOwner(scope, surroundings)) {
      for (const [id, entry] of surroundings.snapshot(other).entries) seen.set(id, entry);
    }
    this.#entries = [...seen.values()].filter(({ share }) => !isDead(share.status));
    for (const { share, principals } of this.#entries) {
      if (share.owner === 'self') addOutsideByRows(this.#outside, principals);
    }
  }

  /** Whether an account is outside the owner's organisation, by its list, else by rows; undefined where neither tells, or rows contradict each other. */
  isOutside(id: string): boolean | undefined {
    const { ownerId, abilities } = this.#account;
    const isInside = this.#with.membership?.isInside(abilities.cloud, ownerId, id);
    return isInside === undefined ? this.#outside.get(id) : !isInside;
  }

  /**
   * @param how.waiting whether who has yet to accept counts: it will have access then, and has none now
   */
  holder(
    { name, owner, resources, principals }: ShareState,
    shareId: string | undefined,
    how: { readonly waiting: boolean },
  ): Holder {
    const counted = principals.filter((row) => how.waiting || !mayBeInvited(row));
    return {
      name: name === '' ? (shareId ?? '') : name,
      resources: new Map(resources.filter(isIn).map((row) => [this.#keyOf(row), row])),
      // Of what others share only one principal is known for sure.
      principals: new Set(
        owner === 'other' ? [this.#account.ownerId] : counted.map(({ id }) => id),
      ),
    };
  }

  /** The shares, but for those named, that hold any of the resources. */
  othersWith(keys: ReadonlySet<string>, except: ReadonlySet<string>): readonly Holder[] {
    return this.#entries.flatMap(({ share, resources, principals }) => {
      if (except.has(share.id)) return [];
      const held = resources.filter(isUsable).map(rowOf);
      const wanted = held.filter((row) => keys.has(this.#keyOf(row)));
      if (wanted.length === 0) return [];
      return [
        {
          name: share.name === '' ? share.id : share.name,
          resources: new Map(wanted.map((row) => [this.#keyOf(row), row])),
          principals: new Set(
            share.owner === 'other'
              ? [this.#account.ownerId]
              : principals.filter(isUsable).map(({ entityId }) => entityId),
          ),
        },
      ];
    });
  }

  /** Names of the holders that give a resource to a principal, itself or as a part of something larger. */
  through(
    principal: string,
    resource: StateRow,
    holders: readonly Holder[],
  ): { readonly sure: readonly string[]; readonly maybe: readonly string[] } {
    const sure: string[] = [];
    const maybe: string[] = [];
    for (const { name, resources, principals } of holders) {
      if (!resources.has(this.#keyOf(resource))) continue;
      const reached = principals.has(principal) || this.#isWithin(principal, principals);
      if (reached === true) sure.push(name);
      else if (reached === undefined) maybe.push(name);
    }
    return { sure, maybe };
  }

  /** What the share of an invitation holds, where its sender is one of the user's accounts. */
  offered({
    shareId,
    senderId,
  }: {
    readonly shareId: string;
    readonly senderId: string;
  }): ShareState | undefined {
    const { accounts, snapshot } = this.#with;
    for (const { id, ownerId, regions } of accounts) {
      if (ownerId !== senderId) continue;
      for (const region of regions) {
        const entry = snapshot({ accountId: id, region }).entries.get(shareId);
        if (entry) return { ...shareState(entry), owner: 'other' };
      }
    }
    return undefined;
  }

  /** By type and id, which every row has: within a region they are enough, and a URN is its own id. */
  #keyOf({ type, id, arn }: StateRow): string {
    // Something new may be named by its ARN alone.
    const named =
      arn === id && this.#account.abilities.resourceForm !== 'urn'
        ? (this.#arns.read(arn)?.id ?? id)
        : id;
    return `${type}/${named}`;
  }

  /** Whether one of the principals is something that an account is part of; undefined where nobody knows. */
  #isWithin(accountId: string, principals: ReadonlySet<string>): boolean | undefined {
    const { ownerId, abilities } = this.#account;
    if (principalKind(accountId, abilities) !== 'account') return false;
    const outside = this.isOutside(accountId);
    let may = false;
    for (const container of principals) {
      const kind = principalKind(container, abilities);
      if (kind !== 'organization' && kind !== 'folder' && kind !== 'unit') continue;
      const said =
        this.#with.membership?.contains(abilities.cloud, ownerId, container, accountId) ??
        withinBy(outside, kind === 'organization');
      if (said === true) return true;
      may ||= said === undefined;
    }
    return may ? undefined : false;
  }
}

/** Whoever is outside is in no part of the organisation; whoever is inside is in the whole of it, at least. */
function withinBy(outside: boolean | undefined, whole: boolean): boolean | undefined {
  if (outside === true) return false;
  return whole && outside === false ? true : undefined;
}

/** What is still on its way gives no access yet, and may never; what could not be taken out still does. */
function isUsable(row: Association): boolean {
  return row.status.state === 'associated' || failedAt(row) === 'removing';
}

function rowOf({ entityId, entityType, arn }: Association): StateRow {
  return {
    id: entityId,
    type: entityType,
    ...(arn !== undefined && { arn }),
    state: 'associated',
  };
}
