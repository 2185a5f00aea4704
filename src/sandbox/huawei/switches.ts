import * as z from 'zod/mini';

/**
 * What the vendor does not say, or says twice: one way is the default, a test may choose another.
 * Every one is listed in docs/sandbox.md.
 */
export interface Switches {
  /** The letter case of every status text. The proven ones are in lower case. */
  statusCase: 'lower' | 'upper' | 'title';
  /** The letter case of error codes of the service: as the documentation has them, or all in lower case. */
  codeCase: 'documented' | 'lower';
  /** The HTTP status for a share, permission or invitation that does not exist. */
  unknownEntity: 404 | 400;
  /** What `external: true` of an association means: outside the owner's organisation, or inside. */
  external: 'outside' | 'inside';
  /** How the filter by name of the search for shares compares. */
  nameFilter: 'exact' | 'prefix';
  /** Whether a throttled answer has a Retry-After header. */
  retryAfter: boolean;
  /** Calls a second of one account and operation. The gateway's default; that of the service is not published. */
  callsPerSecond: number;
  /** The body of an answer that has no content. */
  emptyBody: 'none' | 'object';
  /** The shape of points in time. */
  timestamps: 'milliseconds' | 'seconds';
  /** Rows in a page where `limit` is left out; invitations have at most 1000. */
  defaultLimit: number;
  /** How the last page says that it is the last. */
  lastMarker: 'absent' | 'empty' | 'null';
  /** Whether a page without rows counts them. */
  emptyCount: 'zero' | 'absent';
  /** Whether every second page is empty but for a marker. */
  emptyPages: boolean;
  /** Whether the sender of an invitation finds it too. */
  senderSeesInvitations: boolean;
  /** Whether those who receive a share see its tags. */
  receiverSeesTags: boolean;
  /** Which URNs of an organisation may be principals. */
  organisationUrns: 'all' | 'root-and-units';
  /** What becomes of an association whose invitation is rejected or expires. */
  unanswered: 'failed' | 'disassociated';
  /** Whether two live shares of an account may have the same name. */
  uniqueNames: boolean;
  /** Whether a permission may be named for a type of which the new share holds nothing. */
  strayPermission: 'bound' | 'refused';
  /** How the type of a VPC subnet is written. */
  subnetType: 'vpc:subnet' | 'vpc:subnets';
  /** Who refuses a call that the identity has no right for: the service (403), the gateway (403), or RAM.1008 (400). */
  denial: 'service' | 'gateway' | 'check';
  /** Whether IAM names the account of the caller, or answers with an empty list. */
  domains: 'listed' | 'empty';
  /** Whether the accounts of an organisation are listed with its management account among them. */
  listsManagement: boolean;
  /** Whether five bad signatures in a row lock a key for five minutes. */
  lockOut: boolean;
  /** Whether answers carry X-Request-Id. */
  requestId: boolean;
  /** A fault: a page that is not the last names its own marker as the next one, for ever. */
  repeatMarker: boolean;
}

export const statedDefaults: Readonly<Switches> = {
  statusCase: 'lower',
  codeCase: 'documented',
  unknownEntity: 404,
  external: 'outside',
  nameFilter: 'exact',
  retryAfter: false,
  callsPerSecond: 200,
  emptyBody: 'none',
  timestamps: 'milliseconds',
  defaultLimit: 2000,
  lastMarker: 'absent',
  emptyCount: 'zero',
  emptyPages: false,
  senderSeesInvitations: false,
  receiverSeesTags: false,
  organisationUrns: 'all',
  unanswered: 'failed',
  uniqueNames: false,
  strayPermission: 'bound',
  subnetType: 'vpc:subnet',
  denial: 'service',
  domains: 'listed',
  listsManagement: true,
  lockOut: true,
  requestId: true,
  repeatMarker: false,
};

const optionalFlag = z.exactOptional(z.boolean());

/** Any of the switches; the others stay as they are. */
export const switchesSchema = z.strictObject({
  statusCase: z.exactOptional(z.enum(['lower', 'upper', 'title'])),
  codeCase: z.exactOptional(z.enum(['documented', 'lower'])),
  unknownEntity: z.exactOptional(z.literal([404, 400])),
  external: z.exactOptional(z.enum(['outside', 'inside'])),
  nameFilter: z.exactOptional(z.enum(['exact', 'prefix'])),
  retryAfter: optionalFlag,
  callsPerSecond: z.exactOptional(z.int().check(z.minimum(1))),
  emptyBody: z.exactOptional(z.enum(['none', 'object'])),
  timestamps: z.exactOptional(z.enum(['milliseconds', 'seconds'])),
  defaultLimit: z.exactOptional(z.int().check(z.minimum(1), z.maximum(2000))),
  lastMarker: z.exactOptional(z.enum(['absent', 'empty', 'null'])),
  emptyCount: z.exactOptional(z.enum(['zero', 'absent'])),
  emptyPages: optionalFlag,
  senderSeesInvitations: optionalFlag,
  receiverSeesTags: optionalFlag,
  organisationUrns: z.exactOptional(z.enum(['all', 'root-and-units'])),
  unanswered: z.exactOptional(z.enum(['failed', 'disassociated'])),
  uniqueNames: optionalFlag,
  strayPermission: z.exactOptional(z.enum(['bound', 'refused'])),
  subnetType: z.exactOptional(z.enum(['vpc:subnet', 'vpc:subnets'])),
  denial: z.exactOptional(z.enum(['service', 'gateway', 'check'])),
  domains: z.exactOptional(z.enum(['listed', 'empty'])),
  listsManagement: optionalFlag,
  lockOut: optionalFlag,
  requestId: optionalFlag,
  repeatMarker: optionalFlag,
});
