import assert from 'node:assert/strict';
import { principalKey, resourceKey } from '../../../../src/inventory/access/access.ts';
import { portions } from '../../../../src/inventory/picture/portions.ts';
import {
  sharePicture,
  type PictureLimits,
  type PictureSubject,
  type SharePicture,
} from '../../../../src/inventory/picture/share-picture.ts';
import { aRow, aShare, manyShares } from '../samples.ts';
import { emptyWorld, folder, member, north, outsider } from './pictured.ts';

const none = { resources: 0, shares: 0, principals: 0, edges: 0 };
const hub: PictureSubject = { kind: 'share', cloud: 'alibaba', region: 'north', id: 'hub' };

describe('the picture of shares', () => {
  it('shows of a share what it gives and to whom, and how it stands with each', () => {
    const { picture } = world();
    const made = picture([hub]);
    assert.deepEqual(lines(made), [
      'hub > 1720505253000009 failed',
      'hub > fd-bqp1yt0001 usable',
      'vsw-1 > hub usable',
      'vsw-2 > hub partly',
    ]);
    assert.deepEqual(made.leftOut, none);
    const share = made.nodes.find(({ kind }) => kind === 'share');
    assert.ok(share?.kind === 'share');
    assert.deepEqual([share.resources, share.principals], [2, 2]);
  });

  it('shows of a resource who is given it through which share', () => {
    const { picture } = world();
    const row = { entityType: 'VSwitch', entityId: 'vsw-1' };
    const key = resourceKey('alibaba', 'north', row);
    assert.deepEqual(lines(picture([{ kind: 'resource', key }])), [
      'hub > 1720505253000009 failed',
      'hub > fd-bqp1yt0001 usable',
      'legacy > 1720505253000001 invited',
      'legacy > 1720505253000009 pending',
      'vsw-1 > hub usable',
      'vsw-1 > legacy usable',
    ]);
  });

  it('shows of a principal what it is given, also as a part of a folder', () => {
    const { picture } = world();
    const made = picture([{ kind: 'principal', cloud: 'alibaba', id: member }]);
    assert.deepEqual(lines(made), [
      'fd-bqp1yt0001 > 1720505253000001 member',
      'hub > fd-bqp1yt0001 usable',
      'legacy > 1720505253000001 invited',
      'vsw-1 > hub usable',
      'vsw-1 > legacy usable',
      'vsw-2 > hub partly',
    ]);
  });

  it('of several holds everything that is between them', () => {
    const { picture } = world();
    const made = picture([
      { kind: 'resource', key: resourceKey('alibaba', 'north', vsw('vsw-2')) },
      { kind: 'principal', cloud: 'alibaba', id: member },
    ]);
    assert.ok(lines(made).includes('hub > 1720505253000009 failed'));
    assert.ok(lines(made).includes('legacy > 1720505253000009 pending'));
  });

  it('knows nothing of what is not shared, and of what has ended', () => {
    const { picture } = world();
    const made = picture([
      { ...hub, id: 'gone' },
      { ...hub, id: 'never' },
      { kind: 'resource', key: 'resource/alibaba/north/VSwitch/never' },
      { kind: 'principal', cloud: 'alibaba', id: '1' },
    ]);
    assert.deepEqual(made, { nodes: [], edges: [], leftOut: none });
  });

  it('tells of a receiver that only it sees the share', () => {
    const { inventory, picture } = world();
    inventory.merge(
      { accountId: 'member', region: 'north' },
      { shares: [aShare('theirs', { owner: 'other' })], associations: [aRow('theirs', 'vsw-9')] },
    );
    const made = picture([{ ...hub, id: 'theirs' }]);
    assert.deepEqual(lines(made), ['theirs > 1720505253000001 usable', 'vsw-9 > theirs usable']);
    const [edge] = made.edges.filter(({ to }) => to === principalKey('alibaba', member));
    assert.ok(edge && !('row' in edge));
  });

  it('keeps what failed and who is outside, some of each kind, and counts the rest', () => {
    const { inventory, picture } = world();
    const ids = Array.from({ length: 50 }, (_, index) => String(index).padStart(2, '0'));
    inventory.merge(north, {
      shares: [aShare('big')],
      associations: [
        ...ids.map((id) => aRow('big', `vsw-${id}`, id === '44' ? 'Failed' : 'Associated')),
        ...ids.map((id) => aRow('big', `17205052530100${id}`, 'Associated', external(id === '33'))),
      ],
    });
    const made = picture([{ ...hub, id: 'big' }], { nodes: 9, edges: 6 });
    const names = made.nodes.map(nameOf);
    assert.ok(names.includes('vsw-44') && names.includes('1720505253010033'), String(names));
    assert.deepEqual(made.leftOut, { resources: 46, shares: 0, principals: 46, edges: 94 });
    assert.equal(made.edges.length, 6);
    assert.ok(lines(made).includes('vsw-44 > big failed'));
  });

  it('holds a hundred shares and their rows within the limits that it has by itself', () => {
    const { inventory, picture } = world();
    const { shares, rows } = manyShares(100);
    inventory.merge(north, { shares, associations: rows });
    const subjects = shares.map(({ id }): PictureSubject => ({ ...hub, id }));
    const { nodes, edges, leftOut } = picture(subjects);
    assert.equal(nodes.length, 200);
    assert.equal(leftOut.resources + leftOut.principals + leftOut.shares, 200);
    assert.equal(edges.length + leftOut.edges, 300);
    assert.ok(nodes.every(({ key }) => edges.some(({ from, to }) => from === key || to === key)));
  });
});

describe('portions', () => {
  it('gives everybody the same, and the rest to those who want more', () => {
    assert.deepEqual(portions(9, [1, 50, 50]), [1, 4, 4]);
    assert.deepEqual(portions(100, [1, 2, 500]), [1, 2, 97]);
    assert.deepEqual(portions(10, [1, 2, 3]), [1, 2, 3]);
    assert.deepEqual(portions(2, [5, 5, 5]), [0, 1, 1]);
    assert.deepEqual(portions(-1, [5]), [0]);
  });
});

function external(is: boolean): { readonly external: boolean } {
  return { external: is };
}

function vsw(entityId: string) {
  return { entityType: 'VSwitch', entityId };
}

function world() {
  const { inventory, index } = emptyWorld();
  const failures = [
    {
      ...{ entityId: outsider, entityType: 'Account', reason: 'LimitExceeded' },
      ...{ description: 'Too many.', operation: 'Associate' },
    },
  ];
  inventory.merge(north, {
    shares: [
      aShare('hub'),
      aShare('legacy'),
      aShare('gone', { status: { state: 'deleted', text: 'Deleted' } }),
    ],
    associations: [
      aRow('hub', 'vsw-1'),
      aRow('hub', 'vsw-2', 'Failed', { failures }),
      aRow('hub', 'vsw-3', 'Disassociated'),
      aRow('hub', folder, 'Associated', { kind: 'principal', external: false }),
      aRow('hub', outsider, 'Failed', { external: true }),
      aRow('legacy', 'vsw-1'),
      aRow('legacy', member, 'Associating', { invited: true }),
      aRow('legacy', outsider, 'Associating'),
      aRow('gone', 'vsw-1'),
    ],
  });
  const picture = (subjects: readonly PictureSubject[], limits?: PictureLimits): SharePicture =>
    sharePicture(index, subjects, {
      standingOf: ({ key }) => index.standing(key),
      ...(limits && { limits }),
    });
  return { inventory, picture };
}

function lines({ nodes, edges }: SharePicture): readonly string[] {
  const names = new Map(nodes.map((node) => [node.key, nameOf(node)]));
  return edges
    .map((edge) => {
      const tone = edge.kind === 'membership' ? 'member' : edge.tone;
      return `${names.get(edge.from) ?? '?'} > ${names.get(edge.to) ?? '?'} ${tone}`;
    })
    .toSorted();
}

function nameOf({ id }: SharePicture['nodes'][number]): string {
  return id;
}
