import { readUrn } from './resource-types.ts';

/** What a part of a resource's id makes happen: `gone-1`, `app-limit`, but not `foregone`. */
export type ResourceRule =
  | { readonly word: string; readonly effect: 'associate'; readonly message: string }
  | { readonly word: string; readonly effect: 'in-use' }
  | { readonly word: string; readonly effect: 'slow'; readonly milliseconds: number };

/** The vendor publishes no text of a failed association: these are ours. */
export const failureMessages = {
  gone: 'The resource does not exist.',
  limit: 'The number of resources of this type shared with the principal exceeds the quota.',
  region: 'The resource type is not available in the region of the resource.',
  error: 'An internal error occurred. Try again later.',
  principal: 'The account is restricted or frozen.',
  rejected: 'The invitation was rejected.',
  expired: 'The invitation has expired.',
} as const;

const resourceRules: readonly ResourceRule[] = [
  { word: 'gone', effect: 'associate', message: failureMessages.gone },
  { word: 'limit', effect: 'associate', message: failureMessages.limit },
  { word: 'error', effect: 'associate', message: failureMessages.error },
  { word: 'inuse', effect: 'in-use' },
  { word: 'slow', effect: 'slow', milliseconds: 60_000 },
];

/** The rule that a resource's id names, if any. */
export function resourceRule(urn: string): ResourceRule | undefined {
  const words = (readUrn(urn)?.id ?? '').toLowerCase().split(/[-_./:]/);
  return resourceRules.find((rule) =>
    words.some((word) => word.startsWith(rule.word) && /^\d*$/.test(word.slice(rule.word.length))),
  );
}

/** An account whose id ends like this fails to associate. */
export const failingEnding = 'fa11ed';

export function failsAsPrincipal(entity: string): boolean {
  return /^[0-9a-f]{32}$/.test(entity) && entity.endsWith(failingEnding);
}

/** An account whose id ends like this does not exist. */
export function existsNot(accountId: string): boolean {
  return accountId.endsWith('00000000');
}
