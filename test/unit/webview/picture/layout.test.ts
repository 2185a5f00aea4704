import assert from 'node:assert/strict';
import type { DrawnEdge, WordedPicture } from '../../../../src/webview/picture-protocol.ts';
import { fitting, textWidth } from '../../../../src/webview/page/picture/fitting-text.ts';
import { nodeSize, placed } from '../../../../src/webview/page/picture/layout.ts';
import { nextNode } from '../../../../src/webview/page/picture/walk.ts';
import { hostileText } from '../../fuzz/hostile.ts';
import { itHolds } from '../../property.ts';
import { smallPicture, wordedPictures } from '../../vscode/picture/worded-pictures.ts';

describe('the layout of a picture', () => {
  it('puts each kind in a column of its own, whatever leads to it', () => {
    const { nodes, edges } = smallPicture;
    const lone = nodes.map((node) => ({ ...node, key: `lone ${node.key}` }));
    const made = placed({ ...smallPicture, nodes: [...nodes, ...lone], edges });
    const columnsOf = (kind: string): number[] => [
      ...new Set(made.nodes.filter(({ node }) => node.kind === kind).map(({ x }) => x)),
    ];
    const [resource, share, principal] = ['resource', 'share', 'principal'].map(columnsOf);
    assert.deepEqual([resource?.length, share?.length, principal?.length], [1, 1, 1]);
    assert.ok((resource?.[0] ?? 0) < (share?.[0] ?? 0));
    assert.ok((share?.[0] ?? 0) < (principal?.[0] ?? 0));
  });

  itHolds('covers nothing and keeps everything inside', 60, wordedPictures(hostileText), (one) => {
    const made = placed(one);
    assert.equal(made.nodes.length, one.nodes.length);
    assert.equal(made.edges.length, one.edges.length);
    const { width, height } = nodeSize;
    for (const { x, y } of made.nodes) {
      assert.ok(x >= width / 2 && x <= made.width - width / 2, 'inside');
      assert.ok(y >= height / 2 && y <= made.height - height / 2, 'inside');
    }
    for (const [place, here] of made.nodes.entries()) {
      for (const other of made.nodes.slice(place + 1)) {
        const apart = Math.abs(here.x - other.x) >= width || Math.abs(here.y - other.y) >= height;
        assert.ok(apart, `${here.node.key} covers ${other.node.key}`);
      }
    }
    for (const { edge, points } of made.edges) {
      const ends = [points[0], points.at(-1)];
      for (const [end, key] of [edge.from, edge.to].entries()) {
        const node = made.nodes.find((at) => at.node.key === key);
        const point = ends[end];
        assert.ok(node && point);
        assert.ok(Math.abs(node.x - point.x) <= width / 2 + 0.2);
        assert.ok(Math.abs(node.y - point.y) <= height / 2 + 0.2);
      }
    }
  });

  it('holds what a picture holds at most', () => {
    const made = placed(largest());
    assert.equal(made.nodes.length, 200);
    assert.equal(made.edges.length, 500);
  });
});

describe('walking through a picture', () => {
  const picture = placed(smallPicture);

  it('goes along lines, and up and down among what stands together', () => {
    assert.equal(nextNode(picture, 'r', 'right'), 's');
    assert.equal(nextNode(picture, 's', 'left'), 'r');
    const [upper, lower] = picture.nodes
      .filter(({ node }) => node.kind === 'principal')
      .toSorted((one, other) => one.y - other.y)
      .map(({ node }) => node.key);
    assert.ok(upper !== undefined && lower !== undefined);
    assert.equal(nextNode(picture, upper, 'down'), lower);
    assert.equal(nextNode(picture, lower, 'up'), upper);
    assert.equal(nextNode(picture, lower, 'first'), upper);
    assert.equal(nextNode(picture, upper, 'last'), lower);
    assert.equal(nextNode(picture, lower, 'left'), 's');
  });

  it('stays where there is no further way, and begins where it was lost', () => {
    assert.equal(nextNode(picture, 'r', 'left'), 'r');
    assert.equal(nextNode(picture, 'p', 'right'), 'p');
    assert.equal(nextNode(picture, 's', 'up'), 's');
    assert.equal(nextNode(picture, 'gone', 'up'), 'r');
  });

  itHolds('reaches every node that something leads to', 60, wordedPictures(hostileText), (one) => {
    const made = placed(one);
    for (const { from, to } of one.edges) {
      const right = nextNode(made, from, 'right');
      assert.ok(one.edges.some((edge) => edge.from === from && edge.to === right));
      assert.ok(
        one.edges.some((edge) => edge.to === to && edge.from === nextNode(made, to, 'left')),
      );
    }
  });
});

describe('text that fits', () => {
  it('is the text itself or its beginning', () => {
    assert.equal(fitting('vsw-1', 200, 13), 'vsw-1');
    const long = 'very-long-name-of-a-share-that-somebody-thought-of';
    const cut = fitting(long, 100, 13);
    assert.ok(cut.endsWith('…') && long.startsWith(cut.slice(0, -1)));
    assert.ok(textWidth(cut, 13) <= 100);
    assert.ok(fitting('网络团队共享资源的名称很长', 100, 13).length < cut.length);
  });
});

/** As many nodes and lines as the limits let through. */
function largest(): WordedPicture {
  const node = smallPicture.nodes[0];
  assert.ok(node);
  const kinds = ['resource', 'share', 'principal'] as const;
  const nodes = Array.from({ length: 200 }, (_, place) => ({
    ...{ ...node, key: String(place), kind: kinds[place % 3] ?? 'resource' },
  }));
  const edges = Array.from({ length: 500 }, (_, place): DrawnEdge => {
    const column = place % 2;
    const pair = Math.floor(place / 2);
    const from = 3 * (pair % 66) + column;
    const to = 3 * ((pair + 5 * Math.floor(pair / 66)) % 66) + column + 1;
    const [one, other] = [String(from), String(to)];
    return { from: one, to: other, kind: 'association', tone: 'pending', word: 'Pending' };
  });
  return { ...smallPicture, nodes, edges };
}
