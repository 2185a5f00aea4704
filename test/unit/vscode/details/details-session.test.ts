import assert from 'node:assert/strict';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import {
  DetailsSession,
  type DetailsServices,
} from '../../../../src/vscode/details/details-session.ts';
import { parseHostMessage, type HostMessage } from '../../../../src/webview/details-protocol.ts';
import { aRow } from '../../inventory/samples.ts';
import { aMixedEntry, DetailsWorld, name } from './details-world.ts';

const denied = new CloudError({
  kind: 'denied',
  code: 'NoPermission',
  message: 'You are not authorized.',
  operation: 'ListInvitations',
});

function open(entry: ShareEntry | undefined, change: Partial<DetailsServices> = {}) {
  const world = new DetailsWorld(entry, change);
  const posted: HostMessage[] = [];
  const panel = world.panel((message) => {
    const parsed = parseHostMessage(JSON.parse(JSON.stringify(message)));
    assert.ok(parsed.ok, 'the page would drop this message');
    posted.push(parsed.message);
  });
  const session = new DetailsSession(name, 'network-hub', panel, world.services, { locale: 'en' });
  const say = async (message: object): Promise<void> => {
    session.receive(message);
    await world.settle();
  };
  const parts = (): readonly string[] =>
    posted.flatMap((message) => (message.type === 'changed' ? Object.keys(message.parts) : []));
  return { world, session, posted, say, parts };
}

/** A page that has been told everything. */
async function shown(entry: ShareEntry | undefined, change: Partial<DetailsServices> = {}) {
  const opened = open(entry, change);
  await opened.world.settle();
  await opened.say({ type: 'ready' });
  opened.posted.length = 0;
  return opened;
}

describe('the host of a page of details', () => {
  it('sends everything when the page listens, and again after it was hidden', async () => {
    const { posted, say } = open(aMixedEntry());
    await say({ type: 'ready' });
    await say({ type: 'ready' });
    const inits = posted.filter(({ type }) => type === 'init');
    assert.equal(inits.length, 2);
    assert.equal(inits[0]?.type === 'init' && inits[0].view.head.title, 'network-hub');
  });

  it('tells the page only the parts that changed, and nothing when nothing did', async () => {
    const { world, parts } = await shown(aMixedEntry());
    world.set(aMixedEntry());
    await world.settle();
    assert.deepEqual(parts(), []);
    const entry = aMixedEntry();
    const share = { ...entry.share, tags: [] };
    world.set({ ...entry, share });
    await world.settle();
    assert.deepEqual(parts(), ['properties']);
  });

  it('gathers changes that come together', async () => {
    const { world, posted } = await shown(aMixedEntry());
    const entry = aMixedEntry();
    for (const id of ['vsw-3', 'vsw-4']) {
      world.set({ ...entry, resources: [...entry.resources, aRow('rs-1', id)] });
    }
    await world.settle();
    assert.equal(posted.length, 1);
  });

  it('says that the share has gone, keeps what was seen of it, and acts no more', async () => {
    const { world, posted, say } = await shown(aMixedEntry());
    world.set(undefined);
    await world.settle();
    const [changed] = posted;
    assert.ok(changed?.type === 'changed');
    assert.equal(changed.parts.head?.presence, 'gone');
    assert.equal(changed.parts.matrix?.resources.length, 2);
    await say({ type: 'act', action: 'deleteShare', target: { kind: 'share' } });
    assert.deepEqual(world.acted, []);
    assert.deepEqual(world.logged, ['Details: deleteShare is not offered any more']);
    world.set(aMixedEntry());
    await world.settle();
    await say({ type: 'act', action: 'deleteShare', target: { kind: 'share' } });
    assert.equal(world.acted.length, 1);
  });

  it('does by the address of the row what the page asks for, and nothing that is not offered', async () => {
    const { world, say } = await shown(aMixedEntry());
    const key = 'resource/VSwitch/vsw-2';
    await say({ type: 'act', action: 'takeOut', target: { kind: 'row', side: 'resource', key } });
    await say({ type: 'act', action: 'leaveShare', target: { kind: 'share' } });
    await say({
      type: 'act',
      action: 'takeOut',
      target: { kind: 'row', side: 'resource', key: 'resource/VSwitch/other' },
    });
    await say({
      type: 'act',
      action: 'switchPermission',
      target: { kind: 'permission', id: 'VSwitch-permission-1' },
    });
    assert.deepEqual(world.acted, [
      'takeOut association/account-1/cn-hangzhou/self/rs-1/resource/resource%2FVSwitch%2Fvsw-2',
      'switchPermission permission/account-1/cn-hangzhou/self/rs-1/VSwitch-permission-1',
    ]);
    assert.equal(world.logged.length, 2);
  });

  it('reads what a permission allows when it is opened, and says why where it can not', async () => {
    let content: () => Promise<unknown> = () => Promise.reject(denied);
    const { posted, say } = await shown(aMixedEntry(), { content: () => content() });
    await say({ type: 'readContent', permission: 'VSwitch-permission-1' });
    content = () => Promise.resolve({ Action: 'vpc:\u202EDescribe*' });
    await say({ type: 'readContent', permission: 'VSwitch-permission-1' });
    await say({ type: 'readContent', permission: 'another' });
    assert.deepEqual(
      posted.map((message) => message.type === 'content' && message.result),
      [
        { kind: 'failed', text: 'NoPermission: You are not authorized.' },
        { kind: 'read', text: '{\n  "Action": "vpc:\\u202eDescribe*"\n}' },
      ],
    );
  });

  it('asks for invitations once, and again when who is asked has changed', async () => {
    let asked = 0;
    const { world, parts } = await shown(aMixedEntry(), {
      invitations: () => {
        asked += 1;
        return asked === 1 ? Promise.reject(denied) : Promise.resolve([]);
      },
    });
    const entry = aMixedEntry();
    world.set({ ...entry, resources: [] });
    await world.settle();
    assert.equal(asked, 1);
    world.set({ ...entry, principals: entry.principals.slice(0, 1) });
    await world.settle();
    assert.equal(asked, 2);
    assert.ok(parts().includes('invitations'));
  });

  it('shows the history, and reads it again when the share has changed', async () => {
    const texts = ['first', 'second', 'third'];
    const { world, posted } = await shown(aMixedEntry(), {
      history: () => {
        const text = texts.shift() ?? '';
        return Promise.resolve({ from: 1, lines: [{ at: 5, since: 3, text }] });
      },
    });
    world.set(aMixedEntry());
    await world.settle();
    await world.settle();
    const items = posted.flatMap((message) =>
      message.type === 'changed' ? (message.parts.history?.items ?? []) : [],
    );
    assert.deepEqual(items, [{ at: 'Seen at 5', text: 'second' }]);
    assert.deepEqual(texts, ['third']);
  });

  it('asks for permissions once where they are not known', async () => {
    let asked = 0;
    const { share, resources, principals } = aMixedEntry();
    const without = { share, resources, principals };
    const { world } = await shown(without, {
      inventory: {
        ...new DetailsWorld(without).services.inventory,
        loadSharePermissions: () => {
          asked += 1;
          return Promise.resolve();
        },
      },
    });
    await world.settle();
    assert.equal(asked, 1);
  });

  it('drops what is no message and says so without what it holds', async () => {
    const { world, say } = await shown(aMixedEntry());
    await say({ type: 'act', action: 'formatDisk', target: { kind: 'share' } });
    await say({ type: 'dropped', reason: 'view (invalid_type)' });
    assert.deepEqual(world.logged, [
      'Details: dropped a message of the page: action (invalid_value)',
      'Details: the page dropped a message: view (invalid_type)',
    ]);
  });

  it('is silent once it is closed', async () => {
    const { world, session, posted } = await shown(aMixedEntry());
    session.close();
    world.set(undefined);
    await world.settle();
    assert.deepEqual(posted, []);
  });
});
