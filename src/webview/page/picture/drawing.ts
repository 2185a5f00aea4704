import { fitting } from './fitting-text.ts';
import {
  between,
  nodeSize,
  showsWord,
  wordWidth,
  type PlacedEdge,
  type PlacedNode,
  type PlacedPicture,
  type Point,
} from './layout.ts';

/** An element of SVG as data: the page makes elements of it, the export a text. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (SvgElement | string)[];
}

const labelSize = 12;
const detailSize = 11;

/** How a picture is drawn: shapes, line styles and words, so that nothing is told by its colour alone. */
export function drawing(
  { nodes, edges }: PlacedPicture,
  /** Attributes that a node has beside those of its shape. */
  more: (placed: PlacedNode) => SvgElement['attributes'] = () => ({}),
): readonly SvgElement[] {
  return [
    svg('g', { class: 'edges' }, edges.map(edgeElement)),
    svg(
      'g',
      { class: 'nodes' },
      nodes.map((node) => nodeElement(node, more(node))),
    ),
  ];
}

export function svg(
  name: string,
  attributes: SvgElement['attributes'],
  children: SvgElement['children'] = [],
): SvgElement {
  return { name, attributes, children };
}

function nodeElement(placed: PlacedNode, more: SvgElement['attributes']): SvgElement {
  const { node, x, y } = placed;
  const { width } = nodeSize;
  const classes = [
    'node',
    node.kind,
    ...(node.subject ? ['subject'] : []),
    ...(node.tone === undefined ? [] : [`tone-${node.tone}`]),
    ...(node.standing === undefined ? [] : [`standing-${node.standing}`]),
  ];
  const room = width - inset - 14;
  const lines = node.details.map((text, place) =>
    svg('text', { class: 'detail', x: inset - width / 2, y: 5 + place * 16 }, [
      fitting(text, room, detailSize),
    ]),
  );
  return svg('g', { class: classes.join(' '), transform: `translate(${x} ${y})`, ...more }, [
    svg('title', {}, [node.spoken]),
    svg('path', { class: 'ring', d: outline('resource', 5) }),
    svg('path', { class: 'box', d: outline(node.kind, 0) }),
    ...(node.standing === 'outside'
      ? [svg('path', { class: 'box inner', d: outline(node.kind, -4) })]
      : []),
    svg('text', { class: 'label', x: inset - width / 2, y: -13 }, [
      // It stands in bold letters.
      fitting(node.label, room / 1.05, labelSize),
    ]),
    ...lines,
  ]);
}

/** Between the border of a node and its text; the points of a principal's shape reach that far. */
const inset = 20;

/** A resource is a rectangle, a share has round ends, a principal pointed ones. */
function outline(kind: PlacedNode['node']['kind'], grown: number): string {
  const x = nodeSize.width / 2 + grown;
  const y = nodeSize.height / 2 + grown;
  switch (kind) {
    case 'resource':
      return `M${-x} ${-y}H${x}V${y}H${-x}Z`;
    case 'share': {
      const r = 18 + grown;
      return (
        `M${r - x} ${-y}H${x - r}A${r} ${r} 0 0 1 ${x} ${r - y}V${y - r}A${r} ${r} 0 0 1 ${x - r} ${y}` +
        `H${r - x}A${r} ${r} 0 0 1 ${-x} ${y - r}V${r - y}A${r} ${r} 0 0 1 ${r - x} ${-y}Z`
      );
    }
    case 'principal': {
      const cut = 12;
      return `M${cut - x} ${-y}H${x - cut}L${x} 0L${x - cut} ${y}H${cut - x}L${-x} 0Z`;
    }
  }
}

function edgeElement({ edge, points, label }: PlacedEdge): SvgElement {
  const [to, before] = points.toReversed();
  const wide = wordWidth(edge.word);
  const word = [
    svg('rect', {
      ...{ class: 'word-back', x: label.x - wide / 2, y: label.y - 9, width: wide, height: 18 },
      rx: 3,
    }),
    svg('text', { class: 'word', x: label.x, y: label.y + 4, 'text-anchor': 'middle' }, [
      edge.word,
    ]),
  ];
  return svg('g', { class: `edge ${edge.kind} tone-${edge.tone}` }, [
    svg('path', { class: 'line', d: curve(points) }),
    ...(to && before ? [svg('path', { class: 'head', d: head(before, to) })] : []),
    ...(showsWord(edge) ? word : []),
  ]);
}

/** Round at every point but the first and the last. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (!first || !last) return '';
  const bends = rest.slice(0, -1).map((point, place) => {
    const next = rest[place + 1] ?? last;
    const end = place === rest.length - 2 ? last : between(point, next);
    return `Q${text(point)} ${text(end)}`;
  });
  return `M${text(first)}${bends.length === 0 ? `L${text(last)}` : bends.join('')}`;
}

function head(before: Point, to: Point): string {
  const length = Math.hypot(to.x - before.x, to.y - before.y) || 1;
  const along = { x: (to.x - before.x) / length, y: (to.y - before.y) / length };
  const side = (by: number): Point => ({
    x: to.x - 9 * along.x - by * along.y,
    y: to.y - 9 * along.y + by * along.x,
  });
  return `M${text(to)}L${text(side(4))}L${text(side(-4))}Z`;
}

function text({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
