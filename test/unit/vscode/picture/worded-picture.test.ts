import assert from 'node:assert/strict';
import { abilities } from '../../../../src/clouds/alibaba/abilities.ts';
import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
import { principalKey, resourceKey } from '../../../../src/inventory/access/access.ts';
import { scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { sharePicture } from '../../../../src/inventory/picture/share-picture.ts';
import { accessId } from '../../../../src/vscode/access/access-address.ts';
import { standingIn } from '../../../../src/vscode/access/access-words.ts';
import { pictureSubjects, subjectKey } from '../../../../src/vscode/picture/picture-subjects.ts';
import { leftOutText, wordedPicture } from '../../../../src/vscode/picture/worded-picture.ts';
import { rowId } from '../../../../src/vscode/shares/address.ts';
import { parsePictureHostMessage } from '../../../../src/webview/picture-protocol.ts';
import { hostileTexts } from '../../fuzz/hostile.ts';
import { aRow, aShare } from '../../inventory/samples.ts';
import { accounts, arrangedState, hangzhou, retail } from '../arrange/arranged.ts';

const folder = 'fd-bqp1yt0001';
const outsider = '1720505253000009';
const own = accounts[0]?.ownerId ?? '';

async function world() {
  const arranged = arrangedState(
    {},
    { abilities: (cloud) => (cloud === 'alibaba' ? abilities : undefined) },
  );
  const { inventory, state, load } = arranged;
  const index = new AccessIndex({
    inventory,
    scopes: scopesOf(accounts),
    accounts: () => accounts,
  });
  await load(
    hangzhou,
    [aShare('rs-1', { name: 'hub' })],
    [
      aRow('rs-1', 'vsw-1', 'Odd'),
      aRow('rs-1', folder, 'Associated', { kind: 'principal' }),
      aRow('rs-1', outsider, 'Associated', { external: true }),
      aRow('rs-1', own, 'Associating', { invited: true }),
    ],
  );
  const picture = (rows: readonly unknown[]) => {
    const subjects = pictureSubjects(rows, state);
    return wordedPicture(
      sharePicture(index, subjects, { standingOf: standingIn(index, state) }),
      'hub',
      new Set(subjects.map(subjectKey)),
      state,
    );
  };
  return { ...arranged, inventory, index, picture };
}

const share = { ...hangzhou, owner: 'self', shareId: 'rs-1' } as const;
const shareRow = rowId({ kind: 'share', ...share });

describe('a picture in words', () => {
  it('says what each node is, and whether it is outside', async () => {
    const { picture } = await world();
    const { nodes, edges, notes } = picture([shareRow]);
    assert.deepEqual(
      nodes.map(({ spoken }) => spoken),
      [
        `${outsider} · Account · Outside the organisation · 1 line`,
        `${folder} · Folder · In the organisation · 1 line`,
        'Resource share · hub · Active · 1 resource · 3 principals · Network team · cn-hangzhou · 4 lines',
        `Account · Network team · ${own} · Not known whether outside · 1 line`,
        'Resource · vsw-1 · VSwitch · cn-hangzhou · 1 line',
      ],
    );
    assert.deepEqual(
      nodes.map(({ subject }) => subject),
      [false, false, true, false, false],
    );
    assert.deepEqual(
      edges.map(({ word }) => word),
      ['Odd', 'Associated', 'Associated', 'Invited'],
    );
    assert.deepEqual(notes, []);
  });

  it('says of a service of the cloud that it is one, and not that it is outside', async () => {
    const { picture, load } = await world();
    const service = aRow('rs-1', 'backup.aliyuncs.com', 'Associated', {
      ...{ kind: 'principal', external: true },
    });
    await load(hangzhou, [aShare('rs-1', { name: 'hub' })], [service]);
    const [node] = picture([shareRow]).nodes;
    assert.equal(node?.spoken, 'backup.aliyuncs.com · Cloud service · 1 line');
    assert.equal(node.standing, 'service');
  });

  it('fits the messages to its page, and holds no text that could move another', async () => {
    const { picture, load } = await world();
    const rows = hostileTexts.map((id) =>
      aRow('rs-1', id, id, { kind: 'resource', entityType: id }),
    );
    await load(hangzhou, [aShare('rs-1', { name: hostileTexts[5] ?? '' })], rows);
    const made = picture([shareRow]);
    const message = { type: 'picture', picture: made };
    assert.ok(parsePictureHostMessage(structuredClone(message)).ok);
    const texts = made.nodes.flatMap(({ label, details }) => [label, ...details]);
    assert.doesNotMatch(texts.join(''), /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\n\r]/u);
  });

  it('says that there is nothing, and that there may be more', async () => {
    const { picture, load, inventory } = await world();
    inventory.merge({ ...hangzhou, region: 'cn-beijing' }, { shares: [aShare('rs-7')] });
    const partly = 'Not all lists are read to their ends: there may be more.';
    const principal = accessId({ kind: 'principal', key: principalKey('alibaba', outsider) });
    assert.deepEqual(picture([shareRow]).notes, []);
    assert.deepEqual(picture([principal]).notes, ['1 region is not read yet', partly]);
    const other = rowId({ kind: 'share', ...share, region: 'cn-beijing', shareId: 'rs-7' });
    assert.deepEqual(picture([other]).notes, [partly]);
    await load(hangzhou, [], []);
    await load({ ...hangzhou, region: 'cn-beijing' }, [], []);
    await load(retail, [], []);
    assert.deepEqual(picture([shareRow]).notes, ['This is no longer there.']);
    const nothing = ['Nothing that was read is shared here.'];
    assert.deepEqual(picture([principal]).notes, nothing);
    assert.deepEqual(picture([shareRow, other]).notes, nothing);
  });

  it('counts what it leaves out', () => {
    const none = { resources: 0, shares: 0, principals: 0, edges: 0 };
    assert.equal(leftOutText(none), '');
    assert.equal(
      leftOutText({ ...none, resources: 1, edges: 3 }),
      'Left out, as there are too many: 1 resource · 3 lines',
    );
  });
});

describe('what a picture is about', () => {
  it('are the rows of both trees that stand for something in it, each once', async () => {
    const { state } = await world();
    const row = { kind: 'association', ...share } as const;
    const vsw = { entityType: 'VSwitch', entityId: 'vsw-1' };
    const key = resourceKey('alibaba', 'cn-hangzhou', vsw);
    const rows = [
      shareRow,
      rowId({ kind: 'side', ...share, side: 'resource' }),
      rowId({ ...row, side: 'resource', key: 'resource/VSwitch/vsw-1' }),
      accessId({ kind: 'resource', key }),
      accessId({ kind: 'principal', key: principalKey('huawei', 'a/b') }),
      accessId({
        ...{ kind: 'grant', below: 'resource', resource: key, shareId: 'rs-1', ...hangzhou },
        principal: principalKey('alibaba', outsider),
      }),
      rowId({ ...row, side: 'principal', key: `principal/${outsider}` }),
      rowId({ kind: 'account', accountId: 'a1' }),
      accessId({ kind: 'principals', group: 'account' }),
      'nonsense',
      undefined,
    ];
    assert.deepEqual(pictureSubjects(rows, state), [
      { kind: 'share', cloud: 'alibaba', region: 'cn-hangzhou', id: 'rs-1' },
      { kind: 'resource', key },
      { kind: 'principal', cloud: 'huawei', id: 'a/b' },
      { kind: 'principal', cloud: 'alibaba', id: outsider },
    ]);
  });
});
