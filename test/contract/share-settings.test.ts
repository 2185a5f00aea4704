import assert from 'node:assert/strict';
import type { CreateRequest, ShareCloud } from '../../src/clouds/cloud.ts';
import type { PermissionSummary } from '../../src/model/permission.ts';
import type { ResourceShare } from '../../src/model/share.ts';
import { bothClouds, hastyClock } from './both-clouds.ts';
import { asUser, collect, failureOf, openSession, type Session, newShare } from './session.ts';

for (const words of bothClouds) {
  const { cloud, region, abilities } = words;

  describe(`sharing on ${words.name}`, () => {
    describe('changing settings', () => {
      let session: Session;
      let client: ShareCloud;
      let names = 0;
      before(async () => {
        session = await openSession({ cloud });
      });
      after(() => session.stop());
      beforeEach(async () => {
        client = session.connect('owner', { clock: hastyClock, timeoutMs: 100_000 });
        await session.control('/calls/reset', {});
      });
      afterEach(async () => {
        client.dispose();
        await session.control(`/${cloud}/organisation`, { sharing: true });
      });

      async function create(changes: Partial<CreateRequest> = {}): Promise<ResourceShare> {
        names += 1;
        const share = await client.createShare(
          region,
          newShare({ name: `setting-${names}`, ...changes }),
          asUser(),
        );
        await session.control('/settle', {});
        return share;
      }

      async function readShare(id: string): Promise<ResourceShare> {
        const query = { owner: 'self', ids: [id] } as const;
        const [share] = await collect(client.listShares(region, query, asUser()));
        assert.ok(share);
        return share;
      }

      async function permissionsOf(id: string): Promise<readonly string[]> {
        const share = { id, owner: 'self' } as const;
        const rows = await collect(client.listSharePermissions(region, share, asUser()));
        return rows.map((row) => row.id);
      }

      /** A type that has two permissions, the default one first. */
      async function twoPermissions(): Promise<readonly [PermissionSummary, PermissionSummary]> {
        const query = { resourceType: words.typeWithChoice };
        const offered = await collect(client.listPermissions(region, query, asUser()));
        const byDefault = offered.find(({ isDefault }) => isDefault);
        const other = offered.find(({ isDefault }) => !isDefault);
        assert.ok(byDefault && other);
        return [byDefault, other];
      }

      async function holding(type: string): Promise<string> {
        names += 1;
        const { accountId } = session.account('owner');
        const resources = [words.resource(`setting${names}`, accountId, type)];
        return (await create({ resources })).id;
      }

      it('gives a share a permission, and takes it away again', async () => {
        const { id } = await create();
        const [, other] = await twoPermissions();
        await client.setPermission(region, id, other.id, { replace: false }, asUser());
        assert.deepEqual(await permissionsOf(id), [other.id]);
        await client.removePermission(region, id, other.id, asUser());
        assert.deepEqual(await permissionsOf(id), []);
      });

      it('switches a permission only when it is told to replace the other', async () => {
        const id = await holding(words.typeWithChoice);
        const [byDefault, other] = await twoPermissions();
        assert.deepEqual(await permissionsOf(id), [byDefault.id]);
        const failure = await failureOf(
          client.setPermission(region, id, other.id, { replace: false }, asUser()),
        );
        assert.ok(['conflict', 'invalid'].includes(failure.kind));
        assert.deepEqual(await permissionsOf(id), [byDefault.id]);
        await client.setPermission(region, id, other.id, { replace: true }, asUser());
        assert.deepEqual(await permissionsOf(id), [other.id]);
      });

      it('keeps a permission while resources of its type are there', async () => {
        const id = await holding(words.typeWithChoice);
        const [byDefault] = await twoPermissions();
        const failure = await failureOf(
          client.removePermission(region, id, byDefault.id, asUser()),
        );
        assert.ok(['conflict', 'invalid'].includes(failure.kind));
        assert.deepEqual(await permissionsOf(id), [byDefault.id]);
      });

      it('says that a permission or a share is not there', async () => {
        const { id } = await create();
        const [, other] = await twoPermissions();
        for (const [share, permission] of [
          [id, words.unknownPermission],
          [words.unknownShare, other.id],
        ] as const) {
          const set = client.setPermission(region, share, permission, { replace: true }, asUser());
          const { details } = await failureOf(set);
          assert.equal(details.kind, 'notFound');
          assert.ok(details.meaning && details.advice);
        }
      });

      it('lists the versions of a permission, one of them the default', async () => {
        assert.equal(abilities.permissionVersions, true);
        const [byDefault] = await twoPermissions();
        const query = { id: byDefault.id };
        const versions = await collect(client.listPermissionVersions(region, query, asUser()));
        assert.ok(versions.length > 0);
        assert.ok(versions.every((one) => one.id === byDefault.id && one.version !== ''));
        assert.equal(new Set(versions.map(({ version }) => version)).size, versions.length);
        assert.deepEqual(
          versions.filter(({ isDefaultVersion }) => isDefaultVersion).map((one) => one.version),
          [byDefault.version],
        );
        for (const { version } of versions) {
          const read = await client.getPermission(region, { ...query, version }, asUser());
          assert.equal(read.version, version);
        }
      });

      it('tags a share, changes the value of a tag, and takes tags away', async () => {
        const { id } = await create();
        const tags = [
          { key: 'env', value: 'test' },
          { key: 'team', value: '' },
          { key: '部门', value: '网络 1' },
        ];
        await client.tagShare(region, id, tags, asUser());
        assert.deepEqual((await readShare(id)).tags, tags);
        await client.tagShare(region, id, [{ key: 'env', value: 'live' }], asUser());
        assert.deepEqual((await readShare(id)).tags[0], { key: 'env', value: 'live' });
        await client.untagShare(region, id, ['env', '部门', 'never-there'], asUser());
        assert.deepEqual((await readShare(id)).tags, [{ key: 'team', value: '' }]);
      });

      it('sends nothing for no tags', async () => {
        const { id } = await create({ tags: [{ key: 'env', value: 'test' }] });
        await session.control('/calls/reset', {});
        await client.tagShare(region, id, [], asUser());
        await client.untagShare(region, id, [], asUser());
        assert.deepEqual(await session.control('/calls'), { calls: [], throttled: 0, total: 0 });
      });

      it('refuses more tags than a share may have', async () => {
        const { id } = await create();
        const most = abilities.tags?.max ?? 0;
        const tags = Array.from({ length: most }, (_, index) => ({ key: `k${index}`, value: '' }));
        await client.tagShare(region, id, tags, asUser());
        const more = client.tagShare(region, id, [{ key: 'one-more', value: '' }], asUser());
        const { details } = await failureOf(more);
        assert.ok(['conflict', 'invalid'].includes(details.kind));
        assert.ok(details.meaning && details.advice);
        assert.equal((await readShare(id)).tags.length, most);
      });

      it('moves a share to another resource group, where there are any', async () => {
        const { id } = await create();
        const group = 'rg-aekz5nlvlaksuite';
        const move = client.moveToResourceGroup(region, id, group, asUser());
        if (abilities.resourceGroups) {
          await move;
          assert.equal((await readShare(id)).resourceGroupId, group);
          const nowhere = client.moveToResourceGroup(region, words.unknownShare, group, asUser());
          assert.equal((await failureOf(nowhere)).kind, 'notFound');
        } else {
          const { details } = await failureOf(move);
          assert.deepEqual([details.code, details.notSent], ['NotSupported', true]);
        }
      });

      it('tells whether the organisation shares, to members and to outsiders', async () => {
        for (const [role, enabled] of [
          ['owner', true],
          ['member', true],
          ['outsider', false],
        ] as const) {
          const { enabled: told } = await session.connect(role).organizationSharing(asUser());
          assert.equal(told, enabled, role);
        }
      });

      it('switches sharing with the organisation on, also when it is on', async () => {
        assert.equal(abilities.organizationSharing.enable, true);
        await session.control(`/${cloud}/organisation`, { sharing: false });
        assert.equal((await client.organizationSharing(asUser())).enabled, false);
        for (let time = 1; time <= 2; time += 1) {
          await client.enableOrganizationSharing(asUser());
          assert.equal((await client.organizationSharing(asUser())).enabled, true);
        }
      });

      it('switches sharing with the organisation off, where the cloud can', async () => {
        const off = client.disableOrganizationSharing(asUser());
        if (abilities.organizationSharing.disable) {
          await off;
          assert.equal((await client.organizationSharing(asUser())).enabled, false);
        } else {
          const { details } = await failureOf(off);
          assert.deepEqual([details.code, details.notSent], ['NotSupported', true]);
          assert.ok(details.meaning && details.advice);
          assert.equal((await client.organizationSharing(asUser())).enabled, true);
        }
      });

      it('lets only the management account switch', async () => {
        const member = session.connect('member');
        const { details } = await failureOf(member.enableOrganizationSharing(asUser()));
        assert.equal(details.kind, 'denied');
        assert.ok(details.meaning && details.advice);
      });

      it('tells the quotas, where the cloud does', async () => {
        if (!abilities.quotas) {
          const { details } = await failureOf(client.quotas(asUser()));
          assert.deepEqual([details.code, details.notSent], ['NotSupported', true]);
          return;
        }
        const before = await client.quotas(asUser());
        assert.ok(before.every(({ kind, limit }) => kind !== 'unknown' && limit > 0));
        await create();
        const after = await client.quotas(asUser());
        const used = (quotas: typeof before): number | undefined =>
          quotas.find(({ kind }) => kind === 'shares')?.used;
        assert.equal(used(after), (used(before) ?? Number.NaN) + 1);
      });
    });
  });
}
