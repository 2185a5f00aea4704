import {
  Graph,
  layout,
  type EdgeLabel,
  type GraphLabel,
  type NodeLabel,
  type Point,
} from '@dagrejs/dagre';
import type { DrawnEdge, DrawnNode, WordedPicture } from '../../picture-protocol.ts';
import { textWidth } from './fitting-text.ts';

export type { Point };

/** A node with its middle. */
export interface PlacedNode extends Readonly<Point> {
  readonly node: DrawnNode;
}

export interface PlacedEdge {
  readonly edge: DrawnEdge;
  /** From the border of the one to the border of the other. */
  readonly points: readonly Point[];
  /** The middle of its word. */
  readonly label: Point;
}

/** A picture with a place for everything; lengths in pixels at 100 %. */
export interface PlacedPicture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const nodeSize = { width: 280, height: 64 };

const margin = 16;

/** Stands left of everything, so that what each has before it begins in the same column. Not drawn. */
const start = 'start';

/** Lays a picture out: resources left of shares, those left of principals, and what these hold at the right. */
export function placed({ nodes, edges }: WordedPicture): PlacedPicture {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, edgesep: 8, ranksep: 90 });
  const names = new Map(nodes.map(({ key }, place) => [key, `node ${place}`]));
  // Where all else is equal, dagre begins at the bottom.
  for (const name of [...names.values()].toReversed()) graph.setNode(name, { ...nodeSize });
  const drawn = edges.flatMap((edge) => {
    const [from, to] = [names.get(edge.from), names.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ edge, from, to }];
  });
  for (const { edge, from, to } of drawn) {
    const wide = showsWord(edge) ? { width: wordWidth(edge.word), height: 18 } : {};
    graph.setEdge(from, to, { ...wide, labelpos: 'c' });
  }
  graph.setNode(start, { width: 0, height: 0 });
  const entered = new Set(drawn.map(({ to }) => to));
  for (const { key, kind } of nodes) {
    const name = names.get(key);
    if (name === undefined || entered.has(name)) continue;
    graph.setEdge(start, name, { minlen: columns[kind], weight: 0 });
  }
  layout(graph);
  return shifted(
    nodes.map((node) => {
      const { x = 0, y = 0 } = graph.node(names.get(node.key) ?? '');
      return { node, x, y };
    }),
    drawn.map(({ edge, from, to }) => {
      const { points = [] } = graph.edge(from, to);
      const path = [
        besides(graph.node(from), nodeSize.width / 2),
        ...points.slice(1, -1),
        besides(graph.node(to), -nodeSize.width / 2),
      ];
      return { edge, points: path, label: middleOf(path) };
    }),
  );
}

/** How far from the start: what nothing leads to still stands among its like. */
const columns: Readonly<Record<DrawnNode['kind'], number>> = {
  resource: 1,
  share: 2,
  principal: 3,
};

/** What can be used needs no word: it is what one expects. */
export function showsWord({ kind, tone }: DrawnEdge): boolean {
  return kind === 'membership' || tone !== 'usable';
}

/** About as wide as it will be; it may be less. */
export function wordWidth(word: string): number {
  return 14 + textWidth(word, 11);
}

/** Moves everything so that the picture begins at its margin. */
function shifted(nodes: readonly PlacedNode[], edges: readonly PlacedEdge[]): PlacedPicture {
  const half = { x: nodeSize.width / 2, y: nodeSize.height / 2 };
  const corners = [
    ...nodes.flatMap(({ x, y }) => [
      { x: x - half.x, y: y - half.y },
      { x: x + half.x, y: y + half.y },
    ]),
    ...edges.flatMap(({ points }) => points),
  ];
  const left = least(corners.map(({ x }) => x)) - margin;
  const top = least(corners.map(({ y }) => y)) - margin;
  const move = ({ x, y }: Point): Point => ({ x: round(x - left), y: round(y - top) });
  return {
    width: round(-least(corners.map(({ x }) => -x)) - left + margin),
    height: round(-least(corners.map(({ y }) => -y)) - top + margin),
    nodes: nodes.map(({ node, ...at }) => ({ node, ...move(at) })),
    edges: edges.map(({ edge, points, label }) => ({
      ...{ edge, points: points.map(move), label: move(label) },
    })),
  };
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), numbers[0] ?? 0);
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}

/** Lines end at the sides of nodes, where dagre would let steep ones end above or below. */
function besides({ x = 0, y = 0 }: NodeLabel, by: number): Point {
  return { x: x + by, y };
}

/** Where a line, which is round at its points, comes by in its middle. */
function middleOf(points: readonly Point[]): Point {
  const place = Math.floor(points.length / 2);
  const [before, here, after] = [points[place - 1], points[place], points[place + 1]];
  if (!here) return { x: 0, y: 0 };
  if (!before || !after) return before ? between(before, here) : here;
  // What comes next to an end goes straight to it; elsewhere lines turn half-way to the next point.
  const from = place === 1 ? before : between(before, here);
  const to = place === points.length - 2 ? after : between(here, after);
  return between(between(from, here), between(here, to));
}

export function between(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
}
