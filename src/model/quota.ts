/** What a cloud limits: of an account its shares, resources, principals and unanswered invitations; permissions and tags. */
export const quotaKinds = [
  'shares',
  'resources',
  'principals',
  'invitations',
  'permissions',
  'tags',
] as const;
export type QuotaKind = (typeof quotaKinds)[number];

export interface Quota {
  /** Unknown for a word that we don't know. */
  readonly kind: QuotaKind | 'unknown';
  /** The cloud's word for it, untouched. */
  readonly text: string;
  /** How many there may be. */
  readonly limit: number;
  /** How many there are; absent where the cloud does not say. */
  readonly used?: number;
}
