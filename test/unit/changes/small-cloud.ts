import { CloudError } from '../../../src/clouds/cloud-error.ts';
import type {
  AssociateRequest,
  CallOptions,
  CreateRequest,
  PrincipalRef,
  ResourceRef,
  ShareCloud,
  UpdateRequest,
} from '../../../src/clouds/cloud.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Association, ResourceShare, Tag } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';

export const smallOwner = '1512666876910123';

/** What becomes of a write. `lost`: the client could not find out whether it took effect, which it did or did not. */
export type Mishap = 'busy' | 'refused' | 'lostDone' | 'lostNotDone' | 'notDone' | 'gone';

export interface SmallShare {
  name: string;
  allowExternal: boolean;
  description: string;
  readonly createdAt: number;
  readonly resources: Set<string>;
  readonly principals: Set<string>;
  readonly tags: Map<string, string>;
}

/**
 * A cloud in memory with shares in it, whose writes a test can let go wrong. It keeps the promise of a real client:
 * what a lost answer means is settled or told to be in doubt, and nothing is sent twice by it. It writes down each
 * write that took effect and each that did over again what was done.
 */
export class SmallCloud implements ShareCloud {
  readonly shares = new Map<string, SmallShare>();
  /** Writes that took effect, in order. */
  readonly writes: string[] = [];
  /** Writes of what was as wanted already. */
  readonly duplicates: string[] = [];
  /** Each call of a write, whether it took effect or not. */
  calls = 0;
  /** What becomes of the next writes. */
  mishaps: (Mishap | undefined)[] = [];
  /** Runs around each write; may throw, or never come back. */
  around: (write: () => void) => Promise<void> | void = (write) => {
    write();
  };
  readonly #clock: Clock;
  #made = 0;
  #clients: { alive: boolean }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A client that a kill takes along: from then on nothing that it is asked comes back. */
  connect(): ShareCloud {
    const client = { alive: true };
    this.#clients.push(client);
    return new Proxy(this, {
      get: (cloud, name) => {
        const part: unknown = Reflect.get(cloud, name, cloud);
        if (typeof part !== 'function') return part;
        return (...given: readonly unknown[]): unknown => {
          if (client.alive) return Reflect.apply(part, cloud, given);
          return String(name).startsWith('list') ? silentPages : never();
        };
      },
    });
  }

  /** Ends everybody who is connected in the middle of what they do. */
  kill(): void {
    for (const client of this.#clients) client.alive = false;
    this.#clients = [];
  }

  add(id: string, share: Partial<SmallShare> = {}): SmallShare {
    const made: SmallShare = {
      name: id,
      allowExternal: true,
      description: '',
      createdAt: this.#clock.now(),
      resources: new Set(),
      principals: new Set(),
      tags: new Map(),
      ...share,
    };
    this.shares.set(id, made);
    return made;
  }

  async *listShares(
    _region: string,
    { owner, ids }: Parameters<ShareCloud['listShares']>[1],
  ): AsyncGenerator<readonly ResourceShare[], void, undefined> {
    await Promise.resolve();
    if (owner === 'other') return;
    const found = [...this.shares]
      .filter(([id]) => ids?.includes(id) ?? true)
      .map(([id, share]) => this.#share(id, share));
    if (found.length > 0) yield found;
  }

  async *listAssociations(
    _region: string,
    { kind, shareIds }: Parameters<ShareCloud['listAssociations']>[1],
  ): AsyncGenerator<readonly Association[], void, undefined> {
    await Promise.resolve();
    const found = [...this.shares]
      .filter(([id]) => shareIds?.includes(id) ?? true)
      .flatMap(([id, share]) =>
        [...(kind === 'resource' ? share.resources : share.principals)].map((entity) =>
          rowOf(id, kind, entity),
        ),
      );
    if (found.length > 0) yield found;
  }

  async *listReceived(): AsyncGenerator<readonly Association[], void, undefined> {
    // Nobody shares with this account.
  }

  async createShare(
    _region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    const id = await this.#write(options, () => {
      this.#made += 1;
      const made = `rs-made${this.#made}`;
      this.add(made, {
        name: request.name,
        allowExternal: request.allowExternal,
        description: request.description ?? '',
        resources: new Set(request.resources.map(nameOf)),
        principals: new Set(request.principals.map(({ id }) => id)),
        tags: new Map(request.tags?.map(({ key, value }) => [key, value])),
      });
      this.writes.push(`create ${request.name}`);
      return made;
    });
    const share = this.shares.get(id);
    if (!share) throw notFound();
    return this.#share(id, share);
  }

  async associate(
    _region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    return await this.#write(options, () => {
      const { resources, principals } = this.#find(shareId);
      return this.#entities(shareId, request, (set, entity) => {
        const isNew = !set.has(entity);
        set.add(entity);
        return isNew ? 'add' : undefined;
      })(resources, principals);
    });
  }

  async disassociate(
    _region: string,
    shareId: string,
    request: Parameters<ShareCloud['disassociate']>[2],
    options: CallOptions,
  ): Promise<readonly Association[]> {
    return await this.#write(options, () => {
      const { resources, principals } = this.#find(shareId);
      const rows = this.#entities(shareId, request, (set, entity) =>
        set.delete(entity) ? 'remove' : undefined,
      )(resources, principals);
      const gone = parseStatus(associationStates, 'Disassociated');
      return rows.map((row) => ({ ...row, status: gone }));
    });
  }

  async updateShare(
    _region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    return await this.#write(options, () => {
      const share = this.#find(shareId);
      const { name, allowExternal, description = share.description } = request;
      const same =
        share.name === name &&
        share.allowExternal === allowExternal &&
        share.description === description;
      (same ? this.duplicates : this.writes).push(`update ${shareId}`);
      Object.assign(share, { name, allowExternal, description });
      return this.#share(shareId, share);
    });
  }

  async deleteShare(_region: string, shareId: string, options: CallOptions): Promise<void> {
    await this.#write(options, () => {
      this.#find(shareId);
      this.shares.delete(shareId);
      this.writes.push(`delete ${shareId}`);
    });
  }

  async tagShare(
    _region: string,
    shareId: string,
    tags: readonly Tag[],
    options: CallOptions,
  ): Promise<void> {
    await this.#write(options, () => {
      const share = this.#find(shareId);
      for (const { key, value } of tags) {
        (share.tags.get(key) === value ? this.duplicates : this.writes).push(
          `tag ${shareId} ${key}`,
        );
        share.tags.set(key, value);
      }
    });
  }

  async untagShare(
    _region: string,
    shareId: string,
    keys: readonly string[],
    options: CallOptions,
  ): Promise<void> {
    await this.#write(options, () => {
      const share = this.#find(shareId);
      for (const key of keys) {
        (share.tags.delete(key) ? this.writes : this.duplicates).push(`untag ${shareId} ${key}`);
      }
    });
  }

  identify = unused;
  describeRegions = unused;
  listPermissions = unused;
  getPermission = unused;
  listPermissionVersions = unused;
  listSharePermissions = unused;
  listInvitations = unused;
  leaveShare = unused;
  acceptInvitation = unused;
  rejectInvitation = unused;
  setPermission = unused;
  removePermission = unused;
  moveToResourceGroup = unused;
  organizationSharing = unused;
  organization = unused;
  enableOrganizationSharing = unused;
  disableOrganizationSharing = unused;
  quotas = unused;

  queueState() {
    return { waiting: 0, running: 0 };
  }

  onDidChangeQueue(): () => void {
    return () => undefined;
  }

  dispose(): void {
    this.mishaps = [];
  }

  #entities(
    shareId: string,
    request: {
      readonly resources: readonly ResourceRef[];
      readonly principals: readonly Pick<PrincipalRef, 'id'>[];
    },
    change: (set: Set<string>, entity: string) => string | undefined,
  ) {
    return (resources: Set<string>, principals: Set<string>): readonly Association[] => {
      const note = (set: Set<string>, entity: string): void => {
        const verb = change(set, entity);
        if (verb === undefined) this.duplicates.push(`${shareId} ${entity}`);
        else this.writes.push(`${verb} ${shareId} ${entity}`);
      };
      for (const resource of request.resources) note(resources, nameOf(resource));
      for (const { id } of request.principals) note(principals, id);
      return [
        ...request.resources.map((resource) => rowOf(shareId, 'resource', nameOf(resource))),
        ...request.principals.map(({ id }) => rowOf(shareId, 'principal', id)),
      ];
    };
  }

  async #write<Result>({ onRequestId }: CallOptions, run: () => Result): Promise<Result> {
    this.calls += 1;
    const mishap = this.mishaps.shift();
    let result: { readonly value: Result } | undefined;
    let failure: CloudError | undefined;
    const execute = (): void => {
      try {
        result = { value: run() };
      } catch (error) {
        failure = error instanceof CloudError ? error : notFound();
      }
    };
    await this.around(mishap === undefined || mishap === 'lostDone' ? execute : () => undefined);
    if (mishap !== undefined) throw mishapError(mishap);
    if (!result) throw failure ?? notFound();
    onRequestId?.(`request-${this.calls}`);
    return result.value;
  }

  #find(id: string): SmallShare {
    const share = this.shares.get(id);
    if (!share) throw notFound();
    return share;
  }

  #share(
    id: string,
    { name, allowExternal, description, createdAt, tags }: SmallShare,
  ): ResourceShare {
    const at = new Date(createdAt).toISOString();
    return {
      id,
      name,
      owner: 'self',
      ownerId: smallOwner,
      status: parseStatus(shareStates, 'Active'),
      allowExternal,
      ...(description !== '' && { description }),
      tags: [...tags].map(([key, value]) => ({ key, value })),
      createdAt: at,
      updatedAt: at,
    };
  }
}

/** Of a process that is gone nothing comes back. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

const silentPages: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: never }),
};

function rowOf(shareId: string, kind: Association['kind'], entityId: string): Association {
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    status: parseStatus(associationStates, 'Associated'),
    ...(kind === 'principal' && { external: false }),
    failures: [],
    createdAt: '2026-03-01T07:10:00.000Z',
    updatedAt: '2026-03-01T07:10:00.000Z',
  };
}

function nameOf(resource: ResourceRef): string {
  return 'arn' in resource ? resource.arn : resource.id;
}

function mishapError(mishap: Mishap): CloudError {
  const error = (details: Partial<CloudError['details']>): CloudError =>
    new CloudError({
      kind: 'server',
      code: mishap,
      message: mishap,
      operation: 'Write',
      ...details,
    });
  switch (mishap) {
    case 'busy':
      return error({ kind: 'conflict', busy: true });
    case 'refused':
      return error({ kind: 'throttled' });
    case 'lostDone':
    case 'lostNotDone':
      return error({ kind: 'ambiguous' });
    case 'notDone':
      return error({ kind: 'timeout', notDone: true });
    case 'gone':
      return error({ kind: 'network', notSent: true });
  }
}

function notFound(): CloudError {
  return new CloudError({ kind: 'notFound', code: 'NotFound', message: '', operation: 'Write' });
}

function unused(): never {
  throw new CloudError({ kind: 'invalid', code: 'Unused', message: '', operation: 'Unused' });
}
