import type { CloudId } from '../../model/account.ts';
import type { Association } from '../../model/share.ts';
import type { IndexedShare } from '../index/inventory-index.ts';
import {
  grantState,
  type AccessPrincipal,
  type AccessResource,
  type Giving,
  type Grant,
} from './access.ts';

/** Lists, not maps: there are tens of thousands of them, with a few things each. */
type Given<Node, Row> = readonly [node: Node, row: Row];

/** A share that gives something: seen by its owner or, where none of the user's accounts is that, by a receiver. */
export interface Gift {
  readonly share: IndexedShare;
  readonly resources: readonly Given<ResourceNode, Association>[];
  readonly principals: readonly Given<PrincipalNode, Association | undefined>[];
}

interface Node {
  /** Made with the first one in it: an empty list that grows takes room for seventeen. */
  gifts: Gift[];
  /** How many it is given to, or is given, each once; counted when it is asked for. */
  others: number | undefined;
}

export interface ResourceNode extends Node {
  /** Replaced when its ARN is learnt. */
  entity: AccessResource;
}

export interface PrincipalNode extends Node {
  readonly entity: AccessPrincipal;
}

/** The gift for others to read: with what its nodes stand for. */
export function givingOf(cloud: CloudId, { share, resources, principals }: Gift): Giving {
  return {
    ...{ share, cloud },
    resources: resources.map(([{ entity }, row]) => [entity, row]),
    principals: principals.map(([{ entity }, row]) => [entity, row]),
  };
}

/** What a principal is given itself, not as a part of something. */
export function givenToItself(node: PrincipalNode): readonly Grant[] {
  return node.gifts.flatMap((gift) => {
    const principal = gift.principals.find(([one]) => one === node);
    return principal
      ? gift.resources.flatMap((resource) => grantOf(gift, resource, principal))
      : [];
  });
}

/** One grant, or none where the pair is over. */
export function grantOf(
  { share }: Gift,
  [resource, resourceRow]: Gift['resources'][number],
  [principal, principalRow]: Gift['principals'][number],
): readonly Grant[] {
  const state = grantState(share.entry.share, resourceRow, principalRow);
  if (!state) return [];
  return [
    {
      share,
      ...{ resource: resource.entity, resourceRow, principal: principal.entity, state },
      ...(principalRow && { principalRow }),
    },
  ];
}

/** To how many something is given, or how many it is given: each once. */
export function countOthers(
  { gifts }: Node,
  others: (gift: Gift) => readonly (readonly [Node, unknown])[],
): number {
  const [first] = gifts;
  if (gifts.length === 1 && first) return others(first).length;
  return new Set(gifts.flatMap((gift) => others(gift).map(([node]) => node))).size;
}

/** Everything that a gift joins. */
export function* nodesOf({ resources, principals }: Gift): Generator<Node, void, undefined> {
  for (const [node] of resources) yield node;
  for (const [node] of principals) yield node;
}
