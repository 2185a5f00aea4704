import type { CredentialField, ErrorKind } from '../cloud-error.ts';

/** What the program and the user should make of an error code. */
export interface CatalogueEntry {
  readonly kind: ErrorKind;
  readonly field?: CredentialField;
  /** With the kind `denied`: an identity policy can allow it. */
  readonly byPolicy?: true;
  /** With the kind `conflict`: it ends by itself, when what the cloud is at work on has settled. */
  readonly busy?: true;
  /** What the code means, in the user's language. */
  readonly meaning: () => string;
  /** What to do about it, in the user's language. */
  readonly advice: () => string;
}
