import assert from 'node:assert/strict';
import { asContent, list, text } from '../caller.ts';
import { Bench, type Reply } from './caller.ts';

const route = 'GET /v1/organizations/accounts';

describe('the accounts of an organisation in the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  function ask(who: string, query: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const endpoint = bench.sandbox.description.clouds.huawei.organizations;
    return bench.call(who, route, { endpoint, query });
  }

  const ids = (reply: Reply): readonly string[] =>
    list(reply.content, 'accounts').map((row) => text(row, 'id'));

  it('are listed to the management account, each with a URN that names the organisation', async () => {
    const reply = await ask('owner');
    const { id, managementId, accounts } = await bench.organisation();
    assert.ok(Array.isArray(accounts));
    assert.deepEqual(
      ids(reply).toSorted(),
      accounts.map((row) => text(asContent(row), 'accountId')).toSorted(),
    );
    assert.ok(
      ids(reply).includes(bench.id('member')) && !ids(reply).includes(bench.id('outsider')),
    );
    for (const row of list(reply.content, 'accounts')) {
      assert.equal(
        row.urn,
        `organizations::${String(managementId)}:account:${String(id)}/${text(row, 'id')}`,
      );
    }
    assert.equal(asContent(reply.content.page_info).next_marker, null);
  });

  it('come in pages', async () => {
    const all = ids(await ask('owner'));
    const seen: string[] = [];
    let marker: unknown;
    do {
      const query = { limit: '2', ...(typeof marker === 'string' ? { marker } : {}) };
      const reply = await ask('owner', query);
      seen.push(...ids(reply));
      marker = asContent(reply.content.page_info).next_marker;
    } while (marker !== null);
    assert.deepEqual(seen, all);
    assert.equal((await ask('owner', { limit: '2001' })).status, 400);
  });

  it('are not told to anybody else, which the vendor calls 401', async () => {
    for (const who of ['member', 'outsider', 'temporary']) {
      const reply = await ask(who);
      assert.deepEqual(
        [reply.status, text(reply.content, 'error_code')],
        [401, 'Organizations.1002'],
      );
    }
  });

  it('follow those who join and leave, and may leave the management account out', async () => {
    const accountId = bench.id('outsider');
    const { rootId } = await bench.organisation();
    await bench.control('/huawei/member', { accountId, parentId: rootId });
    assert.ok(ids(await ask('owner')).includes(accountId));
    await bench.control('/huawei/member', { accountId, parentId: null });
    assert.ok(!ids(await ask('owner')).includes(accountId));
    await bench.withSwitches({ listsManagement: false }, async () => {
      const found = ids(await ask('owner'));
      assert.ok(found.length > 0 && !found.includes(bench.id('owner')));
    });
  });

  it('are denied by policy with codes of their own', async () => {
    await bench.control('/huawei/deny', {
      accountId: bench.id('owner'),
      operations: ['ListAccounts'],
    });
    for (const [denial, status, code] of [
      ['service', 403, 'Organizations.1007'],
      ['gateway', 403, 'APIGW.0302'],
      ['check', 400, 'Organizations.1008'],
    ] as const) {
      await bench.withSwitches({ denial }, async () => {
        const reply = await ask('owner');
        assert.deepEqual([reply.status, text(reply.content, 'error_code')], [status, code]);
      });
    }
  });
});

describe('the units of an organisation in the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  function ask(who: string, query: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const endpoint = bench.sandbox.description.clouds.huawei.organizations;
    return bench.call(who, 'GET /v1/organizations/entities', { endpoint, query });
  }

  const rows = (reply: Reply) =>
    list(reply.content, 'entities').map((row) => ({
      id: text(row, 'id'),
      name: text(row, 'name'),
      type: text(row, 'type'),
    }));

  it('are listed with root and accounts: all of them, or what is right below or above one', async () => {
    const all = rows(await ask('owner'));
    const { rootId, accounts } = await bench.organisation();
    assert.ok(Array.isArray(accounts));
    assert.deepEqual(
      all.filter(({ type }) => type === 'root').map(({ id }) => id),
      [rootId],
    );
    assert.equal(all.filter(({ type }) => type === 'account').length, accounts.length);
    const operations = all.find(({ name }) => name === 'Operations');
    assert.ok(operations);
    const below = rows(await ask('owner', { parent_id: operations.id }));
    assert.deepEqual(below.map(({ name }) => name).toSorted(), ['Signalling', 'aurora-stations']);
    const signalling = below.find(({ name }) => name === 'Signalling');
    const above = rows(await ask('owner', { child_id: signalling?.id ?? '' }));
    assert.deepEqual(above, [operations]);
  });

  it('come in pages, and are not told of what is not there or to anybody else', async () => {
    const all = rows(await ask('owner'));
    const seen: unknown[] = [];
    let marker: unknown;
    do {
      const query = { limit: '3', ...(typeof marker === 'string' ? { marker } : {}) };
      const reply = await ask('owner', query);
      seen.push(...rows(reply));
      marker = asContent(reply.content.page_info).next_marker;
    } while (marker !== null);
    assert.deepEqual(seen, all);
    assert.equal((await ask('owner', { parent_id: 'ou-00000000' })).status, 400);
    assert.equal((await ask('owner', { parent_id: 'x' })).status, 400);
    for (const who of ['member', 'outsider', 'temporary']) {
      assert.equal((await ask(who)).status, 401);
    }
  });
});
