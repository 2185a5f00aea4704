import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { usableCredentials } from '../../../../src/clouds/http/credentials.ts';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { Credentials } from '../../../../src/clouds/cloud.ts';

const good = {
  accessKeyId: 'fake-id',
  accessKeySecret: 'canary-secret',
  securityToken: 'canary-token',
};

function use(credentials: Credentials): Promise<Credentials> {
  return usableCredentials(() => Promise.resolve(credentials), 'List');
}

describe('credentials', () => {
  it('lose blanks and line breaks around them, and an empty token', async () => {
    assert.deepEqual(
      await use({
        accessKeyId: ' fake-id\n',
        accessKeySecret: '\tcanary-secret ',
        securityToken: ' ',
      }),
      { accessKeyId: 'fake-id', accessKeySecret: 'canary-secret' },
    );
    assert.deepEqual(await use(good), good);
  });

  for (const field of ['accessKeyId', 'accessKeySecret', 'securityToken'] as const) {
    it(`are refused with the name of the field: ${field}`, async () => {
      for (const bad of ['canary\ncanary', 'canary canary', 'canary密']) {
        await assert.rejects(use({ ...good, [field]: bad }), (error) => {
          assert.ok(error instanceof CloudError);
          assert.deepEqual([error.kind, error.details.field], ['credentials', field]);
          assert.doesNotMatch(inspect(error, { depth: 5 }), /canary/);
          return true;
        });
      }
    });
  }

  it('are refused when they are empty', async () => {
    await assert.rejects(use({ ...good, accessKeySecret: '  ' }), { name: 'CloudError' });
  });

  it('that cannot be read give an error without the words of the store', async () => {
    const read = (): Promise<Credentials> =>
      Promise.reject(new Error('decrypting AccessKeySecret=canary-secret failed'));
    await assert.rejects(usableCredentials(read, 'List'), (error) => {
      assert.ok(error instanceof CloudError);
      assert.equal(error.kind, 'credentials');
      assert.doesNotMatch(inspect(error, { depth: 5 }), /canary/);
      return true;
    });
  });
});
