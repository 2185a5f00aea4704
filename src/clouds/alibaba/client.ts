import { t } from '@vscode/l10n';
import type * as z from 'zod/mini';
import type { Permission, PermissionSummary } from '../../model/permission.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';
import type { CloudError } from '../cloud-error.ts';
import type {
  AssociateRequest,
  CallOptions,
  ConnectOptions,
  CreateRequest,
  Identity,
  QueueState,
  Region,
  ShareCloud,
  UpdateRequest,
} from '../cloud.ts';
import { abilities } from './abilities.ts';
import { type Call, Caller } from './caller.ts';
import { anyRegion } from './endpoints.ts';
import type { Parameters } from './flatten.ts';
import {
  toAssociation,
  toPermission,
  toPermissionSummary,
  toReceivedResource,
  toReceivedTarget,
  toShare,
} from './mapping.ts';
import { followPages } from './pages.ts';
import {
  associatedRows,
  createdCandidates,
  isAmbiguous,
  type Patience,
  readBack,
  type SentAt,
} from './read-back.ts';
import { entityParameters } from './requests.ts';
import {
  associationsAnswerSchema,
  identityAnswerSchema,
  permissionAnswerSchema,
  permissionsAnswerSchema,
  regionsAnswerSchema,
  shareAnswerSchema,
  sharedResourcesAnswerSchema,
  sharedTargetsAnswerSchema,
  sharesAnswerSchema,
} from './schemas.ts';

/** ResourceSharing 2020-01-10 for one account (reference section 7). */
export class AlibabaClient implements ShareCloud {
  readonly #options: ConnectOptions;
  readonly #caller: Caller;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#caller = new Caller(options);
  }

  async identify(options: CallOptions): Promise<Identity> {
    const answer = await this.#caller.call(
      { operation: 'GetCallerIdentity', parameters: {}, answer: identityAnswerSchema },
      options,
    );
    return { ownerId: answer.AccountId };
  }

  async describeRegions(options: CallOptions): Promise<readonly Region[]> {
    const chinese = this.#options.language?.toLowerCase().startsWith('zh') === true;
    const answer = await this.#caller.call(
      {
        operation: 'DescribeRegions',
        region: anyRegion(this.#options.endpoints),
        parameters: { AcceptLanguage: chinese ? 'zh-CN' : 'en-US' },
        answer: regionsAnswerSchema,
      },
      options,
    );
    return answer.Regions.map((region) => ({
      id: region.RegionId,
      name: region.LocalName ?? region.RegionId,
    }));
  }

  listShares(
    region: string,
    query: { readonly owner: ShareOwner; readonly ids?: readonly string[] },
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    // An empty list on the wire would mean no filter at all.
    if (query.ids?.length === 0) return noPages();
    return this.#shares(region, query.owner, { ResourceShareIds: query.ids }, options);
  }

  listAssociations(
    region: string,
    query: {
      readonly kind: AssociationKind;
      readonly state?: AssociationState;
      readonly shareIds?: readonly string[];
    },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    if (query.shareIds?.length === 0) return noPages();
    const parameters = {
      AssociationType: query.kind === 'resource' ? 'Resource' : 'Target',
      AssociationStatus: query.state === undefined ? undefined : wireState[query.state],
      ResourceShareIds: query.shareIds,
    };
    return this.#list(
      {
        operation: 'ListResourceShareAssociations',
        region,
        parameters,
        answer: associationsAnswerSchema,
      },
      options,
      (answer) => answer.ResourceShareAssociations.map(toAssociation),
    );
  }

  listReceived(
    region: string,
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    const parameters = { ResourceOwner: wireOwner.other };
    return query.kind === 'resource'
      ? this.#list(
          {
            operation: 'ListSharedResources',
            region,
            parameters,
            answer: sharedResourcesAnswerSchema,
          },
          options,
          (answer) => answer.SharedResources.map(toReceivedResource),
        )
      : this.#list(
          { operation: 'ListSharedTargets', region, parameters, answer: sharedTargetsAnswerSchema },
          options,
          (answer) => answer.SharedTargets.map(toReceivedTarget),
        );
  }

  listPermissions(
    region: string,
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    const parameters = { ResourceType: query.resourceType };
    return this.#list(
      { operation: 'ListPermissions', region, parameters, answer: permissionsAnswerSchema },
      options,
      (answer) => answer.Permissions.map(toPermissionSummary),
    );
  }

  async getPermission(
    region: string,
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission> {
    const answer = await this.#caller.call(
      {
        operation: 'GetPermission',
        region,
        parameters: { PermissionName: query.id, PermissionVersion: query.version },
        answer: permissionAnswerSchema,
      },
      options,
    );
    return toPermission(answer.Permission);
  }

  async createShare(
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
      return await this.#readBackCreated(error, region, request, sentAt, options);
    }
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

  queueState(): QueueState {
    return this.#caller.queueState();
  }

  onDidChangeQueue(listener: () => void): () => void {
    return this.#caller.onDidChangeQueue(listener);
  }

  dispose(): void {
    this.#caller.dispose();
  }

  #shares(
    region: string,
    owner: ShareOwner,
    filter: Parameters,
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    const parameters = { ResourceOwner: wireOwner[owner], ...filter };
    return this.#list(
      { operation: 'ListResourceShares', region, parameters, answer: sharesAnswerSchema },
      options,
      (answer) => answer.ResourceShares.map((share) => toShare(share, owner)),
    );
  }

  #list<Schema extends z.ZodMiniType<{ NextToken?: string | null | undefined }>, Row>(
    call: Call<Schema>,
    options: CallOptions,
    rows: (answer: z.output<Schema>) => readonly Row[],
  ): AsyncIterable<readonly Row[]> {
    return followPages(call.operation, async (NextToken) => {
      const parameters = { ...call.parameters, MaxResults: abilities.pageSize, NextToken };
      const answer = await this.#caller.call({ ...call, parameters }, options);
      return { rows: rows(answer), nextToken: answer.NextToken };
    });
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
      const shares = await collect(this.listShares(region, query, options));
      return shares.find(
        (share) =>
          share.id === shareId &&
          share.name === request.name &&
          share.allowExternal === request.allowExternal,
      );
    } catch {
      throw lost;
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
        this.#shares(region, 'self', { ResourceShareName: request.name }, options),
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
        rows.push(...(await collect(this.listAssociations(region, query, options))));
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

const wireOwner: Readonly<Record<ShareOwner, string>> = { self: 'Self', other: 'OtherAccounts' };

const wireState: Readonly<Record<AssociationState, string>> = {
  associating: 'Associating',
  associated: 'Associated',
  failed: 'Failed',
  disassociating: 'Disassociating',
  disassociated: 'Disassociated',
};

function noPages<Row>(): AsyncIterable<readonly Row[]> {
  return followPages<Row>('', () => Promise.resolve({ rows: [], nextToken: undefined }));
}

async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}
