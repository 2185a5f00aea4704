import assert from 'node:assert/strict';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { PermissionContents } from '../../src/vscode/shares/permission-contents.ts';
import { bothClouds } from './both-clouds.ts';
import { asUser, collect, failureOf, openSession, type Session } from './session.ts';

for (const { cloud, name, region, unknownPermission } of bothClouds) {
  describe(`what a permission of ${name} allows`, () => {
    const scope = { accountId: 'owner', region };
    let session: Session;
    let client: ShareCloud;
    let contents: PermissionContents;

    before(async () => {
      session = await openSession({ cloud });
      client = session.connect('owner');
    });

    after(() => session.stop());

    beforeEach(() => {
      contents = new PermissionContents(() => Promise.resolve(client));
    });

    it('is data and read once', async () => {
      const [permission] = await collect(client.listPermissions(region, {}, asUser()));
      assert.ok(permission);
      const sent = session.requests.length;
      const content = await contents.of(scope, permission);
      assert.match(JSON.stringify(content), /"Action"|"actions?"|"Statement"/iu);
      assert.equal(typeof content, 'object');
      assert.equal(await contents.of(scope, permission), content);
      assert.equal(session.requests.length, sent + 1);
    });

    it('is asked for again where it could not be read', async () => {
      const { kind } = await failureOf(contents.of(scope, { id: unknownPermission }));
      assert.equal(kind, 'notFound');
      const sent = session.requests.length;
      await failureOf(contents.of(scope, { id: unknownPermission }));
      assert.ok(session.requests.length > sent);
    });
  });
}
