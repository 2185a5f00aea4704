import { CloudError, type CloudErrorDetails } from '../clouds/cloud-error.ts';
import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { Account } from '../model/account.ts';

/** One sort of read that the tree makes. */
export type ReadName =
  | 'identity'
  | 'ownShares'
  | 'receivedShares'
  | 'resources'
  | 'principals'
  | 'received'
  | 'permissions'
  | 'invitations'
  | 'organization';

export interface ReadTest {
  readonly name: ReadName;
  /** Absent where it worked. */
  readonly error?: CloudErrorDetails;
}

export interface ConnectionTest {
  readonly reads: readonly ReadTest[];
  /** The rights that the cloud says are missing, by its own names. */
  readonly missingActions: readonly string[];
  /** The account that the keys are of; absent where the cloud did not say. */
  readonly ownerId?: string;
}

/**
 * Makes each sort of read once, in the first region of the account, and looks at its first page; the next may have been
 * asked for by then. What the cloud says no with is a result.
 */
export async function testConnection(
  cloud: ShareCloud,
  { regions: [region = ''] }: Pick<Account, 'regions'>,
  signal: AbortSignal,
): Promise<ConnectionTest> {
  const call: CallOptions = { signal, priority: 'action' };
  let ownerId: string | undefined;
  const reads: Readonly<Record<ReadName, () => Promise<unknown>>> = {
    identity: async () => {
      ({ ownerId } = await cloud.identify(call));
    },
    ownShares: () => firstPage(cloud.listShares(region, { owner: 'self' }, call)),
    receivedShares: () => firstPage(cloud.listShares(region, { owner: 'other' }, call)),
    resources: () => firstPage(cloud.listAssociations(region, { kind: 'resource' }, call)),
    principals: () => firstPage(cloud.listAssociations(region, { kind: 'principal' }, call)),
    received: () => firstPage(cloud.listReceived(region, { kind: 'resource' }, call)),
    permissions: () => firstPage(cloud.listPermissions(region, {}, call)),
    invitations: () => firstPage(cloud.listInvitations(region, { side: 'received' }, call)),
    organization: () => cloud.organizationSharing(call),
  };
  const tried = await Promise.all(
    readNames.map(async (name): Promise<ReadTest> => {
      try {
        await reads[name]();
        return { name };
      } catch (error) {
        if (error instanceof CloudError) return { name, error: error.details };
        throw error;
      }
    }),
  );
  const missing = tried.flatMap(({ error }) => error?.missingAction ?? []);
  return {
    reads: tried,
    missingActions: [...new Set(missing)],
    ...(ownerId === undefined ? {} : { ownerId }),
  };
}

const readNames: readonly ReadName[] = [
  'identity',
  'ownShares',
  'receivedShares',
  'resources',
  'principals',
  'received',
  'permissions',
  'invitations',
  'organization',
];

/** Leaves the list after its first page: what is in it does not matter here. */
async function firstPage(pages: AsyncIterable<unknown>): Promise<void> {
  const reading = pages[Symbol.asyncIterator]();
  await reading.next();
  await reading.return?.();
}
