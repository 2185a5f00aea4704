import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature is made of. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent: encoded, without the query. */
  readonly path: string;
  /** As it was sent: encoded, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export const algorithm = 'SDK-HMAC-SHA256';

/**
 * The request in the one form that both sides hash. Only the named headers count, and the path always ends in a slash.
 * Source: the vendor's guide to signing with an access key.
 */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const headers = signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`)
    .join('');
  const payload = request.headers['x-sdk-content-sha256'] ?? sha256(request.body);
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers,
    signedHeaders.join(';'),
    payload,
  ].join('\n');
}

/** The key is the secret as it is: nothing is derived from it. */
export function sign(secret: string, date: string, canonical: string): string {
  const text = [algorithm, date, sha256(Buffer.from(canonical))].join('\n');
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Compares without telling by its time how much was right. */
export function equalTexts(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The pairs of a query, decoded, in the order in which they were sent. A plus sign is a plus sign. */
export function queryPairs(query: string): readonly (readonly [string, string])[] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const mark = pair.indexOf('=');
    return mark < 0
      ? ([decode(pair), ''] as const)
      : ([decode(pair.slice(0, mark)), decode(pair.slice(mark + 1))] as const);
  });
}

function canonicalPath(path: string): string {
  const encoded = path
    .split('/')
    .map((part) => encode(decode(part)))
    .join('/');
  return encoded.endsWith('/') ? encoded : `${encoded}/`;
}

function canonicalQuery(query: string): string {
  return [...queryPairs(query)]
    .sort(([key, value], [otherKey, otherValue]) =>
      key === otherKey ? compare(value, otherValue) : compare(key, otherKey),
    )
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** Everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** What can't be decoded stays as it is, and the signature will not fit. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
