import {
  algorithm,
  canonicalRequest,
  equalTexts,
  sha256,
  sign,
  type SignedRequest,
} from './signature.ts';
import { WireError } from './wire-error.ts';
import type { AccessKey, World } from './world.ts';

const validFor = 15 * 60_000;
const lockedFor = 5 * 60_000;
const mostBadSignatures = 5;

/** Keys with bad signatures, and until when they are locked. */
export class LockOut {
  readonly #bad = new Map<string, { inARow: number; lockedUntil: number }>();

  isLocked(keyId: string, now: number): boolean {
    return now < (this.#bad.get(keyId)?.lockedUntil ?? 0);
  }

  failed(keyId: string, now: number): void {
    const inARow = (this.#bad.get(keyId)?.inARow ?? 0) + 1;
    const locked = inARow >= mostBadSignatures;
    this.#bad.set(keyId, {
      inARow: locked ? 0 : inARow,
      lockedUntil: locked ? now + lockedFor : 0,
    });
  }

  passed(keyId: string): void {
    this.#bad.delete(keyId);
  }
}

/**
 * Finds out who calls.
 * @throws WireError as the vendor's gateway does for the signature, and its service for the account id
 */
export function authenticate(world: World, lockOut: LockOut, request: SignedRequest): AccessKey {
  const claim = readClaim(request);
  const key = world.keys.get(claim.keyId);
  if (key?.active !== true) throw refused('Get secretKey failed');
  if (world.switches.lockOut && lockOut.isLocked(key.id, world.now())) {
    throw refused('AK access failed to reach the limit,forbidden');
  }
  if (!claim.isComplete || !fits(request, claim, key.secret)) {
    lockOut.failed(key.id, world.now());
    throw refused('verify aksk signature fail');
  }
  lockOut.passed(key.id);
  checkDate(claim.date, world.context.clock.gatewayNow());
  checkToken(world, key, request.headers['x-security-token']);
  checkDomain(key, request.headers['x-domain-id']);
  return key;
}

/** What a request says of itself, before it is believed. */
interface Claim {
  readonly keyId: string;
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly isComplete: boolean;
}

function readClaim({ headers }: SignedRequest): Claim {
  const [, name = '', keyId = '', names = '', signature = ''] =
    /^(\S+) Access=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (name !== algorithm) throw refused('verify aksk signature fail');
  const signedHeaders = names.split(';');
  const date = headers['x-sdk-date'] ?? '';
  return {
    keyId,
    date,
    signedHeaders,
    signature,
    isComplete: ['host', 'x-sdk-date'].every((needed) => signedHeaders.includes(needed)),
  };
}

/** The hash of the body may be announced, also as unsigned; announced as a hash it must be that of the body. */
function fits(request: SignedRequest, claim: Claim, secret: string): boolean {
  const announced = request.headers['x-sdk-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (announced !== 'UNSIGNED-PAYLOAD' && announced !== sha256(request.body)) return false;
  const canonical = canonicalRequest(request, claim.signedHeaders);
  return equalTexts(sign(secret, claim.date, canonical), claim.signature);
}

function checkDate(date: string, now: number): void {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const time = Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}Z`,
  );
  if (!(Math.abs(now - time) <= validFor)) throw refused('the date of the signature is expired');
}

/** Which code answers a bad token is not published: the choice is ours. */
function checkToken(world: World, key: AccessKey, token: string | undefined): void {
  if (key.temporary === undefined) {
    if (token !== undefined && token !== '') throw new WireError('RAM.1003');
    return;
  }
  if (token !== key.temporary.token) throw refused('decrypt token fail');
  if (world.now() >= key.temporary.expiresAt) throw new WireError('APIGW.0307');
}

/** The header may be left out and need not be signed; but when it is there, it must be the caller's account. */
function checkDomain(key: AccessKey, domainId: string | undefined): void {
  if (domainId === undefined || domainId === '') return;
  if (!/^[0-9a-f]{32}$/.test(domainId)) throw new WireError('RAM.1001');
  if (domainId !== key.accountId) throw new WireError('RAM.1002', [domainId]);
}

function refused(reason: string): WireError {
  return new WireError('APIGW.0301', [reason]);
}
