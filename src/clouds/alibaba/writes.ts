import { t } from '@vscode/l10n';
import type { Association, ResourceShare } from '../../model/share.ts';
import { CloudError } from '../cloud-error.ts';
import type { AssociateRequest, CallOptions, CreateRequest, UpdateRequest } from '../cloud.ts';
import type { Caller } from './caller.ts';
import type { Parameters } from './flatten.ts';
import { toAssociation, toShare } from './mapping.ts';
import { collect } from './pages.ts';
import {
  associatedRows,
  createdCandidates,
  isAmbiguous,
  type Patience,
  readBack,
  type SentAt,
} from './read-back.ts';
import type { Reads } from './reads.ts';
import { entityParameters } from './requests.ts';
import { associationsAnswerSchema, shareAnswerSchema } from './schemas.ts';

/** The changing operations (reference sections 7.3, 7.5, 7.7). None has a token against doing it twice. */
export class Writes {
  readonly #caller: Caller;
  readonly #reads: Reads;
  /** What this client made itself: the caller of a second create of the same name need not know of it yet. */
  readonly #createdIds = new Set<string>();

  constructor(caller: Caller, reads: Reads) {
    this.#caller = caller;
    this.#reads = reads;
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
        return await this.#update(region, shareId, request, options);
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
    const operation = 'AssociateResourceShare';
    const parameters: Parameters = {
      ResourceShareId: shareId,
      ...entityParameters(request, operation),
    };
    const sentAt = this.#caller.clock.now();
    try {
      const answer = await this.#caller.call(
        { operation, region, parameters, answer: associationsAnswerSchema },
        options,
      );
      return answer.ResourceShareAssociations.map(toAssociation);
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
    const operation = 'CreateResourceShare';
    const parameters: Parameters = {
      ResourceShareName: request.name,
      AllowExternalTargets: request.allowExternal,
      ...entityParameters(request, operation),
    };
    const sentAt = this.#caller.clock.now();
    try {
      const answer = await this.#caller.call(
        { operation, region, parameters, answer: shareAnswerSchema },
        options,
      );
      return toShare(answer.ResourceShare, 'self');
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      const knownIds = [...request.knownIds, ...this.#createdIds];
      return await this.#readBackCreated(error, region, { ...request, knownIds }, sentAt, options);
    }
  }

  async #update(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare> {
    const answer = await this.#caller.call(
      {
        operation: 'UpdateResourceShare',
        region,
        parameters: {
          ResourceShareId: shareId,
          // The wire demands the name even where only the flag changes.
          ResourceShareName: request.name,
          AllowExternalTargets: request.allowExternal,
        },
        answer: shareAnswerSchema,
      },
      options,
    );
    return toShare(answer.ResourceShare, 'self');
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
      const shares = await collect(this.#reads.listShares(region, query, options));
      return shares.find(
        (share) =>
          share.id === shareId &&
          share.name === request.name &&
          share.allowExternal === request.allowExternal,
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
        this.#reads.listShares(region, { owner: 'self', name: request.name }, options),
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
        rows.push(...(await collect(this.#reads.listAssociations(region, query, options))));
      }
      return associatedRows(rows, request, this.#sentAt(localTime));
    });
  }

  #patience(options: CallOptions, advice: () => string): Patience {
    return { clock: this.#caller.clock, signal: options.signal, advice };
  }

  #sentAt(localTime: number): SentAt {
    return { localTime, skewMs: this.#caller.skewMs };
  }
}

/** How often an update whose answer is lost goes out in all. */
const updateAttempts = 3;
