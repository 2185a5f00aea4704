export interface ErrorEntry {
  readonly status: number;
  /** `%s` is filled in. */
  readonly message: string;
}

/**
 * Errors of the API gateway; their body names the request.
 * Source: the vendor's table for signed API calls.
 */
export const gatewayErrors = {
  'APIGW.0101': {
    status: 404,
    message: 'The API does not exist or has not been published in the environment.',
  },
  'APIGW.0101#method': { status: 404, message: 'The API does not exist.' },
  'APIGW.0103': { status: 404, message: 'The backend does not exist.' },
  'APIGW.0106': { status: 400, message: 'Orchestration error.' },
  'APIGW.0201': { status: 400, message: 'API request error.' },
  'APIGW.0301': { status: 401, message: 'Incorrect IAM authentication information: %s' },
  'APIGW.0302': {
    status: 403,
    message: 'The IAM user is not authorized to access the API.',
  },
  'APIGW.0303': { status: 401, message: 'Incorrect app authentication information.' },
  'APIGW.0304': { status: 403, message: 'The app is not authorized to access the API.' },
  'APIGW.0305': { status: 401, message: 'Incorrect authentication information.' },
  'APIGW.0306': { status: 403, message: 'API access denied.' },
  'APIGW.0307': { status: 401, message: 'The token must be updated.' },
  'APIGW.0308': {
    status: 429,
    message: 'The throttling threshold has been reached: policy user over ratelimit,limit:%s',
  },
  'APIGW.0310': { status: 403, message: 'The project is unavailable.' },
  'APIGW.0401': { status: 403, message: 'Unknown client IP address.' },
  'APIGW.0402': {
    status: 403,
    message: 'The IP address is not authorized to access the API.',
  },
  'APIGW.0601': { status: 500, message: 'Internal server error.' },
  'APIGW.0602': { status: 400, message: 'Bad request.' },
  'APIGW.0607': { status: 400, message: 'The following protocol is supported: %s' },
  'APIGW.0610': { status: 502, message: 'No backend available.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/**
 * Errors of the service, in the vendor's words as far as they could be read (RAM.1015 and RAM.1028 only in part,
 * RAM.1102 and RAM.1801 by number alone). The vendor publishes no codes for what stands below RAM.EMU: they are ours,
 * so that nobody takes them for its own.
 */
export const serviceErrors = {
  'RAM.1001': {
    status: 400,
    message: 'The domain id in the header or the token is invalid.',
  },
  'RAM.1002': { status: 400, message: 'The domain id %s in the header is invalid.' },
  'RAM.1003': { status: 400, message: 'The token is invalid.' },
  'RAM.1004': { status: 400, message: 'The account id is invalid.' },
  'RAM.1005': { status: 400, message: 'The share principal %s cannot be the owner.' },
  'RAM.1006': { status: 400, message: 'The principal is invalid for duplicate.' },
  'RAM.1007': { status: 400, message: 'The resource urn is invalid for duplicate.' },
  'RAM.1008': { status: 400, message: 'Bad request for checking permission.' },
  'RAM.1009': { status: 400, message: 'The resource type %s has no permission.' },
  'RAM.1010': {
    status: 400,
    message: 'The domain id %s does not own the resource urn %s.',
  },
  'RAM.1011': {
    status: 400,
    message: 'The %s num exceeds %s quota %s if add count %s.',
  },
  'RAM.1012': {
    status: 400,
    message: 'The %s num exceeds the total quota %s if add count %s.',
  },
  'RAM.1013': {
    status: 400,
    message: 'The organization management id %s has not enabled sharing.',
  },
  'RAM.1014': {
    status: 400,
    message:
      'The cross organizations share cannot shared to the organizations with the principal %s.',
  },
  'RAM.1015': { status: 400, message: 'The cross organizations share is invalid.' },
  'RAM.1026': { status: 400, message: 'Query restricted list failed.' },
  'RAM.1027': { status: 400, message: 'Query frozen list failed.' },
  'RAM.1028': { status: 400, message: 'Bad request.' },
  'ram.1102': {
    status: 400,
    message: 'The resource share %s cannot be deleted because its resources are in use.',
  },
  'RAM.1801': {
    status: 400,
    message: 'The account %s is not the management account of the organization.',
  },
  'RAM.1802': { status: 400, message: 'Get organization info error.' },

  'RAM.EMU.0001': { status: 400, message: 'The parameter %s is invalid: %s.' },
  'RAM.EMU.0002': { status: 404, message: 'The resource share %s does not exist.' },
  'RAM.EMU.0003': { status: 404, message: 'The permission %s does not exist.' },
  'RAM.EMU.0004': { status: 404, message: 'The invitation %s does not exist.' },
  'RAM.EMU.0005': {
    status: 400,
    message: 'The invitation %s is not pending, its status is %s.',
  },
  'RAM.EMU.0006': {
    status: 400,
    message: 'The resource type %s already has a permission in the resource share.',
  },
  'RAM.EMU.0007': {
    status: 400,
    message: 'The resource share holds resources of the type %s.',
  },
  'RAM.EMU.0008': {
    status: 400,
    message: 'The resource share has principals outside the organization.',
  },
  'RAM.EMU.0009': {
    status: 400,
    message: 'The resource share %s cannot be changed, its status is %s.',
  },
  'RAM.EMU.0010': { status: 400, message: '%s is not associated with the resource share.' },
  'RAM.EMU.0011': {
    status: 400,
    message: 'A principal cannot leave a resource share with resources of the type %s.',
  },
  'RAM.EMU.0012': { status: 400, message: 'The resource share name %s exists.' },
  'RAM.EMU.0013': {
    status: 400,
    message: 'The permission %s is for the type %s, of which no resource is shared.',
  },
  'RAM.EMU.0014': {
    status: 409,
    message: 'The resource share %s is being changed. Try again later.',
  },
  'RAM.EMU.0403': {
    status: 403,
    message: 'The identity is not authorized to perform the action %s.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Errors of the service that holds the organisation. Source: the vendor's error codes of Organizations. */
export const organizationErrors = {
  'Organizations.1002': {
    status: 401,
    message:
      'This operation can be called only from the management account of an organization or by a member account that is a delegated administrator for a service.',
  },
  'Organizations.1007': { status: 403, message: "Policy doesn't allow '%s' to be performed." },
  'Organizations.1008': { status: 400, message: 'Bad request for checking permission.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

/** Refusals of the identity service. It publishes no codes for them: these are ours, and its answers don't hold them. */
export const identityErrors = {
  'IAM.EMU.0403': {
    status: 403,
    message: 'You are not authorized to assume the agency %s.',
  },
  'IAM.EMU.0404': { status: 404, message: 'Could not find agency: %s.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

const entries: Readonly<Record<string, ErrorEntry>> = {
  ...gatewayErrors,
  ...serviceErrors,
  ...organizationErrors,
  ...identityErrors,
};

export type ErrorCode =
  | keyof typeof gatewayErrors
  | keyof typeof serviceErrors
  | keyof typeof organizationErrors
  | keyof typeof identityErrors;

/** An entry by its code, in any letter case. */
export function findError(code: string): ErrorEntry | undefined {
  const wanted = code.toLowerCase();
  const found = Object.entries(entries).find(([known]) => known.toLowerCase() === wanted);
  return found?.[1];
}

/** Whether the gateway speaks, and not the service behind it. */
export function isGatewayCode(code: string): boolean {
  return /^apigw\./i.test(code);
}
