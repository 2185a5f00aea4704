import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { CallOptions, Organization } from '../../src/clouds/cloud.ts';
import { abilities } from '../../src/clouds/alibaba/abilities.ts';
import { AccessIndex } from '../../src/inventory/access/access-index.ts';
import { namedParts } from '../../src/inventory/access/named-parts.ts';
import { Organizations } from '../../src/inventory/access/organizations.ts';
import { scopesOf } from '../../src/inventory/index/inventory-index.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import type { Account } from '../../src/model/account.ts';
import { collect, failureOf, openSession, type Role, type Session } from './session.ts';

const stateSchema = z.object({
  alibaba: z.object({
    directory: z.object({
      id: z.string(),
      rootId: z.string(),
      managementId: z.string(),
      folders: z.array(z.object({ id: z.string(), name: z.string(), parentId: z.string() })),
      accounts: z.array(z.object({ accountId: z.string(), folderId: z.string() })),
    }),
  }),
  huawei: z.object({
    organisation: z.object({
      id: z.string(),
      rootId: z.string(),
      managementId: z.string(),
      units: z.array(z.object({ id: z.string(), name: z.string(), parentId: z.string() })),
      accounts: z.array(z.object({ accountId: z.string(), parentId: z.string() })),
    }),
  }),
});

const roles: readonly Role[] = ['owner', 'member', 'outsider'];
const quiet = (): CallOptions => ({ signal: new AbortController().signal, priority: 'watch' });

const accountsOf = (session: Session, some: readonly Role[] = roles): readonly Account[] =>
  some.map((role) => {
    const { cloud, accountId, label, regions } = session.account(role);
    return { id: role, cloud, label, ownerId: accountId, regions };
  });

/** What the inventory would ask with, over real clients; those of a role stay the same. */
function asking(
  session: Session,
  parts: readonly string[] | undefined,
  some: readonly Role[] = roles,
): Organizations {
  const clients = new Map(some.map((role) => [role as string, session.connect(role)]));
  return new Organizations({
    accounts: () => accountsOf(session, some),
    connect: (id) => Promise.resolve(clients.get(id) ?? assert.fail(id)),
    partsAt: () => Promise.resolve(parts),
    isAccount: (_cloud, id) => /^[0-9a-f]{16,32}$/u.test(id),
  });
}

describe('the resource directory of an Alibaba Cloud account, over the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession();
  });
  after(() => session.stop());
  beforeEach(() => session.control('/reset', {}));

  const directory = async () =>
    stateSchema.parse(await session.control('/state')).alibaba.directory;

  it('is read in two calls, with every account in all its folders', async () => {
    const known = await directory();
    const organization = await session.connect('owner').organization({ parts: [] }, quiet());
    assert.ok(organization);
    assert.equal(organization.id, known.id);
    assert.equal(organization.managementId, known.managementId);
    assert.deepEqual(
      [...organization.members].toSorted(),
      known.accounts.map(({ accountId }) => accountId).toSorted(),
    );
    const parents = new Map(known.folders.map(({ id, parentId }) => [id, parentId]));
    for (const { accountId, folderId } of known.accounts) {
      const way: string[] = [];
      for (let id = folderId; id !== ''; id = parents.get(id) ?? '') way.push(id);
      assert.deepEqual(organization.containers.get(accountId), way);
    }
    const emea = known.folders.find(({ name }) => name === 'Production EMEA');
    assert.deepEqual(organization.containers.get(emea?.id ?? ''), [emea?.parentId, known.rootId]);
    assert.equal((await session.calls('ListAccounts')).calls, 1);
    assert.equal((await session.calls('GetResourceDirectory')).calls, 1);
  });

  it('is read to its end, a hundred members a page', async () => {
    const { rootId } = await directory();
    for (let number = 0; number < 230; number += 1) {
      const accountId = String(1_000_000_000_000_000 + number);
      await session.control('/alibaba/directory', { accountId, folderId: rootId });
    }
    const organization = await session.connect('owner').organization({ parts: [] }, quiet());
    const { accounts } = await directory();
    assert.equal(organization?.members.size, accounts.length);
    assert.equal((await session.calls('ListAccounts')).calls, 3);
  });

  it('is told to no member: one refused call, and nothing is known', async () => {
    const refusal = await failureOf(session.connect('member').organization({ parts: [] }, quiet()));
    assert.equal(refusal.details.code, 'EntityNotExists.ResourceDirectory');
    assert.equal((await session.calls('GetResourceDirectory')).calls, 0);
  });

  it('tells of all accounts of the organisation, and nothing of those outside', async () => {
    const [owner, member, outsider] = roles.map((role) => session.account(role).accountId);
    assert.ok(owner && member && outsider);
    const organizations = asking(session, []);
    await organizations.ask();
    const { id, rootId, folders } = await directory();
    const production = folders.find(({ name }) => name === 'Production');
    const emea = folders.find(({ name }) => name === 'Production EMEA');
    assert.ok(production && emea);
    assert.deepEqual(organizations.containersOf('alibaba', member), [production.id, rootId, id]);
    assert.equal(organizations.isInside('alibaba', owner, member), true);
    assert.equal(organizations.isInside('alibaba', owner, outsider), false);
    assert.equal(organizations.isInside('alibaba', owner, production.id), undefined);
    assert.equal(organizations.contains('alibaba', owner, production.id, member), true);
    assert.equal(organizations.contains('alibaba', owner, emea.id, member), false);
    assert.equal(organizations.contains('alibaba', owner, id, outsider), false);
    // Of the organisation of somebody outside, if there is one, nobody has told.
    assert.equal(organizations.isInside('alibaba', outsider, member), undefined);
    assert.equal(organizations.isInside('huawei', owner, member), undefined);
    // The owner and the outsider were asked: the member is in what the owner has told of.
    assert.equal((await session.calls('ListAccounts')).calls, 2);
    await organizations.ask();
    assert.equal((await session.calls('ListAccounts')).calls, 2);
  });

  it('leads from an account to what shares give to its folders and its organisation', async () => {
    const client = session.connect('owner');
    const inventory = new Inventory({ connect: () => Promise.resolve(client) });
    const accounts = accountsOf(session, ['owner']);
    const scopes = scopesOf(accounts);
    for (const scope of scopes) await inventory.load(scope, 'view');
    const kinds = abilities.principals.map(({ kind, pattern }) => ({
      ...{ kind, form: new RegExp(pattern, 'u') },
    }));
    const kindOf = (id: string) => kinds.find(({ form }) => form.test(id))?.kind;
    const parts = namedParts(accounts, (scope) => inventory.snapshot(scope), kindOf);
    const membership = asking(session, parts, ['owner']);
    const index = new AccessIndex({ inventory, scopes, accounts: () => accounts, membership });
    const { accountId: id } = session.account('member');
    const within = () => [
      ...new Set(index.givenTo({ cloud: 'alibaba', id }).map((grant) => grant.within?.id ?? '')),
    ];
    assert.deepEqual(within(), ['']);
    await membership.ask();
    const known = await directory();
    const production = known.folders.find(({ name }) => name === 'Production');
    assert.deepEqual(within(), ['', production?.id, known.id]);
    // Somebody outside is reached by no folder.
    const { accountId: outsider } = session.account('outsider');
    const given = index.givenTo({ cloud: 'alibaba', id: outsider });
    assert.ok(given.length > 0 && given.every((grant) => grant.within === undefined));
    const standing = (account: string) =>
      index.standing(index.principals().find((one) => one.id === account)?.key ?? '');
    assert.deepEqual([standing(id), standing(outsider)], ['inside', 'outside']);
    inventory.dispose();
    index.dispose();
  });

  for (const kind of ['denied', 'broken'] as const) {
    it(`is unknown where the answer is ${kind}`, async () => {
      const { accountId: owner } = session.account('owner');
      const { accountId: member } = session.account('member');
      if (kind === 'denied') {
        const operations = ['ListAccounts'];
        await session.control('/alibaba/deny', { accountId: owner, operations });
      } else {
        const fault = { kind: 'error', code: 'InternalError', status: 500 };
        await session.control('/faults', { operation: 'ListAccounts', count: 99, fault });
      }
      const organizations = asking(session, [], ['owner']);
      await organizations.ask();
      assert.equal(organizations.isInside('alibaba', owner, member), undefined);
      assert.equal(organizations.containersOf('alibaba', member), undefined);
      assert.equal(organizations.contains('alibaba', owner, 'rd-1', member), undefined);
    });
  }

  it('asks nobody where nothing needs it', async () => {
    await asking(session, undefined).ask();
    assert.equal((await session.calls('ListAccounts')).calls, 0);
  });
});

describe('the organisation of a Huawei Cloud account, over the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession({ cloud: 'huawei' });
  });
  after(() => session.stop());
  beforeEach(() => session.control('/reset', {}));

  async function world() {
    const { organisation } = stateSchema.parse(await session.control('/state')).huawei;
    const { id, rootId, managementId, units } = organisation;
    const unit = (name: string): string => {
      const found = units.find((one) => one.name === name);
      assert.ok(found, name);
      return `organizations::${managementId}:ou:${id}/${found.id}`;
    };
    const root = `organizations::${managementId}:root:${id}/${rootId}`;
    return {
      ...organisation,
      urn: `organizations::${managementId}:organization:${id}`,
      unit,
      root,
    };
  }

  async function read(parts: readonly string[]): Promise<Organization> {
    const found = await session.connect('owner').organization({ parts }, quiet());
    return found ?? assert.fail('no organisation');
  }

  it('takes one call where shares name no unit of it', async () => {
    const { urn, root, accounts } = await world();
    const elsewhere = 'organizations::00000000000000000000000000000000:ou:o-other12345/ou-abcd1234';
    const found = await read([urn, root, elsewhere]);
    assert.equal(found.id, urn);
    assert.deepEqual(
      [...found.members].toSorted(),
      accounts.map(({ accountId }) => accountId).toSorted(),
    );
    for (const { accountId } of accounts) {
      assert.deepEqual(found.containers.get(accountId), [root]);
    }
    assert.equal((await session.calls('ListAccounts')).calls, 1);
    assert.equal((await session.calls('ListEntities')).calls, 0);
  });

  it('takes one more for each unit in those that shares name', async () => {
    const { root, unit, accounts, units } = await world();
    const operations = unit('Operations');
    const signalling = unit('Signalling');
    const found = await read([operations, signalling, root]);
    const idOf = (name: string) => units.find((one) => one.name === name)?.id;
    for (const { accountId, parentId } of accounts) {
      const expected =
        parentId === idOf('Signalling')
          ? [signalling, operations, root]
          : parentId === idOf('Operations')
            ? [operations, root]
            : [root];
      assert.deepEqual(found.containers.get(accountId), expected);
    }
    assert.deepEqual(found.containers.get(signalling), [operations, root]);
    assert.equal((await session.calls('ListEntities')).calls, 2);
  });

  it('shares its list of accounts with the rows of principals', async () => {
    const client = session.connect('owner');
    await collect(client.listAssociations('global', { kind: 'principal' }, quiet()));
    assert.equal((await session.calls('ListAccounts')).calls, 0, 'watching asks for nothing');
    const view = { ...quiet(), priority: 'view' as const };
    await collect(client.listAssociations('global', { kind: 'principal' }, view));
    await client.organization({ parts: [] }, quiet());
    assert.equal((await session.calls('ListAccounts')).calls, 1);
  });

  it('leaves units unknown where only accounts may be listed', async () => {
    const { urn, unit } = await world();
    const { accountId } = session.account('owner');
    await session.control('/huawei/deny', { accountId, operations: ['ListEntities'] });
    const found = await read([unit('Operations'), urn]);
    assert.deepEqual(found.known, new Set([urn]));
    const organizations = asking(session, [unit('Operations'), urn]);
    await organizations.ask();
    const member = session.account('member').accountId;
    assert.equal(organizations.isInside('huawei', accountId, member), true);
    assert.equal(organizations.contains('huawei', accountId, urn, member), true);
    assert.equal(
      organizations.contains('huawei', accountId, unit('Operations'), member),
      undefined,
    );
  });

  it('is asked again for a unit that was not asked for', async () => {
    const { unit } = await world();
    const owner = session.account('owner').accountId;
    const member = session.account('member').accountId;
    const parts: string[] = [];
    const organizations = asking(session, parts, ['owner']);
    await organizations.ask();
    const within = () => organizations.contains('huawei', owner, unit('Operations'), member);
    assert.equal(within(), undefined);
    parts.push(unit('Operations'));
    await organizations.ask();
    assert.equal(within(), true);
    parts.push('organizations::00000000000000000000000000000000:ou:o-other12345/ou-abcd1234');
    await organizations.ask();
    await organizations.ask();
    const { calls } = await session.calls('ListAccounts');
    assert.equal(calls, 1, 'the accounts are still good');
  });
});
