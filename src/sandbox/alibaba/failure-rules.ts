import type { FailureReason } from './share.ts';

/** What a part of a resource's id makes happen: `vsw-gone-1`, `m-limit`, but not `vsw-foregone`. */
export type ResourceRule =
  | { readonly word: string; readonly effect: 'associate'; readonly reason: FailureReason }
  | { readonly word: string; readonly effect: 'disassociate'; readonly reason: FailureReason }
  | { readonly word: string; readonly effect: 'accept'; readonly reason: FailureReason }
  | { readonly word: string; readonly effect: 'slow'; readonly milliseconds: number };

export const resourceRules: readonly ResourceRule[] = [
  { word: 'gone', effect: 'associate', reason: 'Unavailable' },
  { word: 'limit', effect: 'associate', reason: 'LimitExceeded' },
  { word: 'zone', effect: 'associate', reason: 'ZonalResourceInaccessible' },
  { word: 'error', effect: 'associate', reason: 'InternalError' },
  { word: 'unsupported', effect: 'associate', reason: 'UnsupportedOperation' },
  { word: 'held', effect: 'disassociate', reason: 'UnsupportedOperation' },
  { word: 'handover', effect: 'accept', reason: 'Unavailable' },
  { word: 'slow', effect: 'slow', milliseconds: 60_000 },
];

/** What the end of an account id makes happen; the rest of the id is free. */
export type PrincipalRule =
  | { readonly ending: string; readonly effect: 'associate'; readonly reason: FailureReason }
  | {
      readonly ending: string;
      readonly effect: 'refuse';
      readonly code: 'InvalidTarget.SiteMismatch' | 'InvalidTarget.LegalEntityMismatch';
    };

export const principalRules: readonly PrincipalRule[] = [
  { ending: '90901', effect: 'associate', reason: 'Unavailable' },
  { ending: '90902', effect: 'associate', reason: 'LimitExceeded' },
  { ending: '90903', effect: 'associate', reason: 'ZonalResourceInaccessible' },
  { ending: '90904', effect: 'associate', reason: 'InternalError' },
  { ending: '90905', effect: 'associate', reason: 'UnsupportedOperation' },
  { ending: '90801', effect: 'refuse', code: 'InvalidTarget.SiteMismatch' },
  { ending: '90802', effect: 'refuse', code: 'InvalidTarget.LegalEntityMismatch' },
];

/** The rule that a resource's id names, if any. */
export function resourceRule(id: string): ResourceRule | undefined {
  const words = id.toLowerCase().split(/[-_.]/);
  return resourceRules.find((rule) =>
    words.some((word) => word.startsWith(rule.word) && /^\d*$/.test(word.slice(rule.word.length))),
  );
}

/** The rule that a principal's id names, if any. */
export function principalRule(id: string): PrincipalRule | undefined {
  return principalRules.find((rule) => /^\d{16}$/.test(id) && id.endsWith(rule.ending));
}
