import assert from 'node:assert/strict';
import { asContent, Bench, list, text, type Content } from './caller.ts';

const regions = ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1'];
const everybody = ['owner', 'member', 'outsider', 'temporary'];

describe('the seeded organisation of the sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  async function truth(): Promise<Content[]> {
    return list(asContent((await bench.control('/state')).alibaba), 'shares');
  }

  it('has about forty shares with every status and every reason', async () => {
    const shares = await truth();
    assert.ok(shares.length >= 38 && shares.length <= 45, String(shares.length));
    const rows = shares.flatMap((share) => list(share, 'associations'));
    const invitations = shares.flatMap((share) => list(share, 'invitations'));
    const details = rows.flatMap((row) => list(row, 'AssociationFailedDetails'));
    assert.deepEqual(values(shares, 'region'), [...regions].sort());
    assert.deepEqual(values(shares, 'ResourceShareStatus'), [
      'Active',
      'Deleted',
      'Deleting',
      'Pending',
    ]);
    assert.deepEqual(values(rows, 'AssociationStatus'), [
      'Associated',
      'Associating',
      'Disassociated',
      'Disassociating',
      'Failed',
    ]);
    assert.deepEqual(values(details, 'FailureReason'), [
      'InternalError',
      'LimitExceeded',
      'Unavailable',
      'UnsupportedOperation',
      'ZonalResourceInaccessible',
    ]);
    assert.deepEqual(values(invitations, 'Status'), [
      'AcceptFailed',
      'Accepted',
      'Cancelled',
      'Expired',
      'Pending',
      'Rejected',
    ]);
    const principals = rows.filter((row) => row.AssociationType === 'Target');
    const kinds = principals.map((row) => /^(rd|fd|\d|pai)/.exec(text(row, 'EntityId'))?.[1]);
    for (const kind of ['rd', 'fd', 'pai']) assert.ok(kinds.includes(kind), kind);
  });

  it('has nothing in flight in Singapore', async () => {
    const rows = (await truth())
      .filter((share) => share.region === 'ap-southeast-1')
      .flatMap((share) => list(share, 'associations'));
    assert.ok(rows.every((row) => !text(row, 'AssociationStatus').endsWith('ing')));
  });

  it('is the same for the same seed, and another for another', async () => {
    const ids = async (seed: number): Promise<string> => {
      const other = await Bench.start({ seed });
      const shares = list(asContent((await other.control('/state')).alibaba), 'shares');
      const { accounts } = other.sandbox.description;
      await other.stop();
      return JSON.stringify([accounts, shares.map((share) => share.ResourceShareId)]);
    };
    const first = await ids(7);
    assert.equal(await ids(7), first);
    assert.notEqual(await ids(8), first);
  });

  it('shows each side what the other side says', async () => {
    const shares = await truth();
    for (const who of everybody) {
      const { accountId } = bench.account(who);
      for (const region of regions) {
        const received = await bench.all(
          who,
          'ListResourceShares',
          'ResourceShares',
          { ResourceOwner: 'OtherAccounts' },
          region,
        );
        const resources = await bench.all(
          who,
          'ListSharedResources',
          'SharedResources',
          { ResourceOwner: 'OtherAccounts' },
          region,
        );
        const owners = await bench.all(
          who,
          'ListSharedTargets',
          'SharedTargets',
          { ResourceOwner: 'OtherAccounts' },
          region,
        );
        const expected = shares.filter(
          (share) =>
            share.region === region &&
            share.ResourceShareOwner !== accountId &&
            granted(share, 'Target').some((id) => reaches(id, who)),
        );
        assert.deepEqual(
          values(received, 'ResourceShareId'),
          values(expected, 'ResourceShareId'),
          `${who} ${region}`,
        );
        assert.deepEqual(
          resources
            .map((row) => `${text(row, 'ResourceShareId')} ${text(row, 'ResourceId')}`)
            .sort(),
          expected
            .flatMap((share) =>
              granted(share, 'Resource').map((id) => `${text(share, 'ResourceShareId')} ${id}`),
            )
            .sort(),
        );
        assert.deepEqual(
          owners.map((row) => `${text(row, 'ResourceShareId')} ${text(row, 'TargetId')}`).sort(),
          expected
            .map(
              (share) => `${text(share, 'ResourceShareId')} ${text(share, 'ResourceShareOwner')}`,
            )
            .sort(),
        );
        assert.ok(resources.every((row) => 'ResourceStatus' in row));
      }
    }
  });

  it('gives every account something that others share with it', async () => {
    for (const who of everybody) {
      const counts = await Promise.all(
        regions.map(async (region) => {
          const input = { ResourceOwner: 'OtherAccounts' };
          return (await bench.all(who, 'ListSharedResources', 'SharedResources', input, region))
            .length;
        }),
      );
      assert.ok(
        counts.some((count) => count > 0),
        who,
      );
    }
  });

  it('shows the owner the same in every list', async () => {
    const shares = await truth();
    for (const who of everybody) {
      const { accountId } = bench.account(who);
      for (const region of regions) {
        const mine = shares.filter(
          (share) => share.region === region && share.ResourceShareOwner === accountId,
        );
        const listed = await bench.all(
          who,
          'ListResourceShares',
          'ResourceShares',
          { ResourceOwner: 'Self', MaxResults: 7 },
          region,
        );
        assert.deepEqual(values(listed, 'ResourceShareId'), values(mine, 'ResourceShareId'));
        for (const [AssociationType, action, key, id] of [
          ['Resource', 'ListSharedResources', 'SharedResources', 'ResourceId'],
          ['Target', 'ListSharedTargets', 'SharedTargets', 'TargetId'],
        ] as const) {
          const rows = await bench.all(
            who,
            'ListResourceShareAssociations',
            'ResourceShareAssociations',
            { AssociationType },
            region,
          );
          assert.deepEqual(
            rows.map((row) => row.EntityId).sort(),
            mine
              .flatMap((share) => list(share, 'associations'))
              .filter((row) => row.AssociationType === AssociationType)
              .map((row) => row.EntityId)
              .sort(),
          );
          const shared = await bench.all(who, action, key, { ResourceOwner: 'Self' }, region);
          assert.deepEqual(
            shared.map((row) => row[id]).sort(),
            mine.flatMap((share) => granted(share, AssociationType)).sort(),
          );
        }
      }
    }
  });

  it('reaches accounts that join a folder, and loses those that leave the directory', async () => {
    const member = bench.account('member').accountId;
    const { alibaba } = await bench.control('/state');
    const folders = list(asContent(asContent(alibaba).directory), 'folders');
    const platform = folders.find((folder) => folder.name === 'Platform');
    const production = folders.find((folder) => folder.name === 'Production');
    const names = async (): Promise<unknown[]> =>
      (
        await bench.all('member', 'ListResourceShares', 'ResourceShares', {
          ResourceOwner: 'OtherAccounts',
        })
      ).map((share) => share.ResourceShareName);
    const move = (folderId: unknown): Promise<Content> =>
      bench.control('/alibaba/directory', { accountId: member, folderId: folderId as string });
    assert.ok((await names()).includes('ip-pools'));
    await move(platform?.id);
    assert.ok(!(await names()).includes('ip-pools'));
    assert.ok((await names()).includes('shared-images'));
    await move(null);
    assert.ok(!(await names()).includes('shared-images'));
    await move(production?.id);
  });

  it('grows to the number of shares that was asked for', async () => {
    const big = await Bench.start({ shares: 2000 });
    try {
      const owned = list(asContent((await big.control('/state')).alibaba), 'shares').filter(
        (share) => share.ResourceShareOwner === big.account('owner').accountId,
      );
      assert.equal(owned.length, 2000);
      await big.create('owner', { Targets: [big.account('member').accountId] });
    } finally {
      await big.stop();
    }
    const small = await Bench.start({ shares: 3 });
    const rows = await small.all('owner', 'ListResourceShares', 'ResourceShares', {
      ResourceOwner: 'Self',
    });
    await small.stop();
    assert.equal(rows.length, 3);
  });

  /** The principals by which the story reaches an account, read from the directory of the state. */
  function reaches(principal: string, who: string): boolean {
    return (paths.get(who) ?? []).includes(principal);
  }

  const paths = new Map<string, readonly string[]>();
  before(async () => {
    const { alibaba } = await bench.control('/state');
    const directory = asContent(asContent(alibaba).directory);
    const parents = new Map([
      ...list(directory, 'folders').map(
        (folder) => [text(folder, 'id'), text(folder, 'parentId')] as const,
      ),
      ...list(directory, 'accounts').map(
        (account) => [text(account, 'accountId'), text(account, 'folderId')] as const,
      ),
    ]);
    for (const who of everybody) {
      const path = [bench.account(who).accountId];
      for (let id = parents.get(path[0] ?? ''); id !== undefined && id !== ''; id = parents.get(id))
        path.push(id);
      paths.set(who, path.length > 1 ? [...path, text(directory, 'id')] : path);
    }
  });
});

function granted(share: Content, type: string): string[] {
  return list(share, 'associations')
    .filter((row) => row.AssociationType === type && row.AssociationStatus === 'Associated')
    .map((row) => text(row, 'EntityId'));
}

function values(items: readonly Content[], key: string): unknown[] {
  return [...new Set(items.map((item) => item[key]))].sort();
}
