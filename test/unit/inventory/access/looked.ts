import type { Looked } from '../../../../src/inventory/access/findings.ts';
import type { ListPart, ShareEntry } from '../../../../src/inventory/snapshot.ts';
import type { Account } from '../../../../src/model/account.ts';
import type { SharePermission } from '../../../../src/model/permission.ts';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { scope } from '../samples.ts';

const account: Account = {
  id: scope.accountId,
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: [scope.region],
};

/**
 * One account in one region that holds exactly this.
 * @param lacking lists that were never read to their ends
 * @param permissions of shares; theirs are known where there are any
 */
export function lookedAt(
  shares: readonly ResourceShare[],
  rows: readonly Association[],
  lacking: readonly ListPart[] = [],
  permissions: readonly SharePermission[] = [],
): Looked {
  const entries = new Map(
    shares.map((share): readonly [string, ShareEntry] => {
      const own = rows.filter(({ shareId }) => shareId === share.id);
      const carried = permissions.filter(({ shareId }) => shareId === share.id);
      return [
        share.id,
        {
          share,
          resources: own.filter(({ kind }) => kind === 'resource'),
          principals: own.filter(({ kind }) => kind === 'principal'),
          ...(permissions.length > 0 && { permissions: carried }),
        },
      ];
    }),
  );
  const incomplete = lacking.map((part) => ({ part }));
  return { accounts: [account], snapshot: () => ({ entries, incomplete }) };
}
