import assert from 'node:assert/strict';
import { asContent, Bench, request, text, type Answer, type Input } from './caller.ts';

describe('AssumeRole of the sandbox', () => {
  let bench: Bench;
  let owner: string;
  let member: string;

  before(async () => {
    bench = await Bench.start();
    owner = bench.account('owner').accountId;
    member = bench.account('member').accountId;
  });
  after(() => bench.stop());

  const arn = (accountId: string, role = 'resource-share-admin'): string =>
    `acs:ram::${accountId}:role/${role}`;

  const assume = (who: string, input: Input): Promise<Answer> =>
    request(
      bench.sandbox.description.clouds.alibaba.sts,
      bench.account(who),
      'AssumeRole',
      { RoleSessionName: 'a-test', ...input },
      { version: '2015-04-01' },
    );

  it('gives keys of the other account for a while', async () => {
    const answer = await assume('owner', { RoleArn: arn(member), DurationSeconds: 900 });
    const credentials = asContent(answer.content.Credentials);
    const keys = {
      accessKeyId: text(credentials, 'AccessKeyId'),
      accessKeySecret: text(credentials, 'AccessKeySecret'),
      securityToken: text(credentials, 'SecurityToken'),
    };
    assert.match(text(credentials, 'Expiration'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    const call = (): Promise<Answer> =>
      request(bench.endpoint(), keys, 'ListResourceShares', { ResourceOwner: 'Self' });
    assert.equal((await call()).status, 200);
    await bench.control('/clock', { advanceMs: 899_000 });
    assert.equal((await call()).status, 200);
    await bench.control('/clock', { advanceMs: 2_000 });
    assert.equal((await call()).content.Code, 'InvalidSecurityToken.Expired');
  });

  for (const [code, who, input] of [
    ['InvalidParameter.RoleArn', 'owner', () => ({})],
    ['InvalidParameter.RoleArn', 'owner', () => ({ RoleArn: 'role/x' })],
    [
      'InvalidParameter.RoleSessionName',
      'owner',
      () => ({ RoleArn: arn(member), RoleSessionName: 'a b' }),
    ],
    [
      'InvalidParameter.DurationSeconds',
      'owner',
      () => ({ RoleArn: arn(member), DurationSeconds: 60 }),
    ],
    ['EntityNotExist.Role', 'owner', () => ({ RoleArn: arn(member, 'nobody') })],
    ['EntityNotExist.Role', 'owner', () => ({ RoleArn: arn('1000000000000000') })],
    ['NoPermission', 'member', () => ({ RoleArn: arn(owner) })],
    ['NoPermission', 'outsider', () => ({ RoleArn: arn(member) })],
  ] as const) {
    it(`answers ${code} to the ${who}`, async () => {
      assert.equal((await assume(who, input())).content.Code, code);
    });
  }
});
