import type { Invitation } from '../model/invitation.ts';
import type { Association, ResourceShare, Tag } from '../model/share.ts';
import type { PlainChanges } from './careful-changes.ts';
import { CarefulChanges } from './careful-changes.ts';
import type { PlainSettings } from './careful-settings.ts';
import { CarefulSettings } from './careful-settings.ts';
import type { PlainWrites } from './careful-writes.ts';
import { CarefulWrites } from './careful-writes.ts';
import type { CloudWrites, DisassociateRequest } from './cloud-writes.ts';
import type {
  AssociateRequest,
  CallOptions,
  CreateRequest,
  QueueState,
  ShareCloud,
  UpdateRequest,
} from './cloud.ts';
import type { HttpCaller } from './http/caller.ts';

type NewShares = Pick<ShareCloud, 'createShare' | 'updateShare' | 'associate'>;
type Queue = Pick<ShareCloud, 'queueState' | 'onDidChangeQueue' | 'dispose'>;

/**
 * The half of a client that is the same for every cloud: its writes, each sent once and read back where the answer
 * was lost, and its queue. A cloud brings the plain calls, and the reads.
 */
export abstract class CarefulCloud implements CloudWrites, NewShares, Queue {
  readonly #http: HttpCaller;
  readonly #writes: CarefulWrites;
  readonly #changes: CarefulChanges;
  readonly #settings: CarefulSettings;

  constructor(
    http: HttpCaller,
    plain: {
      readonly writes: PlainWrites;
      readonly changes: PlainChanges;
      readonly settings: PlainSettings;
    },
  ) {
    this.#http = http;
    this.#writes = new CarefulWrites(plain.writes, http);
    this.#changes = new CarefulChanges(plain.changes, http);
    this.#settings = new CarefulSettings(plain.settings, http);
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

  enableOrganizationSharing(options: CallOptions): Promise<void> {
    return this.#settings.enableOrganizationSharing(options);
  }

  disableOrganizationSharing(options: CallOptions): Promise<void> {
    return this.#settings.disableOrganizationSharing(options);
  }

  queueState(): QueueState {
    return this.#http.queueState();
  }

  onDidChangeQueue(listener: () => void): () => void {
    return this.#http.onDidChangeQueue(listener);
  }

  dispose(): void {
    this.#http.dispose();
  }
}
