import assert from 'node:assert/strict';
import { grantState } from '../../../../src/inventory/access/access.ts';
import type { Association, AssociationFailure } from '../../../../src/model/share.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { aRow, aShare } from '../samples.ts';

const account = '1720505253000001';
const other = '1720505253000002';

function state(
  resource: Association,
  principal: Association | undefined,
  share = 'Active',
): string | undefined {
  return grantState(
    aShare('rs-1', { status: parseStatus(shareStates, share) }),
    resource,
    principal,
  );
}

function resource(status = 'Associated', change: Partial<Association> = {}): Association {
  return aRow('rs-1', 'vsw-1', status, change);
}

function principal(status = 'Associated', change: Partial<Association> = {}): Association {
  return aRow('rs-1', account, status, change);
}

function failure(entityId: string, operation = 'Associate'): AssociationFailure {
  return { entityId, entityType: 'Account', reason: 'LimitExceeded', description: '', operation };
}

describe('what a share means for a resource and a principal', () => {
  it('is usable where share and both rows have settled', () => {
    assert.equal(state(resource(), principal()), 'usable');
    assert.equal(state(resource(), undefined), 'usable');
  });

  it('is over with the share or with one of the rows', () => {
    assert.equal(state(resource(), principal(), 'Deleted'), undefined);
    assert.equal(state(resource('Disassociated'), principal()), undefined);
    assert.equal(state(resource(), principal('Disassociated')), undefined);
  });

  it('waits for the cloud, or for somebody to accept', () => {
    assert.equal(state(resource('Associating'), principal()), 'pending');
    assert.equal(state(resource(), principal(), 'Pending'), 'pending');
    const invited = principal('Associating', { invited: true });
    assert.equal(state(resource('Associating'), invited), 'invited');
  });

  it('ends with whichever side ends', () => {
    assert.equal(state(resource('Disassociating'), principal()), 'ending');
    assert.equal(state(resource(), principal('Disassociating')), 'ending');
    assert.equal(state(resource('Associating'), principal(), 'Deleting'), 'ending');
  });

  it('failed for the pair that is named; of others nobody knows what it did not come to', () => {
    const forAccount = resource('Failed', { failures: [failure(account)] });
    assert.equal(state(forAccount, principal()), 'failed');
    assert.equal(state(forAccount, aRow('rs-1', other)), 'unknown');
    assert.equal(state(resource('Failed'), principal()), 'unknown');
    assert.equal(state(resource(), principal('Failed')), 'unknown');
    assert.equal(state(forAccount, undefined), 'failed');
    const partly = principal('Associated', { failures: [failure('vsw-1')] });
    assert.equal(state(resource(), partly), 'failed');
  });

  it('is still usable where only taking it out failed', () => {
    const stays = resource('Failed', { failures: [failure(account, 'Disassociate')] });
    assert.equal(state(stays, principal()), 'usable');
    assert.equal(state(stays, aRow('rs-1', other)), 'unknown');
  });

  it('failed where an invitation was not accepted, and where the receiver is told', () => {
    const statusMessage = 'The invitation has expired.';
    assert.equal(state(resource(), principal('Failed', { statusMessage })), 'failed');
    assert.equal(state(resource('Failed'), undefined), 'failed');
  });

  it('is unknown with a status that nobody knows, and not more than that', () => {
    assert.equal(state(resource('Frozen'), principal()), 'unknown');
    assert.equal(state(resource(), principal(), 'Frozen'), 'unknown');
    const failed = principal('Failed', { failures: [failure('vsw-1')] });
    assert.equal(state(resource('Frozen'), failed), 'failed');
  });
});
