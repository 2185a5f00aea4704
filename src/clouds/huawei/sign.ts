import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import type { Credentials } from '../cloud.ts';

/** What a request says in JSON. */
export type Json =
  string | number | boolean | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface SignInput {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without query. Its path must need no percent-encoding: the vendor's package would encode it a second time. */
  readonly url: URL;
  readonly query: Readonly<Record<string, string>>;
  /** `yyyyMMddTHHmmssZ`, UTC. */
  readonly date: string;
  readonly credentials: Credentials;
  /** Account id, sent as `X-Domain-Id`. */
  readonly domainId?: string;
  /** Must go out as `JSON.stringify` writes it, which is what is signed. */
  readonly body?: Json;
}

/**
 * The headers of a signed request, without `host`, which fetch sets from the address.
 * `SDK-HMAC-SHA256` of Huawei Cloud (reference section 2.2), computed by the vendor's own package.
 */
export function signedHeaders(input: SignInput): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken } = input.credentials;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'X-Sdk-Date': input.date,
    ...(securityToken === undefined ? {} : { 'X-Security-Token': securityToken }),
    ...(input.domainId === undefined ? {} : { 'X-Domain-Id': input.domainId }),
  };
  const { Authorization = '' } = signer.sign(
    {
      method: input.method,
      endpoint: input.url.href,
      queryParams: { ...input.query },
      headers,
      data: input.body,
    },
    { getAk: () => accessKeyId, getSk: () => accessKeySecret },
  );
  return { ...headers, Authorization };
}

/** The date as the signature wants it. */
export function signatureDate(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** What we use of the vendor's package, without the client classes that its types ask for. */
interface Signer {
  sign(
    request: {
      readonly method: string;
      readonly endpoint: string;
      readonly queryParams: Readonly<Record<string, string>>;
      readonly headers: Readonly<Record<string, string>>;
      readonly data: Json | undefined;
    },
    credential: { getAk: () => string | undefined; getSk: () => string | undefined },
  ): { readonly Authorization?: string };
}

const signer: Signer = AKSKSigner;
