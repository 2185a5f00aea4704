import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../scripts/temporary.ts';
import { KeySource } from '../../src/accounts/sources/key-source.ts';
import { machineSurroundings, type Surroundings } from '../../src/accounts/sources/surroundings.ts';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import { openSession, type Session } from './session.ts';

const call = { priority: 'action', signal: new AbortController().signal } as const;

describe('keys that lie elsewhere, against the sandbox', () => {
  let session: Session;
  let home: string;
  let surroundings: Surroundings;
  let memberRole: string;

  before(async () => {
    session = await openSession();
    home = temporaryFolder('home');
    memberRole = `acs:ram::${session.account('member').accountId}:role/resource-share-admin`;
    surroundings = {
      ...machineSurroundings({ hosts: [], endpoints: session.endpoints, timeoutMs: 10_000 }),
      env: {},
      home,
    };
    const owner = session.account('owner');
    const keys = { access_key_id: owner.accessKeyId, access_key_secret: owner.accessKeySecret };
    await mkdir(join(home, '.aliyun'));
    await writeFile(
      join(home, '.aliyun', 'config.json'),
      JSON.stringify({
        current: 'owner',
        profiles: [
          { name: 'owner', mode: 'AK', ...keys },
          {
            name: 'member',
            mode: 'RamRoleArn',
            ...keys,
            ram_role_arn: memberRole,
            expired_seconds: 3600,
          },
          {
            name: 'chained',
            mode: 'ChainableRamRoleArn',
            source_profile: 'owner',
            ram_role_arn: memberRole,
          },
          {
            name: 'twice',
            mode: 'ChainableRamRoleArn',
            source_profile: 'chained',
            ram_role_arn: memberRole,
          },
          {
            name: 'forbidden',
            mode: 'RamRoleArn',
            ...keys,
            ram_role_arn: memberRole.replace('admin', 'nobody'),
          },
          {
            name: 'wrong',
            mode: 'RamRoleArn',
            ...keys,
            access_key_secret: 'FakeSecretWrong',
            ram_role_arn: memberRole,
          },
          {
            name: 'elsewhere',
            mode: 'RamRoleArn',
            ...keys,
            ram_role_arn: memberRole,
            sts_endpoint: 'sts.collector.example',
          },
        ],
      }),
    );
  });

  after(async () => {
    await session.stop();
    await removeTemporaryFolder(home);
  });

  const source = (profile: string, role?: string): KeySource =>
    new KeySource(
      { cloud: 'alibaba', source: `aliyun:${profile}`, ...(role === undefined ? {} : { role }) },
      () => Promise.reject(new Error('not these')),
      surroundings,
    );

  /** Whose keys they are, asked with them. */
  async function ownerOf(keys: KeySource): Promise<string> {
    const cloud = session.connect('owner', {
      credentials: async () => (await keys.keys()).credentials,
    });
    const { ownerId } = await cloud.identify(call);
    cloud.dispose();
    return ownerId;
  }

  it('calls with the keys of a profile', async () => {
    assert.equal(await ownerOf(source('owner')), session.account('owner').accountId);
  });

  it('takes on the role of a profile, of a chain of profiles, and of the account itself', async () => {
    const member = session.account('member').accountId;
    for (const keys of [
      source('member'),
      source('chained'),
      source('twice'),
      source('owner', memberRole),
    ]) {
      assert.equal(await ownerOf(keys), member);
    }
  });

  it('knows when they end, and asks for a role once for many calls', async () => {
    const before = (await session.calls('AssumeRole')).calls;
    const keys = source('member');
    const all = await Promise.all([keys.keys(), keys.keys(), keys.keys()]);
    const inMinutes = ((all[0].expiresAt ?? 0) - Date.now()) / 60_000;
    assert.ok(inMinutes > 55 && inMinutes < 65, String(inMinutes));
    assert.equal((await session.calls('AssumeRole')).calls - before, 1);
  });

  it('takes on a role with stored keys', async () => {
    const { accessKeyId, accessKeySecret } = session.account('owner');
    const keys = new KeySource(
      { cloud: 'alibaba', role: memberRole },
      () => Promise.resolve({ accessKeyId, accessKeySecret }),
      surroundings,
    );
    assert.equal(await ownerOf(keys), session.account('member').accountId);
  });

  it('says with the cloud’s code why there are no keys, and quotes none', async () => {
    const { accessKeyId, accessKeySecret } = session.account('owner');
    for (const [profile, code] of [
      ['forbidden', 'EntityNotExist.Role'],
      ['wrong', 'SignatureDoesNotMatch'],
      ['elsewhere', 'ForeignHost'],
    ] as const) {
      await assert.rejects(source(profile).keys(), (error) => {
        assert.ok(error instanceof CloudError);
        assert.equal(error.details.code, code);
        const all = JSON.stringify({
          ...error.details,
          stack: error.stack,
          cause: String(error.cause),
        });
        for (const secret of [accessKeyId, accessKeySecret, 'FakeSecretWrong']) {
          assert.ok(!all.includes(secret), all);
        }
        return true;
      });
    }
  });
});
