import type { CloudId, CloudSite } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Invitation } from '../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../model/permission.ts';
import type { PrincipalKind } from '../model/principal-kind.ts';
import type { Quota } from '../model/quota.ts';
import type {
  Association,
  AssociationKind,
  ResourceShare,
  ShareOwner,
  Tag,
} from '../model/share.ts';
import type { AssociationState } from '../model/status.ts';
import type { CallOptions } from './call-options.ts';
import type { CloudWrites } from './cloud-writes.ts';
import type { PrincipalRef, ResourceRef } from './entity-refs.ts';
import type { Organization, OrganizationQuery } from './organization.ts';
import type { Precondition } from './preconditions.ts';

export type { CallOptions, Priority } from './call-options.ts';
export type { PrincipalRef, ResourceRef } from './entity-refs.ts';
export type { Organization, OrganizationQuery } from './organization.ts';

export interface Region {
  readonly id: string;
  readonly name: string;
}

/** Keys as the user entered them. Lives only in memory and in the secret storage. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Token of temporary credentials. */
  readonly securityToken?: string;
}

/** Where to send calls instead of the vendor's own hosts: host → base URL. Used by the sandbox and by private endpoints. */
export type Endpoints = Readonly<Record<string, string>>;

/** One finished request, for the log: nothing secret in it. */
export interface RequestRecord {
  readonly operation: string;
  readonly region: string;
  readonly durationMs: number;
  /** HTTP status, or the code of the failure where there was no answer. */
  readonly outcome: string;
  readonly requestId?: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

export interface ConnectOptions {
  /** Read at the time of each call, so that new keys take effect at once. */
  readonly credentials: () => Promise<Credentials>;
  readonly endpoints?: Endpoints;
  /** The vendor's first site unless given. */
  readonly site?: CloudSite;
  /** The account id on the cloud's side, where it is known already: some clouds check it. */
  readonly ownerId?: string;
  /**
   * Asked right before each call that changes anything goes out, also before it is sent again. Where it says no, the
   * call fails with the code `AccountReadOnly`. Everything may be sent where it is left out.
   */
  readonly mayWrite?: () => boolean;
  /** Limit for one HTTP request, in milliseconds. */
  readonly timeoutMs: number;
  readonly onRequest?: (record: RequestRecord) => void;
  /** Language of names that come from the cloud, as BCP 47; English unless given. */
  readonly language?: string;
  /** Time for signing, timeouts and waiting; the system's unless given. */
  readonly clock?: Clock;
  /** Numbers from 0 up to 1 for the spread of waiting times; `Math.random` unless given. */
  readonly random?: () => number;
}

/** At most the items of one call: the plan chunks before it comes here. */
export interface AssociateRequest {
  readonly resources: readonly ResourceRef[];
  readonly principals: readonly PrincipalRef[];
  /** Permission ids; the cloud takes its default for types without one. */
  readonly permissions: readonly string[];
}

export interface CreateRequest extends AssociateRequest {
  readonly name: string;
  readonly allowExternal: boolean;
  /** Only where `abilities.description` says that shares have one. */
  readonly description?: string;
  /** Only where `abilities.tags` says that shares have them. */
  readonly tags?: readonly Tag[];
  /** Ids of shares with this name that are known already: what reading back may not mistake for the new one. */
  readonly knownIds: readonly string[];
}

export interface UpdateRequest {
  readonly name: string;
  readonly allowExternal: boolean;
  /** Only where `abilities.description` says that shares have one; give the present one to keep it. */
  readonly description?: string;
}

export interface Identity {
  /** The account id on the cloud's side. */
  readonly ownerId: string;
}

/** Which shares to list: those of one side, of them only those that every filter lets through. */
export interface SharesQuery {
  readonly owner: ShareOwner;
  /** At most `abilities.itemsPerCall.shareIds`; none of them finds nothing. */
  readonly ids?: readonly string[];
  /** Only shares that carry this permission. */
  readonly permissionId?: string;
}

/** Which invitations to list; with ids of neither kind all of that side, with an empty list of ids none. */
export interface InvitationsQuery {
  readonly side: 'received' | 'sent';
  /** At most `abilities.itemsPerCall.shareIds`. */
  readonly shareIds?: readonly string[];
  /** Of invitations; as many as of shares. */
  readonly ids?: readonly string[];
}

/** A share as far as calls about it must name it. */
export type ShareRef = Pick<ResourceShare, 'id' | 'owner'>;

/** How the queue of an account stands, for the user to see. */
export interface QueueState {
  readonly waiting: number;
  readonly running: number;
  /** While the cloud throttles: when the next call goes out, milliseconds since the epoch. */
  readonly slowedUntil?: number;
}

/**
 * One account at one cloud. Every method takes a signal and throws only {@link CloudError}.
 * Lists are async iterables of pages, in the cloud's order, without empty pages.
 */
export interface ShareCloud extends CloudWrites {
  /** Asks the cloud who the keys belong to: one harmless call. */
  identify(options: CallOptions): Promise<Identity>;
  describeRegions(options: CallOptions): Promise<readonly Region[]>;
  listShares(
    region: string,
    query: SharesQuery,
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]>;
  /** Rows of the shares that the account owns, unless filtered all of them. At most `abilities.itemsPerCall.shareIds` ids. */
  listAssociations(
    region: string,
    query: {
      readonly kind: AssociationKind;
      readonly state?: AssociationState;
      readonly shareIds?: readonly string[];
    },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]>;
  /** What others share with the account: the resources, and the principals the cloud names for them. */
  listReceived(
    region: string,
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]>;
  listPermissions(
    region: string,
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]>;
  getPermission(
    region: string,
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission>;
  /** Every version of a permission; only where `abilities.permissionVersions`. */
  listPermissionVersions(
    region: string,
    query: { readonly id: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionVersion[]>;
  /** What may be done with the resources of a share; of one that was received where `abilities.receivedPermissions` says so. */
  listSharePermissions(
    region: string,
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]>;
  /**
   * Invitations in every state, as long as the cloud keeps them. Those that were sent only as far as it lists them to
   * the sender: finding none does not mean that nobody was asked.
   */
  listInvitations(
    region: string,
    query: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]>;
  /** Never sent twice. After a lost answer the state is read back: a failure then is `ambiguous`, never `notDone`. */
  createShare(region: string, request: CreateRequest, options: CallOptions): Promise<ResourceShare>;
  /** Never sent twice, as {@link CloudWrites} says. */
  updateShare(
    region: string,
    shareId: string,
    request: UpdateRequest,
    options: CallOptions,
  ): Promise<ResourceShare>;
  /** Never sent twice, as {@link CloudWrites} says. Gives the rows as they stand then. */
  associate(
    region: string,
    shareId: string,
    request: AssociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]>;
  /** Whether the organisation of the account shares without invitations. False for an account outside of any. */
  organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }>;
  /**
   * Who is in the organisation of the account, and in which part of it, read one call after the other.
   * @returns nothing where the answer is not about the account's own organisation
   * @throws where it may not be listed by this account, or the account is in none
   */
  organization(query: OrganizationQuery, options: CallOptions): Promise<Organization | undefined>;
  /** Only where `abilities.quotas`. */
  quotas(options: CallOptions): Promise<readonly Quota[]>;
  queueState(): QueueState;
  onDidChangeQueue(listener: () => void): () => void;
  /** Aborts what runs and forgets what waits. */
  dispose(): void;
}

/** What a type of resource allows. */
export interface ResourceTypeRule {
  readonly type: string;
  /** With `{region}`, `{account}` and `{id}`; absent where the type has no ARN form. */
  readonly arn?: string;
  /** Which forms a request may use for it. */
  readonly forms: 'id' | 'arn' | 'both';
  /** May be shared outside the organisation; absent where not published. */
  readonly external?: boolean;
  /** May be shared with a cloud service. */
  readonly service?: boolean;
  /** Takes properties (`ResourceProperties`). */
  readonly properties?: boolean;
  /** Whether an outside principal may leave a share that holds it; absent where not published. */
  readonly leave?: boolean;
  /** The only regions that share it; absent where every region does. */
  readonly regions?: readonly string[];
}

/** The limits and abilities of a cloud as plain data (it crosses into webviews as JSON). */
export interface Abilities {
  readonly cloud: CloudId;
  /** False where one endpoint serves all regions. */
  readonly regional: boolean;
  readonly itemsPerCall: {
    readonly resources: number;
    readonly principals: number;
    readonly permissions: number;
    readonly shareIds: number;
  };
  readonly pageSize: number;
  readonly name: { readonly max: number; readonly pattern: string };
  /** `pattern` is an anchored regular expression, as text. */
  readonly description?: { readonly max: number; readonly pattern?: string };
  /** The patterns are anchored regular expressions, as text, with the flag `u`. */
  readonly tags?: {
    readonly max: number;
    readonly keyMax?: number;
    readonly keyPattern?: string;
    /** What no key may begin with. */
    readonly keyReserved?: readonly string[];
    readonly valueMax?: number;
    readonly valuePattern?: string;
  };
  /** Whether the permissions of shares that others own can be listed. */
  readonly receivedPermissions: boolean;
  /** Whether the versions of a permission can be listed. */
  readonly permissionVersions: boolean;
  /** Whether shares are in resource groups. */
  readonly resourceGroups: boolean;
  /** Which way sharing with the organisation can be switched from here. */
  readonly organizationSharing: { readonly enable: boolean; readonly disable: boolean };
  /** Whether the cloud tells its quotas and what is used of them. */
  readonly quotas: boolean;
  /** When the cloud refuses what, as far as it can be known beforehand. */
  readonly preconditions: readonly Precondition[];
  /** What the cloud assumes when the flag is not sent. We always send it. */
  readonly allowExternalDefault: boolean;
  /** How resources are named in requests: type and id or ARN, or URN only. */
  readonly resourceForm: 'idOrArn' | 'urn';
  readonly resourceTypes: readonly ResourceTypeRule[];
  /** Anchored; its groups `service`, `region`, `account`, `kind` and `id` read types that are not in the list. */
  readonly arnPattern: string;
  readonly principals: readonly PrincipalForm[];
  /** Takes a daily time window for service principals. */
  readonly serviceTimeWindow: boolean;
  /** The codes with which the cloud itself refuses what a check finds, where they are other than the check's own. */
  readonly codes?: Readonly<Partial<Record<CheckedRule, string>>>;
}

/** Rules that more than one cloud has, each with a code of its own. */
export type CheckedRule =
  | 'principalForm'
  | 'principalIsOwner'
  | 'principalTwice'
  | 'principalOutside'
  | 'resourceTwice'
  | 'resourceOfOther'
  | 'resourceType'
  | 'shareMissing'
  | 'notOwner';

export interface PrincipalForm {
  readonly kind: PrincipalKind;
  /** Anchored regular expression, as text. */
  readonly pattern: string;
  readonly example: string;
}

/** A cloud as the rest of the program sees it before there are keys. */
export interface CloudDriver {
  readonly abilities: Abilities;
  /** Known regions, for choosing before there is a connection. */
  readonly regions: readonly Region[];
  connect(options: ConnectOptions): ShareCloud;
  /** The vendor's documented meaning of a failure reason on an association, in the user's language. */
  explainFailure(reason: string): string | undefined;
  /** What to do about it, in the user's language, and whether trying the same again may help; undefined where nobody knows. */
  adviseFailure(reason: string): { readonly advice: string; readonly retry: boolean } | undefined;
  /** Link into the vendor's console, where one is known. */
  consoleUrl(target: { readonly region: string; readonly owner: ShareOwner }): string | undefined;
}
