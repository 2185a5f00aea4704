import type { Invitation } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type { Quota } from '../../model/quota.ts';
import type { Association, AssociationKind, ResourceShare, Tag } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';
import { CarefulChanges } from '../careful-changes.ts';
import { CarefulSettings } from '../careful-settings.ts';
import { CarefulWrites } from '../careful-writes.ts';
import type { DisassociateRequest } from '../cloud-writes.ts';
import type {
  AssociateRequest,
  CallOptions,
  ConnectOptions,
  CreateRequest,
  Identity,
  InvitationsQuery,
  QueueState,
  Region,
  ShareCloud,
  ShareRef,
  SharesQuery,
  UpdateRequest,
} from '../cloud.ts';
import { Caller } from './caller.ts';
import { plainChanges } from './changes.ts';
import { identify } from './identify.ts';
import { Reads } from './reads.ts';
import { globalRegions } from './regions.ts';
import { plainSettings } from './settings.ts';
import { plainWrites } from './writes.ts';

/** Resource Access Manager v1 for one account. The service is global: regions are taken and left aside. */
export class HuaweiClient implements ShareCloud {
  readonly #caller: Caller;
  readonly #reads: Reads;
  readonly #writes: CarefulWrites;
  readonly #changes: CarefulChanges;
  readonly #settings: CarefulSettings;

  constructor(options: ConnectOptions) {
    this.#caller = new Caller(options);
    this.#reads = new Reads(this.#caller);
    const { http } = this.#caller;
    this.#writes = new CarefulWrites(plainWrites(this.#caller, this.#reads), http);
    this.#changes = new CarefulChanges(plainChanges(this.#caller, this.#reads), http);
    this.#settings = new CarefulSettings(plainSettings(this.#caller, this.#reads), http);
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

  createShare(
    region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    return this.#writes.createShare(region, request, options);
  }

  updateShare(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    return this.#writes.updateShare(region, shareId, request, options);
  }

  associate(
    region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    return this.#writes.associate(region, shareId, request, options);
  }

  disassociate(
    region: string,
    shareId: string,
    request: DisassociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    return this.#changes.disassociate(region, shareId, request, options);
  }

  deleteShare(region: string, shareId: string, options: CallOptions): Promise<void> {
    return this.#changes.deleteShare(region, shareId, options);
  }

  leaveShare(
    region: string,
    shareId: string,
    self: { readonly ownerId: string },
    options: CallOptions,
  ): Promise<void> {
    return this.#changes.leaveShare(region, shareId, self, options);
  }

  acceptInvitation(region: string, id: string, options: CallOptions): Promise<Invitation> {
    return this.#changes.acceptInvitation(region, id, options);
  }

  rejectInvitation(region: string, id: string, options: CallOptions): Promise<Invitation> {
    return this.#changes.rejectInvitation(region, id, options);
  }

  setPermission(
    region: string,
    shareId: string,
    permissionId: string,
    how: { readonly replace: boolean },
    options: CallOptions,
  ): Promise<void> {
    return this.#settings.setPermission(region, shareId, permissionId, how, options);
  }

  removePermission(
    region: string,
    shareId: string,
    permissionId: string,
    options: CallOptions,
  ): Promise<void> {
    return this.#settings.removePermission(region, shareId, permissionId, options);
  }

  tagShare(
    region: string,
    shareId: string,
    tags: readonly Tag[],
    options: CallOptions,
  ): Promise<void> {
    return this.#settings.tagShare(region, shareId, tags, options);
  }

  untagShare(
    region: string,
    shareId: string,
    keys: readonly string[],
    options: CallOptions,
  ): Promise<void> {
    return this.#settings.untagShare(region, shareId, keys, options);
  }

  moveToResourceGroup(
    region: string,
    shareId: string,
    resourceGroupId: string,
    options: CallOptions,
  ): Promise<void> {
    return this.#settings.moveToResourceGroup(region, shareId, resourceGroupId, options);
  }

  organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }> {
    return this.#reads.organizationSharing(options);
  }

  enableOrganizationSharing(options: CallOptions): Promise<void> {
    return this.#settings.enableOrganizationSharing(options);
  }

  disableOrganizationSharing(options: CallOptions): Promise<void> {
    return this.#settings.disableOrganizationSharing(options);
  }

  quotas(options: CallOptions): Promise<readonly Quota[]> {
    return this.#reads.quotas(options);
  }

  queueState(): QueueState {
    return this.#caller.http.queueState();
  }

  onDidChangeQueue(listener: () => void): () => void {
    return this.#caller.http.onDidChangeQueue(listener);
  }

  dispose(): void {
    this.#caller.http.dispose();
  }
}
