import assert from 'node:assert/strict';
import {
  type Answers,
  checkRole,
  keyPlace,
  noAnswers,
  stepOf,
  stepsFor,
  take,
} from '../../../../src/vscode/accounts/account-answers.ts';
import type { CloudErrorDetails } from '../../../../src/clouds/cloud-error.ts';

const keys = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;

/** What a user answers, in order. */
function answered(...given: readonly (readonly [Parameters<typeof take>[0], string])[]): Answers {
  const answers = noAnswers();
  for (const [step, answer] of given) take(step, answer, answers);
  return answers;
}

describe('the questions for a new account', () => {
  it('ask for the ARN of a role, and whose keys take it on', () => {
    const answers = answered(['cloud', 'alibaba'], ['source', 'role'], ['source', 'aliyun:hub']);
    assert.deepEqual(stepsFor(answers), ['cloud', 'source', 'role', 'label']);
    take('role', 'acs:ram::1:role/x', answers);
    take('label', 'Hub', answers);
    assert.deepEqual(keyPlace(answers), {
      cloud: 'alibaba',
      label: 'Hub',
      source: 'aliyun:hub',
      role: 'acs:ram::1:role/x',
    });
    assert.equal(checkRole('role', 'alibaba', 'acs:ram::1:role/x'), undefined);
    assert.match(checkRole('role', 'alibaba', 'x') ?? '', /ARN/u);
  });

  it('ask for the name of an agency and the account that delegates, and whose keys take it on', () => {
    const answers = answered(['cloud', 'huawei'], ['site', 'europe'], ['source', 'role']);
    assert.deepEqual(stepsFor(answers), [
      'cloud',
      'site',
      'source',
      'role',
      'delegating',
      'label',
      ...keys,
    ]);
    take('source', '', answers);
    take('role', 'share admin', answers);
    take('delegating', 'aurora-stations', answers);
    take('label', 'Stations', answers);
    assert.deepEqual(stepsFor(answers).slice(-3), keys);
    assert.deepEqual(keyPlace(answers), {
      cloud: 'huawei',
      label: 'Stations',
      site: 'europe',
      role: 'aurora-stations/share admin',
    });
    for (const [step, bad, good] of [
      ['role', '', 'share admin'],
      ['role', 'a'.repeat(65), 'a'.repeat(64)],
      ['delegating', '', 'aurora-stations'],
      ['delegating', 'two words', '0'.repeat(32)],
      ['delegating', 'a/b', 'a_b'],
    ] as const) {
      assert.equal(typeof checkRole(step, 'huawei', bad), 'string', `${step} ${bad}`);
      assert.equal(checkRole(step, 'huawei', good), undefined, `${step} ${good}`);
    }
  });

  it('forget the role of another cloud', () => {
    const answers = answered(
      ['cloud', 'huawei'],
      ['source', 'role'],
      ['role', 'a'],
      ['delegating', 'b'],
      ['cloud', 'alibaba'],
    );
    assert.equal(keyPlace(answers).role, undefined);
    assert.deepEqual(stepsFor(answers), ['cloud', 'source', 'label', ...keys]);
  });

  it('lead back to the one that a refusal is about', () => {
    const refused = (details: Partial<CloudErrorDetails>): CloudErrorDetails => ({
      kind: 'credentials',
      code: 'X',
      message: 'X',
      operation: 'CreateTemporaryAccessKeyByAgency',
      ...details,
    });
    const entered = answered(['cloud', 'huawei'], ['source', 'role'], ['source', '']);
    const profile = answered(['cloud', 'huawei'], ['source', 'hcloud:p']);
    const chained = answered(['cloud', 'huawei'], ['source', 'role'], ['source', 'hcloud:p']);
    const role = answered(['cloud', 'alibaba'], ['source', 'role'], ['source', 'aliyun:p']);
    assert.equal(stepOf(refused({}), entered), 'role');
    assert.equal(stepOf(refused({}), chained), 'role');
    assert.equal(stepOf(refused({ field: 'accessKeySecret' }), entered), 'accessKeySecret');
    assert.equal(stepOf(refused({ field: 'accessKeySecret' }), chained), 'source');
    assert.equal(stepOf(refused({}), profile), 'source');
    assert.equal(stepOf(refused({ operation: 'AssumeRole' }), role), 'role');
    assert.equal(stepOf(refused({ operation: 'readCredentials' }), role), 'source');
  });
});
