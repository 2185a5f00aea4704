import { createHash } from 'node:crypto';
import * as packaged from '@alicloud/openapi-util';
import type { Credentials } from '../cloud.ts';

export interface SignInput {
  readonly host: string;
  readonly action: string;
  readonly version: string;
  /** `yyyy-MM-ddTHH:mm:ssZ`, UTC. */
  readonly date: string;
  /** Different for every attempt. */
  readonly nonce: string;
  readonly credentials: Credentials;
  readonly query?: Readonly<Record<string, string>>;
  /** The form exactly as it is sent; empty for none. */
  readonly body: string;
}

const algorithm = 'ACS3-HMAC-SHA256';

/**
 * The headers of a signed POST, without `host`, which fetch sets from the address.
 * Signature version 3 of Alibaba Cloud (reference section 4.1), computed by the vendor's own package.
 */
export function signedHeaders(input: SignInput): Record<string, string> {
  const payload = createHash('sha256').update(input.body).digest('hex');
  const { accessKeyId, accessKeySecret, securityToken } = input.credentials;
  const headers: Record<string, string> = {
    'x-acs-action': input.action,
    'x-acs-version': input.version,
    'x-acs-date': input.date,
    'x-acs-signature-nonce': input.nonce,
    'x-acs-content-sha256': payload,
    ...(securityToken ? { 'x-acs-security-token': securityToken } : {}),
    ...(input.body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
  };
  const authorization = vendor().getAuthorization(
    {
      method: 'POST',
      pathname: '/',
      query: { ...input.query },
      headers: { ...headers, host: input.host },
    },
    algorithm,
    payload,
    accessKeyId,
    accessKeySecret,
  );
  return { ...headers, authorization, accept: 'application/json' };
}

/** The date as the signature wants it: no milliseconds. */
export function signatureDate(now: number): string {
  return new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** What we use of the vendor's package, without the request class that its types ask for. */
interface Vendor {
  getAuthorization(
    request: {
      readonly method: string;
      readonly pathname: string;
      readonly query: Readonly<Record<string, string>>;
      readonly headers: Readonly<Record<string, string>>;
    },
    algorithm: string,
    payload: string,
    accessKeyId: string,
    accessKeySecret: string,
  ): string;
  /** Flattens a request by the RPC rules: lists count from 1, absent values are left out. */
  query(parameters: Readonly<Record<string, unknown>>): Record<string, string>;
}

/**
 * The package is CommonJS with an ES default export: Node and bundlers disagree with its types, and with each
 * other, on how many `default`s deep the class lies.
 */
export function vendor(): Vendor {
  let candidate: unknown = packaged;
  while (!isVendor(candidate)) {
    if (!hasDefault(candidate))
      throw new TypeError('@alicloud/openapi-util has no getAuthorization');
    candidate = candidate.default;
  }
  return candidate;
}

function isVendor(value: unknown): value is Vendor {
  return typeof value === 'function' && 'getAuthorization' in value && 'query' in value;
}

function hasDefault(value: unknown): value is { readonly default: unknown } {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    'default' in value &&
    value.default !== value
  );
}
