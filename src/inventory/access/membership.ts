import type { CloudId } from '../../model/account.ts';

/** Who is in which folder, unit or organisation, as far as an organisation tells. */
export interface Membership {
  /**
   * Ids of what a principal is in, as shares name it, from near to far: folders or units, then the organisation.
   * @returns nothing where it is not known
   */
  containersOf(cloud: CloudId, principalId: string): readonly string[] | undefined;
}

/** For when no organisation was asked, or none answered. */
export const nobodyKnows: Membership = {
  containersOf: () => undefined,
};
