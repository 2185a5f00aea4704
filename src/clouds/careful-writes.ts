import { t } from '@vscode/l10n';
import type { Association, ResourceShare } from '../model/share.ts';
import type { AssociateRequest, CallOptions, CreateRequest, UpdateRequest } from './cloud.ts';
import { collect } from './http/pages.ts';
import { associatedRows, createdCandidates } from './read-back.ts';
import { type ContentQueries, rowsOfRequest } from './rows-of-request.ts';
import { sendOnce, type Time } from './send-once.ts';

/** What a cloud offers for changing shares, each a single call, and for seeing what became of it. */
export interface PlainWrites extends ContentQueries {
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
    return await sendOnce(
      () => this.#plain.update(region, shareId, request, options),
      {
        look: () => this.#updatedShare(region, shareId, request, options),
        advice: () => t('Refresh, and see how it stands before you try again.'),
        // It says the whole new state.
        repeatable: true,
      },
      this.#time,
      options,
    );
  }

  async associate(
    region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    await this.#plain.beforeAssociate?.(shareId, request, options);
    return await sendOnce(
      () => this.#plain.associate(region, shareId, request, options),
      {
        look: async (sentAt) =>
          associatedRows(
            await rowsOfRequest(this.#plain, region, shareId, request, options),
            request,
            sentAt,
          ),
        advice: () => t('Refresh, and see what the share holds before you add the rest.'),
        repeatable: true,
      },
      this.#time,
      options,
    );
  }

  async #create(
    region: string,
    request: CreateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    return await sendOnce(
      () => this.#plain.create(region, request, options),
      {
        look: async (sentAt) => {
          const query = { owner: 'self', name: request.name } as const;
          const named = await collect(this.#plain.listShares(region, query, options));
          const knownIds = [...request.knownIds, ...this.#createdIds];
          const candidates = createdCandidates(named, { ...request, knownIds }, sentAt);
          return candidates.length > 1 ? 'undecidable' : candidates[0];
        },
        advice: () =>
          t('Refresh, and look for the share {0} before you create it again.', request.name),
        repeatable: false,
      },
      this.#time,
      options,
    );
  }

  async #updatedShare(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare | undefined> {
    const query = { owner: 'self', ids: [shareId] } as const;
    const shares = await collect(this.#plain.listShares(region, query, options));
    return shares.find(
      (share) =>
        share.id === shareId &&
        share.name === request.name &&
        share.allowExternal === request.allowExternal &&
        (request.description === undefined || (share.description ?? '') === request.description),
    );
  }
}
