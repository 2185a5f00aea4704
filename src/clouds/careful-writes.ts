import { t } from '@vscode/l10n';
import type { Clock } from '../model/clock.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { CloudError } from './cloud-error.ts';
import type { AssociateRequest, CallOptions, CreateRequest, UpdateRequest } from './cloud.ts';
import { collect } from './http/pages.ts';
import {
  associatedRows,
  createdCandidates,
  isAmbiguous,
  type Patience,
  readBack,
  type SentAt,
} from './read-back.ts';

/** What a cloud offers for changing shares, each a single call, and for seeing what became of it. */
export interface PlainWrites {
  create(region: string, request: CreateRequest, options: CallOptions): Promise<ResourceShare>;
  update(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare>;
  /** Calls of its own that have to go ahead of an association, where the cloud asks for some. */
  beforeAssociate?(shareId: string, request: AssociateRequest, options: CallOptions): Promise<void>;
  associate(
    region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]>;
  /** Own shares, by id or by a name that need not be matched exactly. */
  listShares(
    region: string,
    query: { readonly owner: 'self'; readonly ids?: readonly string[]; readonly name?: string },
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]>;
  listAssociations(
    region: string,
    query: { readonly kind: AssociationKind; readonly shareIds: readonly string[] },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]>;
}

interface Time {
  readonly clock: Clock;
  /** The cloud's time minus ours, in milliseconds, by the newest answer. */
  readonly skewMs: number | undefined;
}

/** Changes shares without doing anything twice: neither cloud has a token against that. */
export class CarefulWrites {
  readonly #plain: PlainWrites;
  readonly #time: Time;
  /** What this client made itself: the caller of a second create of the same name need not know of it yet. */
  readonly #createdIds = new Set<string>();

  constructor(plain: PlainWrites, time: Time) {
    this.#plain = plain;
    this.#time = time;
  }

  async createShare(
    region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    const share = await this.#create(region, request, options);
    this.#createdIds.add(share.id);
    return share;
  }

  async updateShare(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#plain.update(region, shareId, request, options);
      } catch (error) {
        if (!isAmbiguous(error)) throw error;
        const present = await this.#updatedShare(error, region, shareId, request, options);
        if (present !== undefined) return present;
        // An update says the whole new state: sent again it does no harm.
        if (attempt === updateAttempts) throw error;
      }
    }
  }

  async associate(
    region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    await this.#plain.beforeAssociate?.(shareId, request, options);
    const sentAt = this.#time.clock.now();
    try {
      return await this.#plain.associate(region, shareId, request, options);
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      return await this.#readBackAssociated(error, region, shareId, request, sentAt, options);
    }
  }

  async #create(
    region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    const sentAt = this.#time.clock.now();
    try {
      return await this.#plain.create(region, request, options);
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      const knownIds = [...request.knownIds, ...this.#createdIds];
      return await this.#readBackCreated(error, region, { ...request, knownIds }, sentAt, options);
    }
  }

  async #updatedShare(
    lost: CloudError,
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare | undefined> {
    try {
      const query = { owner: 'self', ids: [shareId] } as const;
      const shares = await collect(this.#plain.listShares(region, query, options));
      return shares.find(
        (share) =>
          share.id === shareId &&
          share.name === request.name &&
          share.allowExternal === request.allowExternal &&
          (request.description === undefined || (share.description ?? '') === request.description),
      );
    } catch (error) {
      throw error instanceof CloudError && error.kind === 'cancelled' ? error : lost;
    }
  }

  async #readBackCreated(
    lost: CloudError,
    region: string,
    request: CreateRequest,
    localTime: number,
    options: CallOptions,
  ): Promise<ResourceShare> {
    const advice = (): string =>
      t('Refresh, and look for the share {0} before you create it again.', request.name);
    return await readBack(lost, this.#patience(options, advice), async () => {
      const named = await collect(
        this.#plain.listShares(region, { owner: 'self', name: request.name }, options),
      );
      const candidates = createdCandidates(named, request, this.#sentAt(localTime));
      return candidates.length > 1 ? 'undecidable' : candidates[0];
    });
  }

  async #readBackAssociated(
    lost: CloudError,
    region: string,
    shareId: string,
    request: AssociateRequest,
    localTime: number,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    const advice = (): string =>
      t('Refresh, and see what the share holds before you add the rest.');
    return await readBack(lost, this.#patience(options, advice), async () => {
      const rows: Association[] = [];
      for (const kind of ['resource', 'principal'] as const) {
        const asked = kind === 'resource' ? request.resources : request.principals;
        if (asked.length === 0) continue;
        const query = { kind, shareIds: [shareId] };
        rows.push(...(await collect(this.#plain.listAssociations(region, query, options))));
      }
      return associatedRows(rows, request, this.#sentAt(localTime));
    });
  }

  #patience(options: CallOptions, advice: () => string): Patience {
    return { clock: this.#time.clock, signal: options.signal, advice };
  }

  #sentAt(localTime: number): SentAt {
    return { localTime, skewMs: this.#time.skewMs };
  }
}

/** How often an update whose answer is lost goes out in all. */
const updateAttempts = 3;
