import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of a request that are signed, as they came over the wire. */
export interface SignedRequest {
  readonly method: string;
  /** Decoded pairs of the query. */
  readonly query: readonly (readonly [string, string])[];
  /** Decoded pairs of the form body; only the older signature signs them. */
  readonly form: readonly (readonly [string, string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** ACS3-HMAC-SHA256: what is hashed, and the string that is signed. */
export function stringToSignV3(
  request: SignedRequest,
  signedHeaders: readonly string[],
): { readonly canonicalRequest: string; readonly stringToSign: string } {
  const query = [...request.query]
    .sort((left, right) => compare(left[0], right[0]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const headers = signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`)
    .join('');
  const canonicalRequest = [
    request.method,
    '/',
    query,
    headers,
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
  return { canonicalRequest, stringToSign: `ACS3-HMAC-SHA256\n${sha256(canonicalRequest)}` };
}

export function signV3(secret: string, stringToSign: string): string {
  return createHmac('sha256', secret).update(stringToSign).digest('hex');
}

/** HMAC-SHA1 of the older signature: all parameters of query and form but the signature itself. */
export function stringToSignV2(request: SignedRequest): string {
  const pairs = [...request.query, ...request.form]
    .filter(([name]) => name !== 'Signature')
    .sort((left, right) => compare(left[0], right[0]))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  return `${request.method}&${encode('/')}&${encode(pairs)}`;
}

export function signV2(secret: string, stringToSign: string): string {
  return createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64');
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Compares without telling by its duration where two texts differ. */
export function equalTexts(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Percent-encodes as the vendor has it: only letters, digits and `-_.~` stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** By code units, which is not the order of a language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
