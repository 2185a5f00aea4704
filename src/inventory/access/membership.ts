import type { Organization } from '../../clouds/organization.ts';
import type { CloudId } from '../../model/account.ts';

/** Who is in which organisation, and in which folder or unit of it, as far as organisations tell. Never a guess. */
export interface Membership {
  /** Another number whenever an answer may be another; it only grows. */
  readonly version: number;
  /**
   * Ids of what a principal is in, as shares name it, from near to far: folders or units, then the organisation.
   * @returns nothing where it is not known
   */
  containersOf(cloud: CloudId, principalId: string): readonly string[] | undefined;
  /**
   * Whether a principal, an account, is in the organisation of another account.
   * @returns nothing for what is no account, and where nobody has listed that organisation
   */
  isInside(cloud: CloudId, ownerId: string, principalId: string): boolean | undefined;
  /**
   * Whether an account is in a folder, a unit or an organisation that an account shares with.
   * @returns nothing where it is not known
   */
  contains(
    cloud: CloudId,
    ownerId: string,
    container: string,
    accountId: string,
  ): boolean | undefined;
}

/** For when no organisation was asked, or none answered. */
export const nobodyKnows: Membership = {
  version: 0,
  containersOf: () => undefined,
  isInside: () => undefined,
  contains: () => undefined,
};

/** An organisation with the cloud that it is at. */
export interface CloudOrganization extends Organization {
  readonly cloud: CloudId;
  /** The parts that were asked for, whether or not it is known who is in them. */
  readonly asked: ReadonlySet<string>;
}

/**
 * What organisations tell, with nothing added. An account is in one organisation at most.
 * @param isAccount by the form of an id
 */
export function membershipOf(
  organizations: readonly CloudOrganization[],
  version: number,
  isAccount: (cloud: CloudId, id: string) => boolean,
): Membership {
  const at = (cloud: CloudId, accountId: string): CloudOrganization | undefined =>
    organizations.find((one) => one.cloud === cloud && one.members.has(accountId));
  return {
    version,
    containersOf(cloud, principalId) {
      const organization = organizations.find(
        (one) =>
          one.cloud === cloud && (one.members.has(principalId) || one.containers.has(principalId)),
      );
      if (!organization) return undefined;
      return [...(organization.containers.get(principalId) ?? []), organization.id];
    },
    isInside: (cloud, ownerId, principalId) =>
      isAccount(cloud, principalId) ? at(cloud, ownerId)?.members.has(principalId) : undefined,
    contains(cloud, ownerId, container, accountId) {
      const organization = at(cloud, ownerId);
      if (!organization) return undefined;
      const isMember = organization.members.has(accountId);
      if (!isMember || container === organization.id) return isMember;
      const { known, containers } = organization;
      const isKnown = known === 'all' ? containers.has(accountId) : known.has(container);
      return isKnown ? (containers.get(accountId)?.includes(container) ?? false) : undefined;
    },
  };
}
