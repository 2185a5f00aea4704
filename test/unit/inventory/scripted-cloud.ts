import {
  CloudError,
  type CloudErrorDetails,
  type ErrorKind,
} from '../../../src/clouds/cloud-error.ts';
import type {
  AssociateRequest,
  CallOptions,
  CreateRequest,
  ShareCloud,
} from '../../../src/clouds/cloud.ts';
import type { PermissionSummary, SharePermission } from '../../../src/model/permission.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';

/** One call as it arrived. */
export interface RecordedCall {
  readonly name: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly options: CallOptions;
}

/**
 * A cloud in memory whose answers a test can hold back, fail and change between pages. Only for what depends on
 * timing and order; everything else is tested against the sandbox.
 */
export class ScriptedCloud implements ShareCloud {
  shares: readonly ResourceShare[] = [];
  rows: readonly Association[] = [];
  received: readonly Association[] = [];
  /** What the cloud lists, and what shares carry. */
  permissions: readonly PermissionSummary[] = [];
  bound: readonly SharePermission[] = [];
  pageSize = 100;
  readonly #places = new Map<string, number>();
  /** One entry for every page that was asked for, and every write. */
  readonly calls: RecordedCall[] = [];
  /** Runs before each answer, and may wait, throw, or change what is there. */
  before: (call: RecordedCall) => Promise<void> | void = () => undefined;
  /** Runs between an answer being made and its arrival, and may wait or throw. */
  after: (call: RecordedCall) => Promise<void> | void = () => undefined;
  onCreate: (request: CreateRequest) => ResourceShare = () => {
    throw failure('invalid');
  };
  onAssociate: (shareId: string, request: AssociateRequest) => readonly Association[] = () => [];

  listShares(
    _region: string,
    query: Parameters<ShareCloud['listShares']>[1],
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    return this.#pages({ name: 'listShares', query: { ...query }, options }, () =>
      this.shares.filter(
        (share) =>
          share.owner === query.owner &&
          (query.ids?.includes(share.id) ?? true) &&
          (query.permissionId === undefined ||
            this.bound.some(
              ({ shareId, id }) => shareId === share.id && id === query.permissionId,
            )),
      ),
    );
  }

  listAssociations(
    _region: string,
    query: Parameters<ShareCloud['listAssociations']>[1],
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    return this.#pages({ name: 'listAssociations', query: { ...query }, options }, () =>
      this.rows.filter(
        (row) =>
          row.kind === query.kind &&
          (query.state === undefined || row.status.state === query.state) &&
          (query.shareIds?.includes(row.shareId) ?? true),
      ),
    );
  }

  listReceived(
    _region: string,
    query: Parameters<ShareCloud['listReceived']>[1],
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    return this.#pages({ name: 'listReceived', query: { ...query }, options }, () =>
      this.received.filter(({ kind }) => kind === query.kind),
    );
  }

  async createShare(
    _region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    await this.#record({ name: 'createShare', query: { ...request }, options });
    return this.onCreate(request);
  }

  async associate(
    _region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    await this.#record({ name: 'associate', query: { shareId, ...request }, options });
    return this.onAssociate(shareId, request);
  }

  identify(): never {
    throw failure('invalid');
  }

  describeRegions(): never {
    throw failure('invalid');
  }

  listPermissions(
    _region: string,
    query: Parameters<ShareCloud['listPermissions']>[1],
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    return this.#pages({ name: 'listPermissions', query: { ...query }, options }, () =>
      this.permissions.filter(
        ({ resourceType }) => resourceType === (query.resourceType ?? resourceType),
      ),
    );
  }

  getPermission(): never {
    throw failure('invalid');
  }

  listSharePermissions(
    _region: string,
    { id }: Parameters<ShareCloud['listSharePermissions']>[1],
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]> {
    return this.#pages({ name: 'listSharePermissions', query: { shareIds: id }, options }, () => {
      if (!this.shares.some((share) => share.id === id)) throw failure('notFound');
      return this.bound.filter(({ shareId }) => shareId === id);
    });
  }

  listInvitations(): never {
    throw failure('invalid');
  }

  updateShare(): never {
    throw failure('invalid');
  }

  disassociate(): never {
    throw failure('invalid');
  }

  deleteShare(): never {
    throw failure('invalid');
  }

  leaveShare(): never {
    throw failure('invalid');
  }

  acceptInvitation(): never {
    throw failure('invalid');
  }

  rejectInvitation(): never {
    throw failure('invalid');
  }

  listPermissionVersions(): never {
    throw failure('invalid');
  }

  setPermission(): never {
    throw failure('invalid');
  }

  removePermission(): never {
    throw failure('invalid');
  }

  tagShare(): never {
    throw failure('invalid');
  }

  untagShare(): never {
    throw failure('invalid');
  }

  moveToResourceGroup(): never {
    throw failure('invalid');
  }

  organizationSharing(): never {
    throw failure('invalid');
  }

  organization(): never {
    throw failure('denied');
  }

  enableOrganizationSharing(): never {
    throw failure('invalid');
  }

  disableOrganizationSharing(): never {
    throw failure('invalid');
  }

  quotas(): never {
    throw failure('invalid');
  }

  queueState() {
    return { waiting: 0, running: 0 };
  }

  onDidChangeQueue(): () => void {
    return () => undefined;
  }

  dispose(): void {
    this.calls.length = 0;
  }

  /** Names of the calls so far, with what tells them apart. */
  get log(): readonly string[] {
    return this.calls.map(({ name, query }) => {
      const { owner, kind, state, ids, shareIds, resourceType, permissionId } = query;
      const words = [owner, kind, state, ids, shareIds, resourceType, permissionId].filter(
        (word) => word !== undefined,
      );
      return [name, ...words.map(String)].join(' ');
    });
  }

  /** A page goes on behind the last item that was sent, so what comes and goes in between shifts nothing. */
  async *#pages<T extends object>(
    call: RecordedCall,
    rows: () => readonly T[],
  ): AsyncGenerator<readonly T[], void, undefined> {
    for (let after = 0; ;) {
      await this.#record(call);
      const rest = rows()
        .map((item) => ({ item, place: this.#placeOf(item) }))
        .filter(({ place }) => place > after)
        .sort((a, b) => a.place - b.place);
      const page = rest.slice(0, this.pageSize);
      await this.after(call);
      if (page.length > 0) yield page.map(({ item }) => item);
      after = page.at(-1)?.place ?? after;
      if (page.length === rest.length) return;
    }
  }

  /** In the order in which things were first listed, whatever becomes of them. */
  #placeOf(item: object): number {
    const name = JSON.stringify(item, [
      'shareId',
      'kind',
      'entityType',
      'entityId',
      'id',
      'createdAt',
    ]);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.#places.size + 1);
    return this.#places.size;
  }

  async #record(call: RecordedCall): Promise<void> {
    this.calls.push(call);
    await this.before(call);
    if (call.options.signal.aborted) throw failure('cancelled');
  }
}

export function failure(
  kind: ErrorKind,
  code: string = kind,
  more: Pick<CloudErrorDetails, 'retryAfterMs'> = {},
): CloudError {
  const message = `scripted ${code}`;
  return new CloudError({ kind, code, message, operation: 'Scripted', ...more });
}

/** Something to hold answers back with. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}
