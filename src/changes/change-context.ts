import type { Abilities } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import type { Invitation } from '../model/invitation.ts';
import type { Quota } from '../model/quota.ts';
import type { ShareState } from './share-state.ts';

/** An account as far as changes rest on it. */
export interface ChangeAccount {
  /** Account id on the cloud's side. */
  readonly ownerId: string;
  readonly label: string;
  /** Nothing is sent for it until the user turns writing on. */
  readonly readOnly: boolean;
  readonly abilities: Abilities;
}

/** What is known while changes are planned and checked. Nothing in it waits: what has to be read is read before. */
export interface ChangeContext {
  /** Undefined for an account that is not configured, or not any more. */
  account(accountId: string): ChangeAccount | undefined;
  /** Undefined for a share that is not known. */
  share(scope: Scope, shareId: string): ShareState | undefined;
  /** True where the share was looked for, and the cloud does not list it. */
  isGone(scope: Scope, shareId: string): boolean;
  /** As the receiver sees it; undefined where it was not read, `gone` where it is not listed. */
  invitation(scope: Scope, invitationId: string): Invitation | 'gone' | undefined;
  /** Whether a principal is outside the organisation, by what any share of the scope says; undefined where none does. */
  isOutside(scope: Scope, principalId: string): boolean | undefined;
  /** Whether the account's organisation shares without invitations; undefined where nobody knows. */
  organizationSharing(accountId: string): boolean | undefined;
  /** Undefined where the cloud does not tell them, or could not be asked. */
  quotas(accountId: string): readonly Quota[] | undefined;
}

/** Where nothing is known but what is said beside it. */
export const nothingKnown: ChangeContext = {
  account: () => undefined,
  share: () => undefined,
  isGone: () => false,
  invitation: () => undefined,
  isOutside: () => undefined,
  organizationSharing: () => undefined,
  quotas: () => undefined,
};
