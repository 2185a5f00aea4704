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
import { unsupported } from '../unsupported.ts';
import { Caller } from './caller.ts';
import { plainChanges } from './changes.ts';
import { readDirectory } from './directory.ts';
import { Reads } from './reads.ts';
import { identityAnswerSchema, regionsAnswerSchema } from './schemas.ts';
import { plainSettings } from './settings.ts';
import { plainWrites } from './writes.ts';

/** ResourceSharing 2020-01-10 for one account (reference section 7). */
export class AlibabaClient extends CarefulCloud implements ShareCloud {
  readonly #options: ConnectOptions;
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
    this.#options = options;
    this.#caller = caller;
    this.#reads = reads;
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
        region: this.#caller.anyRegion,
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
    query: SharesQuery,
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    return this.#reads.listShares(region, query, options);
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
    return this.#reads.listAssociations(region, query, options);
  }

  listReceived(
    region: string,
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    return this.#reads.listReceived(region, query, options);
  }

  listPermissions(
    region: string,
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    return this.#reads.listPermissions(region, query, options);
  }

  getPermission(
    region: string,
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission> {
    return this.#reads.getPermission(region, query, options);
  }

  listPermissionVersions(
    region: string,
    query: { readonly id: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionVersion[]> {
    return this.#reads.listPermissionVersions(region, query, options);
  }

  listSharePermissions(
    region: string,
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]> {
    return this.#reads.listSharePermissions(region, share, options);
  }

  listInvitations(
    region: string,
    query: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]> {
    return this.#reads.listInvitations(region, query, options);
  }

  organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }> {
    return this.#reads.organizationSharing(options);
  }

  organization(_query: OrganizationQuery, options: CallOptions): Promise<Organization> {
    return readDirectory(this.#caller, options);
  }

  quotas(): Promise<readonly Quota[]> {
    return Promise.reject(unsupported('ListQuota'));
  }
}
