import type { Invitation } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type { Quota } from '../../model/quota.ts';
import type { Association, AssociationKind, ResourceShare } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';
import { CarefulCloud } from '../careful-cloud.ts';
import type {
  CallOptions,
  ConnectOptions,
  Identity,
  InvitationsQuery,
  Organization,
  OrganizationQuery,
  Region,
  ShareCloud,
  ShareRef,
  SharesQuery,
} from '../cloud.ts';
import { Caller } from './caller.ts';
import { plainChanges } from './changes.ts';
import { identify } from './identify.ts';
import { Reads } from './reads.ts';
import { globalRegions } from './regions.ts';
import { plainSettings } from './settings.ts';
import { plainWrites } from './writes.ts';

/** Resource Access Manager v1 for one account. The service is global: regions are taken and left aside. */
export class HuaweiClient extends CarefulCloud implements ShareCloud {
  readonly #caller: Caller;
  readonly #reads: Reads;

  constructor(options: ConnectOptions) {
    const caller = new Caller(options);
    const reads = new Reads(caller);
    super(caller.http, {
      writes: plainWrites(caller, reads),
      changes: plainChanges(caller, reads),
      settings: plainSettings(caller, reads),
    });
    this.#caller = caller;
    this.#reads = reads;
  }

  /** At most two calls. Further calls name the account that was found. */
  async identify(options: CallOptions): Promise<Identity> {
    const identity = await identify(this.#caller, options);
    this.#caller.learnOwner(identity.ownerId);
    return identity;
  }

  describeRegions(): Promise<readonly Region[]> {
    return Promise.resolve(globalRegions());
  }

  listShares(
    _region: string,
    query: SharesQuery,
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    return this.#reads.listShares(query, options);
  }

  listAssociations(
    _region: string,
    query: {
      readonly kind: AssociationKind;
      readonly state?: AssociationState;
      readonly shareIds?: readonly string[];
    },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    return this.#reads.listAssociations(query, options);
  }

  listReceived(
    _region: string,
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    return this.#reads.listReceived(query, options);
  }

  listPermissions(
    _region: string,
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    return this.#reads.listPermissions(query, options);
  }

  getPermission(
    _region: string,
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission> {
    return this.#reads.getPermission(query, options);
  }

  listPermissionVersions(
    _region: string,
    query: { readonly id: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionVersion[]> {
    return this.#reads.listPermissionVersions(query, options);
  }

  listSharePermissions(
    _region: string,
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]> {
    return this.#reads.listSharePermissions(share, options);
  }

  listInvitations(
    _region: string,
    query: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]> {
    return this.#reads.listInvitations(query, options);
  }

  organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }> {
    return this.#reads.organizationSharing(options);
  }

  organization(query: OrganizationQuery, options: CallOptions): Promise<Organization | undefined> {
    return this.#reads.organization(query, options);
  }

  quotas(options: CallOptions): Promise<readonly Quota[]> {
    return this.#reads.quotas(options);
  }
}
