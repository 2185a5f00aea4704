const mark = '…';

/** What is longer is nothing that anybody reads; it would only keep the program busy. In UTF-16 units. */
const longest = 100_000;

/** Read beyond that, and as much is dropped again: a secret that is cut in two must not leave its beginning. */
const margin = 16_384;

/** Names whose value is secret or lets a request be replayed, in headers, query strings, forms and JSON. */
const secretNames = [
  'authorization',
  'x-acs-security-token',
  'x-acs-accesskey-id',
  'x-acs-bearer-token',
  'x-security-token',
  'x-auth-token',
  'access_?key_?id',
  'access_?key_?secret',
  'secret_?access_?key',
  'secret_?key',
  'security_?token',
  'session_?token',
  'sts_?token',
  'signature[-_]?nonce',
  'signature',
  'credential',
  'access',
  'password',
].join('|');

/** Kept: the name and what separates it from the value. A value in quotes ends with them, another at a blank or separator. */
const named = new RegExp(
  String.raw`(?<![A-Za-z0-9])((?:${secretNames})["']?\s*(?:=|:|%3D)\s*)("[^"]*"|'[^']*'|(?:ACS3|SDK|Bearer|Basic)\S{0,40}\s+[^\r\n]*|[^\s&,;"'}]+)`,
  'gi',
);

/** Name and password in an address. */
const user = /\/\/[^\s/@"'<>]+@/g;

/** Shapes of key ids and temporary key ids that stand alone in a text. */
const keyIds = /\b(?:LTAI[A-Za-z0-9]{8,}|STS\.[A-Za-z0-9_-]{8,}|TMP\.[A-Za-z0-9_-]{8,})/g;

/**
 * Takes secrets out of a text before it is shown or logged: keys, signatures and tokens in headers, query strings, forms and prose.
 * What comes after the first hundred thousand characters is dropped.
 * @param known secrets of the call at hand, which are removed wherever they stand, also percent-encoded
 */
export function redact(text: string, known: readonly (string | undefined)[] = []): string {
  const read = text.slice(0, longest + margin);
  const clean = withoutSecrets(read, known);
  const sure = read.length < text.length ? Math.max(0, clean.length - margin) : clean.length;
  const kept = Math.min(sure, longest);
  return kept < clean.length ? `${clean.slice(0, kept)}${mark}` : clean;
}

/** The same for all of a text, however long: whatever is cut off it afterwards, no part of a secret is left. */
export function withoutSecrets(text: string, known: readonly (string | undefined)[] = []): string {
  let clean = text;
  for (const secret of known) {
    if (secret === undefined || secret.length < 4) continue;
    clean = clean.replaceAll(secret, mark).replaceAll(encodeURIComponent(secret), mark);
  }
  return clean.replace(named, `$1${mark}`).replace(keyIds, mark).replace(user, `//${mark}@`);
}
