import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseAliyunConfig,
  readAliyunConfig,
} from '../../../../src/accounts/sources/aliyun-config.ts';
import { isInEnvironment } from '../../../../src/accounts/sources/environment.ts';
import {
  huaweiSdkKeys,
  kooKeys,
  listHuaweiSdkProfiles,
  listKooProfiles,
} from '../../../../src/accounts/sources/huawei-profiles.ts';
import { KeySource } from '../../../../src/accounts/sources/key-source.ts';
import { parseSource, sourceText } from '../../../../src/accounts/sources/source.ts';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import { aliyunFile, kooFile, sdkFile, surroundingsOf } from './surroundings.ts';

const canary = 'CanaryValueThatNobodyMaySee';

/** The failure, which may name files and fields and must not quote them. */
async function failureOf(attempt: Promise<unknown>): Promise<CloudError['details']> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CloudError, String(error));
  assert.equal(error.kind, 'credentials');
  assert.doesNotMatch(
    JSON.stringify({ ...error.details, stack: error.stack }),
    new RegExp(canary, 'u'),
  );
  return error.details;
}

const config = (...profiles: readonly object[]): string =>
  JSON.stringify({ current: 'default', profiles });

function aliyun(name: string, text: string, env: Record<string, string> = {}): Promise<unknown> {
  const source = new KeySource(
    { cloud: 'alibaba', source: `aliyun:${name}` },
    () => Promise.reject(new Error('not these')),
    surroundingsOf({ files: { [aliyunFile]: text }, env }),
  );
  return source.keys();
}

describe("profiles of the vendor's command line (Alibaba Cloud)", () => {
  const keys = { access_key_id: 'LTAI-id', access_key_secret: 'its-secret' };

  it('give keys in the modes that hold them, whatever the case of the mode', async () => {
    const text = config(
      { name: 'plain', mode: 'ak', ...keys, region_id: 'cn-hangzhou', unknown: [1] },
      { name: 'token', mode: 'StsToken', ...keys, sts_token: 'a-token' },
      {
        name: 'sso',
        mode: 'CloudSSO',
        ...keys,
        sts_token: 'a-token',
        sts_expiration: 1_800_000_000,
      },
    );
    const credentials = { accessKeyId: 'LTAI-id', accessKeySecret: 'its-secret' };
    assert.deepEqual(await aliyun('plain', `\uFEFF${text}`), { credentials });
    assert.deepEqual(await aliyun('token', text), {
      credentials: { ...credentials, securityToken: 'a-token' },
    });
    assert.deepEqual(await aliyun('sso', text), {
      credentials: { ...credentials, securityToken: 'a-token' },
      expiresAt: 1_800_000_000_000,
    });
  });

  it('name the file and the field that is missing, and take nothing from the environment instead', async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: canary, ALIBABA_CLOUD_ROLE_ARN: canary };
    const cases: readonly [object, string][] = [
      [{ mode: 'AK', access_key_id: canary }, 'p.access_key_secret'],
      [{ mode: 'StsToken', ...keys, sts_token: '' }, 'p.sts_token'],
      [{ mode: 'RamRoleArn', ...keys }, 'p.ram_role_arn'],
      [{ mode: 'OIDC', oidc_provider_arn: canary }, 'p.oidc_token_file'],
      [{ mode: 'ChainableRamRoleArn', ram_role_arn: canary }, 'p.source_profile'],
      [
        { mode: 'CredentialsURI', credentials_uri: `http://${canary}.example/` },
        'p.credentials_uri',
      ],
      [
        { mode: 'RamRoleArn', ...keys, ram_role_arn: 'r', sts_endpoint: `${canary}.example` },
        'p.sts_endpoint',
      ],
      [
        { mode: 'RamRoleArn', ...keys, ram_role_arn: 'r', sts_region: `x@${canary}/` },
        'p.sts_region',
      ],
    ];
    for (const [profile, field] of cases) {
      const { meaning = '' } = await failureOf(aliyun('p', config({ name: 'p', ...profile }), env));
      assert.ok(meaning.includes(aliyunFile) && meaning.includes(field), `${field}: ${meaning}`);
    }
  });

  it('refuse what can’t be used here, and never run a command', async () => {
    const text = config(
      { name: 'command', mode: 'External', process_command: canary },
      { name: 'loop', mode: 'ChainableRamRoleArn', source_profile: 'loop', ram_role_arn: 'r' },
      { name: 'signed-out', mode: 'OAuth', oauth_access_token: canary },
    );
    assert.equal((await failureOf(aliyun('command', text))).code, 'ProfileMode');
    assert.equal((await failureOf(aliyun('loop', text))).code, 'ProfileField');
    assert.equal((await failureOf(aliyun('signed-out', text))).code, 'SignInNeeded');
    assert.equal((await failureOf(aliyun('nobody', text))).code, 'ProfileMissing');
  });

  it('say so where the file is missing, damaged, or of another form', async () => {
    const missing = readAliyunConfig(surroundingsOf());
    assert.equal((await failureOf(missing)).code, 'ProfileFileMissing');
    for (const text of [
      '',
      '{',
      canary,
      `{"profiles": "${canary}"}`,
      `{"profiles":[{"name":"x","access_key_id":7}]}`,
    ]) {
      const { code } = await failureOf(aliyun('x', text));
      assert.equal(code, 'ProfileFileForm', text);
    }
    const { meaning } = await failureOf(
      aliyun('x', '{"profiles":[{"name":"x","access_key_id":7}]}'),
    );
    assert.match(meaning ?? '', /profiles\.0\.access_key_id/u);
  });

  it('are read when they are used: a change shows with the next calls', async () => {
    const files: Record<string, string> = {
      [aliyunFile]: config({ name: 'p', mode: 'AK', ...keys }),
    };
    const surroundings = surroundingsOf({ files });
    const source = new KeySource(
      { cloud: 'alibaba', source: 'aliyun:p' },
      () => Promise.reject(new Error('not these')),
      {
        ...surroundings,
        clock: { ...surroundings.clock, now: () => now, schedule: () => () => undefined },
      },
    );
    let now = 1_000_000;
    assert.equal((await source.keys()).credentials.accessKeyId, 'LTAI-id');
    files[aliyunFile] = config({ name: 'p', mode: 'AK', ...keys, access_key_id: 'LTAI-new' });
    now += 60_000;
    assert.equal((await source.keys()).credentials.accessKeyId, 'LTAI-new');
  });

  it('throw nothing but our own error, whatever is in the file', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify(o)),
        ),
        (text) => {
          try {
            parseAliyunConfig(text, aliyunFile);
          } catch (error) {
            assert.ok(error instanceof CloudError);
          }
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe("profiles of the vendor's SDKs and of KooCLI (Huawei Cloud)", () => {
  const sdk = (text: string, env: Record<string, string> = {}) =>
    surroundingsOf({ files: { [sdkFile]: text, '/elsewhere/keys': text }, env });

  it('give keys and account of a section', async () => {
    const text =
      '[global]\nak = AK1\nsk = SK1\nsecurity_token = T1\ndomain_id = d1\n\n[basic]\nak = AK2\nsk = SK2\n';
    assert.deepEqual(await listHuaweiSdkProfiles(sdk(text)), ['global', 'basic']);
    assert.deepEqual(await huaweiSdkKeys('global', sdk(text)), {
      credentials: { accessKeyId: 'AK1', accessKeySecret: 'SK1', securityToken: 'T1' },
      ownerId: 'd1',
    });
    const elsewhere = sdk(text, { HUAWEICLOUD_SDK_CREDENTIALS_FILE: '/elsewhere/keys' });
    assert.equal((await huaweiSdkKeys('basic', elsewhere)).credentials.accessKeyId, 'AK2');
  });

  it('name what is missing', async () => {
    const text = `[global]\nsk = ${canary}\n[half]\nak = ${canary}\n[federated]\nidp_id = ${canary}\n`;
    assert.match(
      (await failureOf(huaweiSdkKeys('global', sdk(text)))).meaning ?? '',
      /global\.ak/u,
    );
    assert.match((await failureOf(huaweiSdkKeys('half', sdk(text)))).meaning ?? '', /half\.sk/u);
    assert.equal((await failureOf(huaweiSdkKeys('federated', sdk(text)))).code, 'ProfileMode');
    for (const name of ['nobody', '__proto__', 'constructor', 'toString']) {
      assert.equal((await failureOf(huaweiSdkKeys(name, sdk(text)))).code, 'ProfileMissing', name);
    }
  });

  it('read KooCLI where it is readable, and say how to make it so where it is not', async () => {
    const text = JSON.stringify({
      profiles: [
        {
          name: 'plain',
          mode: 'AKSK',
          accessKeyId: 'ABCDEFGH12',
          secretAccessKey: 'S',
          domainId: '',
        },
        {
          name: 'sso',
          mode: 'SSO',
          ssoAuth: {
            stsToken: { accessKeyId: 'ABCDEFGH34', secretAccessKey: 'S', securityToken: 'T' },
          },
        },
        { name: 'hidden', mode: 'AKSK', accessKeyId: `${canary}==`, secretAccessKey: canary },
        { name: 'machine', mode: 'ecsAgency' },
        {
          name: 'agency',
          mode: 'AKSK',
          accessKeyId: 'ABCDEFGH56',
          secretAccessKey: 'S',
          agencyName: 'share-admin',
          agencyDomainName: 'them',
        },
      ],
    });
    const koo = surroundingsOf({ files: { [kooFile]: text } });
    assert.deepEqual(
      (await listKooProfiles(koo)).map(({ mode }) => mode),
      ['AKSK', 'SSO', 'AKSK', 'ecsAgency', 'AKSK · share-admin'],
    );
    assert.deepEqual((await kooKeys('agency', koo)).agency, {
      name: 'share-admin',
      account: 'them',
    });
    assert.equal((await kooKeys('plain', koo)).credentials.accessKeyId, 'ABCDEFGH12');
    assert.equal((await kooKeys('sso', koo)).credentials.securityToken, 'T');
    const hidden = await failureOf(kooKeys('hidden', koo));
    assert.equal(hidden.code, 'ProfileEncrypted');
    assert.match(hidden.advice ?? '', /--cli-auth-encrypt=false/u);
    assert.equal((await failureOf(kooKeys('machine', koo))).code, 'ProfileMode');
  });

  it('throw nothing but our own error, whatever is in the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (text, name) => {
        for (const attempt of [
          huaweiSdkKeys(name, sdk(text)),
          kooKeys(name, surroundingsOf({ files: { [kooFile]: text } })),
        ]) {
          await attempt.catch((error: unknown) => {
            assert.ok(error instanceof CloudError);
          });
        }
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describe('the environment', () => {
  const from = (cloud: 'alibaba' | 'huawei', env: Record<string, string>): Promise<unknown> =>
    new KeySource(
      { cloud, source: 'environment' },
      () => Promise.reject(new Error('not these')),
      surroundingsOf({ env }),
    ).keys();

  it('gives keys of each vendor by the names that the vendor takes', async () => {
    assert.deepEqual(
      await from('alibaba', {
        ALICLOUD_ACCESS_KEY_ID: 'third',
        ALICLOUD_ACCESS_KEY_SECRET: 'x',
        ALIBABACLOUD_ACCESS_KEY_ID: 'second',
        ALIBABACLOUD_ACCESS_KEY_SECRET: 's',
        ALIBABACLOUD_SECURITY_TOKEN: 't',
      }),
      { credentials: { accessKeyId: 'second', accessKeySecret: 's', securityToken: 't' } },
    );
    assert.deepEqual(
      await from('huawei', {
        HUAWEICLOUD_SDK_AK: 'a',
        HUAWEICLOUD_SDK_SK: 's',
        HUAWEICLOUD_SDK_DOMAIN_ID: 'd',
      }),
      { credentials: { accessKeyId: 'a', accessKeySecret: 's' }, ownerId: 'd' },
    );
  });

  it('names the variable that is missing', async () => {
    const half = await failureOf(from('alibaba', { ALIBABA_CLOUD_ACCESS_KEY_ID: canary }));
    assert.match(half.meaning ?? '', /ALIBABA_CLOUD_ACCESS_KEY_SECRET/u);
    const none = await failureOf(from('huawei', {}));
    assert.match(none.meaning ?? '', /HUAWEICLOUD_SDK_AK/u);
    assert.equal(isInEnvironment('alibaba', {}), false);
    assert.equal(isInEnvironment('alibaba', { ALICLOUD_ACCESS_KEY_ID: 'x' }), true);
    assert.equal(isInEnvironment('huawei', { HUAWEICLOUD_SDK_AK: '' }), false);
  });
});

describe('where keys lie, as an account remembers it', () => {
  it('is read as it was written, and nothing is guessed', () => {
    for (const text of [
      undefined,
      'environment',
      'aliyun:default',
      'hcloud:a:b c',
      'huaweicloud:global',
    ]) {
      const source = parseSource(text);
      assert.ok(source);
      assert.equal(sourceText(source), text);
    }
    for (const text of ['', 'aliyun', 'aliyun:', 'toString:x', 'vault:x']) {
      assert.equal(parseSource(text), undefined);
    }
  });
});
