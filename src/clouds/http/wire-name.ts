import { redact } from './redact.ts';

/** Longest code that any cloud has, by far. */
const longestCode = 200;

/**
 * A request id or the name of an action as a cloud tells it, which goes into logs, journals and notices as it is.
 * @param secrets of the call at hand: something between may have sent them back
 * @returns undefined for what cannot be one
 */
export function wireName(
  text: string | null | undefined,
  secrets: readonly (string | undefined)[],
): string | undefined {
  if (text === null || text === undefined || !/^[\w.:*/-]{1,200}$/.test(text)) return undefined;
  return redact(text, secrets) === text ? text : undefined;
}

/** An error code as a cloud tells it, short and without secrets. */
export function wireCode(text: string, secrets: readonly (string | undefined)[]): string {
  return redact(text, secrets).slice(0, longestCode);
}
