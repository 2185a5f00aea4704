import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/inventory/access/findings.ts';
import { findHealth } from '../../../../src/inventory/access/health.ts';
import type { SharePermission } from '../../../../src/model/permission.ts';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { aBound, aPermission, aRow, aShare } from '../samples.ts';
import { lookedAt } from './looked.ts';

const member = '1720505253000001';

async function health(
  shares: readonly ResourceShare[],
  rows: readonly Association[],
  permissions: readonly SharePermission[] = [],
): Promise<readonly Finding[]> {
  return await findHealth({
    ...lookedAt(shares, rows, [], permissions),
    adviseFailure: (_cloud, reason) => (reason === 'LimitExceeded' ? 'Ask for more.' : undefined),
  });
}

function brief({ kind, severity, share, entity, text, remedy }: Finding): string {
  return [severity, kind, share?.id, entity?.id, text, remedy].filter(Boolean).join(' | ');
}

function failure(entityId: string, reason: string) {
  const rest = { entityType: 'Account', description: 'No more.', operation: 'Associate' };
  return { entityId, reason, ...rest };
}

describe('the health of shares', () => {
  it('has nothing to say about one that works', async () => {
    const rows = [aRow('rs-1', 'vsw-1'), aRow('rs-1', member)];
    const bound = aBound('rs-1', aPermission('VSwitch'));
    assert.deepEqual(await health([aShare('rs-1')], rows, [bound]), []);
  });

  it('names a failed pair once, with the reason and what to do', async () => {
    const found = await health(
      [aShare('rs-1')],
      [
        aRow('rs-1', 'vsw-1', 'Failed', { failures: [failure(member, 'LimitExceeded')] }),
        aRow('rs-1', 'vsw-2', 'Failed'),
        aRow('rs-1', member, 'Failed', {
          failures: [failure('vsw-1', 'LimitExceeded'), failure('vsw-3', 'Strange')],
        }),
      ],
    );
    assert.deepEqual(found.map(brief), [
      `error | failedAssociation | rs-1 | vsw-1 | vsw-1 could not be associated with share-rs-1 for ${member}: LimitExceeded · No more. | Ask for more.`,
      'error | failedAssociation | rs-1 | vsw-2 | The association of vsw-2 with share-rs-1 has failed. | Associate it again, or take it out of the share.',
      `error | failedAssociation | rs-1 | ${member} | ${member} could not be associated with share-rs-1 for vsw-3: Strange · No more. | Associate it again, or take it out of the share.`,
    ]);
  });

  it('says of what could not be taken out that it is shared still', async () => {
    const failures = [{ ...failure(member, 'Busy'), operation: 'Disassociate' }];
    const rows = [aRow('rs-1', 'vsw-1', 'Failed', { failures }), aRow('rs-1', member)];
    assert.deepEqual((await health([aShare('rs-1')], rows)).map(brief), [
      `error | failedAssociation | rs-1 | vsw-1 | vsw-1 could not be taken out of share-rs-1 for ${member}, and is still shared: Busy · No more. | Take it out of the share again.`,
    ]);
  });

  it('has shares without resources or principals, where all rows are held', async () => {
    const shares = ['rs-1', 'rs-2', 'rs-3'].map((id) => aShare(id));
    const rows = [aRow('rs-1', 'vsw-1'), aRow('rs-2', member)];
    assert.deepEqual(
      (await health(shares, rows)).map(({ text }) => text),
      [
        'share-rs-1 has no principals: nobody is given its resources.',
        'share-rs-2 has no resources: nobody is given anything by it.',
        'share-rs-3 has no resources and no principals.',
      ],
    );
    const partly = lookedAt(shares, rows, ['ownPrincipals', 'ownResources']);
    const found = await findHealth({ ...partly, adviseFailure: () => undefined });
    assert.deepEqual(
      found.map(({ text }) => text),
      ['Network team · cn-hangzhou: not everything was read, so findings may be missing.'],
    );
  });

  it('tells invitations that nobody accepted from associations that failed', async () => {
    const rows = [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', member),
      aRow('rs-1', '1720505253000008', 'Failed', { statusMessage: 'The invitation has expired.' }),
      aRow('rs-1', '1720505253000009', 'Disassociated', {
        statusMessage: 'The invitation was rejected by the principal.',
      }),
      aRow('rs-1', '1720505253000007', 'Failed', { statusMessage: 'The account is frozen.' }),
    ];
    assert.deepEqual(
      (await health([aShare('rs-1')], rows)).map(({ kind, entity }) => `${kind} ${entity?.id}`),
      [
        'failedAssociation 1720505253000007',
        'unansweredInvitation 1720505253000008',
        'unansweredInvitation 1720505253000009',
      ],
    );
  });

  it('counts what has ended', async () => {
    const shares = [
      aShare('rs-1'),
      aShare('rs-2', { status: parseStatus(shareStates, 'Deleted') }),
    ];
    const rows = [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', member),
      aRow('rs-1', 'vsw-2', 'Disassociated'),
    ];
    assert.deepEqual(
      (await health(shares, rows)).map(({ kind, text }) => `${kind}: ${text}`),
      [
        'endedRows: Associations of share-rs-1 that have ended: 1.',
        'endedRows: share-rs-2 has ended; the cloud keeps the record for a while.',
      ],
    );
  });

  it('has types without a permission, and versions that are older than elsewhere, where permissions are held', async () => {
    const shares = ['rs-1', 'rs-2'].map((id) => aShare(id));
    const rows = shares.flatMap(({ id }) => [
      aRow(id, `vsw-${id}`),
      aRow(id, member),
      aRow(id, `img-${id}`, 'Associated', { entityType: 'Image' }),
    ]);
    assert.deepEqual(await health(shares, rows), []);
    const older = aPermission('VSwitch');
    const found = await health(shares, rows, [
      aBound('rs-1', older),
      aBound('rs-2', { ...older, version: 'v10' }),
      aBound('rs-2', aPermission('Image')),
    ]);
    assert.deepEqual(
      found.map(({ text }) => text),
      [
        'share-rs-1 holds resources of the type Image and has no permission for it.',
        'share-rs-1 carries version 1 of VSwitch-permission-1; version 10 is in use elsewhere.',
      ],
    );
  });

  it('keeps a hostile name in one line', async () => {
    const name = 'a\n](command:x) $(alert)\u202E';
    const [found] = await health([aShare('rs-1', { name })], []);
    assert.ok(found);
    assert.doesNotMatch(found.text, /\n|\]\(|\$\(|\u202E/u);
    assert.equal(found.share?.name, name);
  });
});
