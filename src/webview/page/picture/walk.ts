import type { PlacedNode, PlacedPicture } from './layout.ts';

/** Where keys lead: along lines to the right and left, up and down in a column, or to its ends. */
export type Way = 'right' | 'left' | 'up' | 'down' | 'first' | 'last';

/** @returns the key of the node that is next, the same one where that way ends */
export function nextNode({ nodes, edges }: PlacedPicture, from: string, way: Way): string {
  const here = nodes.find(({ node }) => node.key === from);
  if (!here) return nodes[0]?.node.key ?? from;
  const linked = (keys: readonly string[]): PlacedNode | undefined =>
    nearest(
      here,
      nodes.filter(({ node }) => keys.includes(node.key)),
    );
  const pairs = edges.map(({ edge }) => edge);
  const column = nodes
    .filter(({ x }) => Math.abs(x - here.x) < 1)
    .toSorted((one, other) => one.y - other.y);
  const place = column.indexOf(here);
  const found = {
    right: () => linked(pairs.filter((one) => one.from === from).map(({ to }) => to)),
    left: () => linked(pairs.filter(({ to }) => to === from).map((one) => one.from)),
    up: () => column[place - 1],
    down: () => column[place + 1],
    first: () => column[0],
    last: () => column.at(-1),
  }[way]();
  return (found ?? here).node.key;
}

function nearest(here: PlacedNode, others: readonly PlacedNode[]): PlacedNode | undefined {
  return others.toSorted(
    (one, other) => Math.abs(one.y - here.y) - Math.abs(other.y - here.y) || one.y - other.y,
  )[0];
}
