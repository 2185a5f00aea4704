import {
  equalTexts,
  sha256,
  signV2,
  signV3,
  stringToSignV2,
  stringToSignV3,
  type SignedRequest,
} from './signature.ts';
import { WireError } from './wire-error.ts';
import type { AccessKey, World } from './world.ts';

const validFor = 15 * 60_000;

/** Nonces that were used in the time for which a date is valid. */
export class Nonces {
  readonly #usedAt = new Map<string, number>();

  /** @returns false when it was used before */
  use(nonce: string, now: number): boolean {
    for (const [old, usedAt] of this.#usedAt) {
      if (now - usedAt <= 2 * validFor) break;
      this.#usedAt.delete(old);
    }
    if (this.#usedAt.has(nonce)) return false;
    this.#usedAt.set(nonce, now);
    return true;
  }
}

/**
 * Finds out who calls, by either signature.
 * @throws WireError as the vendor's gateway does
 */
export function authenticate(
  world: World,
  nonces: Nonces,
  request: SignedRequest,
  params: ReadonlyMap<string, string>,
): AccessKey {
  const claim =
    request.headers.authorization === undefined
      ? claimV2(request, params)
      : claimV3(request, request.headers.authorization);
  checkDate(claim.date, world.context.clock.gatewayNow());
  const key = world.keys.get(claim.keyId);
  if (key === undefined) throw new WireError('InvalidAccessKeyId.NotFound');
  if (!key.active) throw new WireError('InvalidAccessKeyId.Inactive');
  checkToken(world, key, claim.token);
  if (!claim.intact || !equalTexts(claim.sign(key.secret), claim.signature)) {
    throw new WireError('SignatureDoesNotMatch', { suffix: claim.stringToSign });
  }
  if (!nonces.use(`${key.id}/${claim.nonce}`, world.context.clock.gatewayNow())) {
    throw new WireError('SignatureNonceUsed');
  }
  return key;
}

/** What a request says of itself, before it is believed. */
interface Claim {
  readonly keyId: string;
  readonly date: string;
  readonly nonce: string;
  readonly token: string | undefined;
  readonly signature: string;
  readonly stringToSign: string;
  /** False when the body is not the one that was announced. */
  readonly intact: boolean;
  readonly sign: (secret: string) => string;
}

function claimV3(request: SignedRequest, authorization: string): Claim {
  const match =
    /^([A-Za-z0-9-]+) Credential=([^,\s]+),SignedHeaders=([^,\s]+),Signature=([0-9a-f]+)$/.exec(
      authorization,
    );
  const [, algorithm = '', keyId = '', names = '', signature = ''] = match ?? [];
  if (match === null) throw new WireError('IncompleteSignature');
  if (algorithm !== 'ACS3-HMAC-SHA256') throw new WireError('InvalidSignatureMethod');
  const { headers } = request;
  const signedHeaders = names.split(';');
  const mustBeSigned = Object.keys(headers).filter(
    (name) => name === 'host' || name.startsWith('x-acs-'),
  );
  if (mustBeSigned.some((name) => !signedHeaders.includes(name))) {
    throw new WireError('IncompleteSignature');
  }
  const { stringToSign } = stringToSignV3(request, signedHeaders);
  return {
    keyId,
    date: required(headers['x-acs-date'], 'MissingTimestamp'),
    nonce: required(headers['x-acs-signature-nonce'], 'MissingSignatureNonce'),
    token: headers['x-acs-security-token'],
    signature,
    stringToSign,
    intact: headers['x-acs-content-sha256'] === sha256(request.body),
    sign: (secret) => signV3(secret, stringToSign),
  };
}

function claimV2(request: SignedRequest, params: ReadonlyMap<string, string>): Claim {
  const keyId = required(params.get('AccessKeyId'), 'MissingAccessKeyId');
  if (params.get('SignatureMethod') !== 'HMAC-SHA1') throw new WireError('InvalidSignatureMethod');
  const stringToSign = stringToSignV2(request);
  return {
    keyId,
    date: required(params.get('Timestamp'), 'MissingTimestamp'),
    nonce: required(params.get('SignatureNonce'), 'MissingSignatureNonce'),
    token: params.get('SecurityToken'),
    signature: required(params.get('Signature'), 'IncompleteSignature'),
    stringToSign,
    intact: true,
    sign: (secret) => signV2(secret, stringToSign),
  };
}

function required(
  value: string | undefined,
  code: 'MissingTimestamp' | 'MissingSignatureNonce' | 'MissingAccessKeyId' | 'IncompleteSignature',
): string {
  if (value === undefined || value === '') throw new WireError(code);
  return value;
}

function checkDate(date: string, now: number): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(date) ? Date.parse(date) : NaN;
  if (Number.isNaN(time)) throw new WireError('InvalidTimeStamp.Format');
  if (Math.abs(now - time) > validFor) throw new WireError('InvalidTimeStamp.Expired');
}

function checkToken(world: World, key: AccessKey, token: string | undefined): void {
  if (key.temporary === undefined) {
    if (token === undefined || token === '') return;
    throw new WireError(tokenCode(token));
  }
  if (token === undefined || token === '') throw new WireError('MissingSecurityToken');
  if (token !== key.temporary.token) throw new WireError(tokenCode(token));
  if (world.now() >= key.temporary.expiresAt) throw new WireError('InvalidSecurityToken.Expired');
}

/** Tokens begin with CAIS: anything else was never one. */
function tokenCode(
  token: string,
): 'InvalidSecurityToken.Malformed' | 'InvalidSecurityToken.MismatchWithAccessKey' {
  return token.startsWith('CAIS')
    ? 'InvalidSecurityToken.MismatchWithAccessKey'
    : 'InvalidSecurityToken.Malformed';
}
