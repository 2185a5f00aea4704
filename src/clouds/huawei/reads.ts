import type { Invitation } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type { Quota } from '../../model/quota.ts';
import { inPieces } from '../../model/pieces.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';
import type {
  CallOptions,
  InvitationsQuery,
  Organization,
  OrganizationQuery,
  ShareRef,
  SharesQuery,
} from '../cloud.ts';
import { noPages } from '../http/pages.ts';
import type { Caller } from './caller.ts';
import { searchResourceShareAssociations, type WireAssociation } from './calls/associations.ts';
import { searchResourceShareInvitation } from './calls/invitations.ts';
import { listQuota } from './calls/limits.ts';
import { showOrganizationShare } from './calls/organization.ts';
import {
  listPermissions,
  listPermissionVersions,
  listResourceSharePermissions,
  showPermission,
} from './calls/permissions.ts';
import { searchSharedPrincipals, searchSharedResources } from './calls/shared.ts';
import { searchResourceShares } from './calls/shares.ts';
import type { WireOwner } from './calls/wire.ts';
import {
  isPrincipal,
  toAssociation,
  toInvitation,
  toPermission,
  toPermissionSummary,
  toPermissionVersion,
  toQuota,
  toReceivedPrincipal,
  toReceivedResource,
  toShare,
  toSharePermission,
} from './mapping.ts';
import { OrganizationLookup } from './organization.ts';
import { readPages } from './pages.ts';
import { withUnits } from './units.ts';

/** The reading operations on shares, associations and permissions. */
export class Reads {
  readonly #caller: Caller;
  readonly #organization: OrganizationLookup;
  /** How the cloud writes states, by the newest row: what is published does not tell the letter case. */
  #spelling: (state: AssociationState) => string = (state) => state;

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#organization = new OrganizationLookup(caller);
  }

  /** With a name, only the shares that the cloud finds by it, which need not be an exact match. */
  listShares(
    query: SharesQuery & { readonly name?: string },
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    // An empty list on the wire could mean no filter at all.
    if (query.ids?.length === 0) return noPages();
    const call = searchResourceShares({
      resource_owner: wireOwner[query.owner],
      resource_share_ids: query.ids,
      name: query.name,
      permission_id: query.permissionId,
    });
    return readPages(this.#caller, call, options, (answer) =>
      answer.resource_shares.map((share) => toShare(share, query.owner)),
    );
  }

  listAssociations(
    query: {
      readonly kind: AssociationKind;
      readonly state?: AssociationState;
      readonly shareIds?: readonly string[];
    },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    const { kind, state, shareIds } = query;
    if (shareIds?.length === 0) return noPages();
    const call = searchResourceShareAssociations({
      association_type: kind,
      association_status: state === undefined ? undefined : this.#spelling(state),
      resource_share_ids: shareIds,
    });
    return readPages(this.#caller, call, options, async (answer) => {
      const rows = await this.associations(answer.resource_share_associations, options);
      const known = rows.findLast(({ status }) => status.state !== 'unknown');
      if (known !== undefined) this.#spelling = spellingOf(known.status.text);
      return rows;
    });
  }

  /** Rows as the model has them, with what is known of the organisation. */
  async associations(
    rows: readonly WireAssociation[],
    options: CallOptions,
  ): Promise<readonly Association[]> {
    const { clock, skewMs = 0 } = this.#caller.http;
    const organization = rows.some(isPrincipal) ? await this.#organization.get(options) : undefined;
    const now = clock.now() + skewMs;
    const made: Association[] = [];
    for await (const piece of inPieces(rows)) {
      made.push(...piece.map((row) => toAssociation(row, { organization, now })));
    }
    return made;
  }

  listReceived(
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    const others = { resource_owner: wireOwner.other };
    return query.kind === 'resource'
      ? readPages(this.#caller, searchSharedResources(others), options, (answer) =>
          answer.shared_resources.map(toReceivedResource),
        )
      : readPages(this.#caller, searchSharedPrincipals(others), options, (answer) =>
          answer.shared_principals.map(toReceivedPrincipal),
        );
  }

  /** Reads all, which is one short page: the name under which the wire filters a type is not sure. */
  listPermissions(
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    const { resourceType } = query;
    return readPages(this.#caller, listPermissions({}), options, (answer) =>
      answer.permissions
        .map(toPermissionSummary)
        .filter((row) => resourceType === undefined || row.resourceType === resourceType),
    );
  }

  async getPermission(
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission> {
    const call = showPermission(query.id, { permission_version: query.version });
    return toPermission((await this.#caller.call(call, options)).permission);
  }

  listPermissionVersions(
    query: { readonly id: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionVersion[]> {
    return readPages(this.#caller, listPermissionVersions(query.id), options, (answer) =>
      answer.permissions.map(toPermissionVersion),
    );
  }

  async organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }> {
    const { enabled } = await this.#caller.call(showOrganizationShare(), options);
    return { enabled };
  }

  /** The accounts are those that rows go by too: asked for once in half an hour, whoever wants to know. */
  async organization(
    query: OrganizationQuery,
    options: CallOptions,
  ): Promise<Organization | undefined> {
    const accounts = await this.#organization.need();
    return accounts && (await withUnits(accounts, query, this.#caller, options));
  }

  async quotas(options: CallOptions): Promise<readonly Quota[]> {
    const { quotas } = await this.#caller.call(listQuota(), options);
    return quotas.resources.flatMap(toQuota);
  }

  /** Of own shares only: nothing is published on those of others. */
  listSharePermissions(
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]> {
    return readPages(this.#caller, listResourceSharePermissions(share.id), options, (answer) =>
      answer.associated_permissions.map((bound) => toSharePermission(bound, share.id)),
    );
  }

  /** Whether one search finds both sides is not published: the account ids in each row tell them apart. */
  listInvitations(
    { side, shareIds, ids }: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]> {
    if (shareIds?.length === 0 || ids?.length === 0) return noPages();
    const call = searchResourceShareInvitation({
      resource_share_ids: shareIds,
      resource_share_invitation_ids: ids,
    });
    return readPages(this.#caller, call, options, (answer) =>
      answer.resource_share_invitations
        .map(toInvitation)
        .filter(({ senderId }) => (senderId === this.#caller.ownerId) === (side === 'sent')),
    );
  }
}

const wireOwner: Readonly<Record<ShareOwner, WireOwner>> = {
  self: 'self',
  other: 'other-accounts',
};

/** Writes states in the letter case of `text`. */
function spellingOf(text: string): (state: AssociationState) => string {
  if (text === text.toUpperCase()) return (state) => state.toUpperCase();
  if (text === text.toLowerCase()) return (state) => state;
  return (state) => state.charAt(0).toUpperCase() + state.slice(1);
}
