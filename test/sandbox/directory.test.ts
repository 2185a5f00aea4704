import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { asContent, Bench, list, request, text, type Answer, type Input } from './caller.ts';

const directorySchema = z.object({
  alibaba: z.object({
    directory: z.object({
      id: z.string(),
      rootId: z.string(),
      managementId: z.string(),
      folders: z.array(z.object({ id: z.string(), name: z.string(), parentId: z.string() })),
      accounts: z.array(z.object({ accountId: z.string(), folderId: z.string() })),
    }),
  }),
});

describe('the resource directory of the sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  function ask(who: string, action: string, input: Input = {}): Promise<Answer> {
    const { directory } = bench.sandbox.description.clouds.alibaba;
    return request(directory, bench.account(who), action, input, { version: '2022-04-19' });
  }

  const accounts = ({ content }: Answer) => list(asContent(content.Accounts), 'Account');

  const directory = async () =>
    directorySchema.parse(await bench.control('/state')).alibaba.directory;

  it('tells its management account of every member, with the way to it', async () => {
    const answer = await ask('owner', 'ListAccounts', { PageSize: 100 });
    const known = await directory();
    const members = known.accounts.filter(({ accountId }) => accountId !== known.managementId);
    assert.ok(members.length > 3);
    assert.equal(answer.content.TotalCount, members.length);
    assert.deepEqual(
      accounts(answer)
        .map((row) => text(row, 'AccountId'))
        .toSorted(),
      members.map(({ accountId }) => accountId).toSorted(),
    );
    const emea = known.folders.find(({ name }) => name === 'Production EMEA');
    const inEmea = accounts(answer).filter((row) => row.FolderId === emea?.id);
    assert.ok(emea && inEmea.length > 0);
    for (const row of inEmea) {
      const path: readonly string[] = [
        known.id,
        known.rootId,
        emea.parentId,
        emea.id,
        text(row, 'AccountId'),
      ];
      assert.equal(row.ResourceDirectoryPath, path.join('/'));
    }
  });

  it('comes in pages', async () => {
    const all = accounts(await ask('owner', 'ListAccounts', { PageSize: 100 }));
    const seen: unknown[] = [];
    for (let page = 1; seen.length < all.length; page += 1) {
      const answer = await ask('owner', 'ListAccounts', { PageNumber: page, PageSize: 2 });
      assert.ok(accounts(answer).length > 0);
      seen.push(...accounts(answer));
    }
    assert.deepEqual(seen, all);
    const beyond = await ask('owner', 'ListAccounts', { PageNumber: 9, PageSize: 100 });
    assert.deepEqual(accounts(beyond), []);
    for (const wrong of [{ PageSize: 101 }, { PageSize: 0 }, { PageNumber: 'x' }]) {
      assert.equal((await ask('owner', 'ListAccounts', wrong)).status, 400);
    }
  });

  it('is named to its members, listed to none of them, and unknown outside', async () => {
    const { id, rootId, managementId } = await directory();
    for (const who of ['owner', 'member', 'temporary']) {
      const named = asContent((await ask(who, 'GetResourceDirectory')).content.ResourceDirectory);
      assert.deepEqual(
        [named.ResourceDirectoryId, named.RootFolderId, named.MasterAccountId],
        [id, rootId, managementId],
      );
    }
    for (const who of ['member', 'outsider', 'temporary']) {
      const refused = await ask(who, 'ListAccounts');
      assert.equal(refused.status, 404);
      assert.equal(refused.content.Code, 'EntityNotExists.ResourceDirectory');
    }
    const outside = await ask('outsider', 'GetResourceDirectory');
    assert.deepEqual([outside.status, outside.content.Code], [404, 'ResourceDirectoryNotInUse']);
  });

  it('follows who is moved, and is denied with the action that is missing', async () => {
    const { accountId } = bench.account('outsider');
    const { rootId } = await directory();
    const listed = async () =>
      accounts(await ask('owner', 'ListAccounts', { PageSize: 100 })).some(
        (row) => row.AccountId === accountId,
      );
    assert.equal(await listed(), false);
    await bench.control('/alibaba/directory', { accountId, folderId: rootId });
    assert.equal(await listed(), true);
    await bench.control('/alibaba/directory', { accountId, folderId: null });
    await bench.control('/alibaba/deny', {
      accountId: bench.account('owner').accountId,
      operations: ['ListAccounts'],
    });
    const denied = await ask('owner', 'ListAccounts');
    assert.equal(denied.status, 403);
    assert.equal(
      asContent(denied.content.AccessDeniedDetail).AuthAction,
      'resourcemanager:ListAccounts',
    );
  });
});
