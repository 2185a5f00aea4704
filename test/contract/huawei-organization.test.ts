import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { Association } from '../../src/model/share.ts';
import { asUser, collect, openSession, type Role, type Session } from './session.ts';

const stateSchema = z.object({
  huawei: z.object({ organisation: z.object({ rootId: z.string() }) }),
});

describe('who is outside an organisation of Huawei Cloud, over the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession({ cloud: 'huawei' });
  });
  after(() => session.stop());
  beforeEach(() => session.control('/reset', {}));

  /** Read by a new connection: one that is open has asked for the organisation already. */
  function principals(role: Role): Promise<readonly Association[]> {
    const query = { kind: 'principal' } as const;
    return collect(session.connect(role).listAssociations('global', query, asUser()));
  }

  for (const denial of ['service', 'gateway', 'check']) {
    it(`is open where its ${denial} denies the list of accounts`, async () => {
      const { accountId } = session.account('owner');
      await session.control('/huawei/deny', { accountId, operations: ['ListAccounts'] });
      await session.control('/huawei/switches', { denial });
      const rows = await principals('owner');
      assert.ok(rows.length > 0 && rows.every((row) => !('external' in row)));
      assert.equal((await session.calls('ListAccounts')).calls, 1);
    });
  }

  it('is open to a member, which may not list the organisation', async () => {
    const rows = await principals('member');
    assert.ok(rows.length > 0 && rows.every((row) => !('external' in row)));
  });

  it('follows who joins and who leaves', async () => {
    const { accountId } = session.account('outsider');
    const externals = async (): Promise<readonly (boolean | undefined)[]> =>
      (await principals('owner'))
        .filter(({ entityId }) => entityId === accountId)
        .map(({ external }) => external);
    const before = await externals();
    assert.ok(before.length > 0 && before.every((external) => external === true));
    const state = stateSchema.parse(await session.control('/state'));
    const { rootId: parentId } = state.huawei.organisation;
    await session.control('/huawei/member', { accountId, parentId });
    const after = await externals();
    assert.ok(after.length > 0 && after.every((external) => external === false));
  });
});
