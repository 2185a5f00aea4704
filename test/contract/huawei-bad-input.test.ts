import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as z from 'zod/mini';
import { ownerOfKeys } from '../../src/accounts/owner-of-keys.ts';
import type { CloudError } from '../../src/clouds/cloud-error.ts';
import type { CreateRequest, ShareCloud } from '../../src/clouds/cloud.ts';
import { asUser, collect, credentialsOf, failureOf, openSession, type Session } from './session.ts';

const region = 'global';

const stateSchema = z.object({
  huawei: z.object({
    organisation: z.object({ urn: z.string(), rootUrn: z.string() }),
    shares: z.array(z.object({ name: z.string() })),
  }),
});

describe('bad input on Huawei Cloud', () => {
  let session: Session;
  let client: ShareCloud;
  let names = 0;
  before(async () => {
    session = await openSession({ cloud: 'huawei' });
    client = session.connect('owner');
  });
  after(() => session.stop());
  beforeEach(async () => {
    await session.control('/reset', {});
    await session.control('/faults/clear', {});
  });

  const ownUrn = (type = 'dns', kind = 'zone', role: 'owner' | 'member' = 'owner'): string => {
    names += 1;
    return `${type}:cn-north-4:${session.account(role).accountId}:${kind}:bad-${names}`;
  };

  function request(changes: Partial<CreateRequest> = {}): CreateRequest {
    names += 1;
    return {
      name: `bad-${names}`,
      allowExternal: true,
      resources: [{ arn: ownUrn() }],
      principals: [],
      permissions: [],
      knownIds: [],
      ...changes,
    };
  }

  /** The error of a create that must fail, and that must leave nothing behind. */
  async function refusalOf(changes: Partial<CreateRequest>): Promise<CloudError> {
    const asked = request(changes);
    const error = await failureOf(client.createShare(region, asked, asUser()));
    const { shares } = stateSchema.parse(await session.control('/state')).huawei;
    assert.ok(!shares.some(({ name }) => name === asked.name));
    assert.ok(error.details.requestId, 'no request id');
    return error;
  }

  it('is an account id of another account', async () => {
    const ownerId = session.account('outsider').accountId;
    const wrong = session.connect('owner', { ownerId });
    const error = await failureOf(collect(wrong.listShares(region, { owner: 'self' }, asUser())));
    assert.deepEqual([error.details.code, error.kind], ['RAM.1002', 'invalid']);
    assert.match(error.details.meaning ?? '', /account id/);
    // Asking the cloud again corrects it.
    await wrong.identify(asUser());
    const shares = await collect(wrong.listShares(region, { owner: 'self' }, asUser()));
    assert.ok(shares.length > 0);
  });

  it('is the URN of another account', async () => {
    const error = await refusalOf({ resources: [{ arn: ownUrn('dns', 'zone', 'member') }] });
    assert.deepEqual([error.details.code, error.kind], ['RAM.1010', 'invalid']);
    assert.match(error.details.meaning ?? '', /another account/);
  });

  it('is a type that cannot be shared', async () => {
    const error = await refusalOf({ resources: [{ arn: ownUrn('obs', 'bucket') }] });
    assert.deepEqual([error.details.code, error.kind], ['RAM.1009', 'invalid']);
  });

  it('is the organisation while sharing inside it is switched off', async () => {
    await session.control('/huawei/organisation', { sharing: false });
    const { organisation } = stateSchema.parse(await session.control('/state')).huawei;
    for (const id of [organisation.urn, organisation.rootUrn]) {
      const error = await refusalOf({ principals: [{ id }] });
      assert.deepEqual([error.details.code, error.kind], ['RAM.1013', 'conflict']);
      assert.match(error.details.advice ?? '', /management account/);
    }
  });

  it('is the owner as a principal', async () => {
    const error = await refusalOf({ principals: [{ id: session.account('owner').accountId }] });
    assert.deepEqual([error.details.code, error.kind], ['RAM.1005', 'invalid']);
  });

  it('is something given twice', async () => {
    const id = session.account('member').accountId;
    const twice = await refusalOf({ principals: [{ id }, { id }] });
    assert.equal(twice.details.code, 'RAM.1006');
    const arn = ownUrn();
    const same = await refusalOf({ resources: [{ arn }, { arn }] });
    assert.equal(same.details.code, 'RAM.1007');
  });

  it('is a permission of another type, or none at all', async () => {
    const [other] = await collect(
      client.listPermissions(region, { resourceType: 'vpc:subnet' }, asUser()),
    );
    assert.ok(other);
    await session.control('/huawei/switches', { strayPermission: 'refused' });
    const wrong = await refusalOf({ permissions: [other.id] });
    assert.equal(wrong.kind, 'invalid');
    const unknown = await refusalOf({ permissions: ['00000000-0000-4000-a000-000000000000'] });
    assert.equal(unknown.kind, 'notFound');
  });

  it('is a second permission for a type that has resources', async () => {
    const share = await client.createShare(region, request(), asUser());
    const rows = await collect(
      client.listPermissions(region, { resourceType: 'dns:zone' }, asUser()),
    );
    const other = rows.find(({ isDefault }) => !isDefault);
    assert.ok(other);
    const arn = ownUrn();
    const more = { resources: [{ arn }], principals: [], permissions: [other.id] };
    const error = await failureOf(client.associate(region, share.id, more, asUser()));
    assert.deepEqual(
      [error.kind, error.details.operation],
      ['invalid', 'AssociateResourceSharePermission'],
    );
    // What was refused must not half take place.
    const query = { kind: 'resource', shareIds: [share.id] } as const;
    const present = await collect(client.listAssociations(region, query, asUser()));
    assert.ok(!present.some((row) => row.arn === arn));
  });

  it('is a description with an angle bracket, a name with a blank, a tag key twice', async () => {
    const tag = { key: 'env', value: 'a' };
    for (const changes of [
      { description: 'a < b' },
      { description: 'x'.repeat(257) },
      { name: 'a b' },
      { name: '' },
      { tags: [tag, { ...tag, value: 'b' }] },
      { tags: [{ key: '_sys_x', value: '' }] },
    ]) {
      assert.equal((await refusalOf(changes)).kind, 'invalid');
    }
  });

  it('is more than a share or an account may hold', async () => {
    await session.control('/huawei/quotas', { sharesPerAccount: 0 });
    const error = await refusalOf({});
    assert.equal(error.kind, 'conflict');
    assert.match(error.details.code, /^RAM\.101[12]$/);
    assert.ok(error.details.meaning && error.details.advice);
  });

  it('is a key that too many wrong signatures have locked', async () => {
    const right = credentialsOf(session.account('outsider'));
    const wrong = session.connect('outsider', {
      credentials: () => Promise.resolve({ ...right, accessKeySecret: 'FakeSecretThatIsWrong00' }),
    });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const { details } = await failureOf(wrong.identify(asUser()));
      assert.equal(details.field, 'accessKeySecret', String(attempt));
      assert.doesNotMatch(inspect(details, { depth: 8 }), /ThatIsWrong/);
    }
    const locked = await failureOf(session.connect('outsider').identify(asUser()));
    assert.deepEqual([locked.kind, locked.details.field], ['credentials', undefined]);
    assert.match(locked.details.advice ?? '', /five minutes/);
  });

  it('is an identity that neither service may tell', async () => {
    const { accountId } = session.account('member');
    const operations = ['KeystoneListAuthDomains', 'GetCallerIdentity'];
    await session.control('/huawei/deny', { accountId, operations });
    const { details } = await failureOf(session.connect('member').identify(asUser()));
    assert.equal(details.code, 'AccountUnknown');
    assert.match(details.advice ?? '', /Enter the account id/);
    // What the user enters is enough to work.
    const client = session.connect('member', { ownerId: accountId });
    assert.ok((await collect(client.listShares(region, { owner: 'other' }, asUser()))).length > 0);
  });

  it('is an identity that neither service may tell: own shares tell whose keys they are', async () => {
    const operations = ['KeystoneListAuthDomains', 'GetCallerIdentity'];
    const { accountId } = session.account('owner');
    await session.control('/huawei/deny', { accountId, operations });
    assert.equal(await ownerOfKeys(session.connect('owner'), region, asUser()), accountId);
    const all = [...operations, 'SearchResourceShares'];
    await session.control('/huawei/deny', { accountId, operations: all });
    assert.equal(await ownerOfKeys(session.connect('owner'), region, asUser()), undefined);
    const wrong = session.connect('owner', {
      credentials: () =>
        Promise.resolve({
          ...credentialsOf(session.account('owner')),
          accessKeySecret: 'FakeSecretThatIsWrong00',
        }),
    });
    assert.equal((await failureOf(ownerOfKeys(wrong, region, asUser()))).kind, 'credentials');
  });

  it('is an answer without a body, and a body where none was due', async () => {
    const share = await client.createShare(region, request(), asUser());
    for (const operation of ['SearchResourceShares', 'SearchResourceShareAssociations']) {
      await session.control('/faults', {
        operation,
        fault: { kind: 'body', text: '', contentType: 'application/json' },
      });
    }
    const list = collect(client.listShares(region, { owner: 'self' }, asUser()));
    assert.equal((await failureOf(list)).details.code, 'EmptyAnswer');
    const rows = collect(client.listAssociations(region, { kind: 'resource' }, asUser()));
    assert.equal((await failureOf(rows)).details.code, 'EmptyAnswer');
    const permissions = (
      await collect(client.listPermissions(region, { resourceType: 'vpc:subnet' }, asUser()))
    )
      .filter(({ isDefault }) => isDefault)
      .map(({ id }) => id);
    await session.control('/faults', {
      operation: 'AssociateResourceSharePermission',
      fault: { kind: 'body', text: '{"extra":[1]}', contentType: 'text/plain', executed: true },
    });
    const more = { resources: [], principals: [], permissions };
    assert.deepEqual(await client.associate(region, share.id, more, asUser()), []);
  });
});
