import type { Association } from '../../model/share.ts';
import {
  principalKey,
  shareStanding,
  type AccessPrincipal,
  type AccessResource,
  type Giving,
  type ShareName,
} from '../access/access.ts';
import type { AccessIndex } from '../access/access-index.ts';
import type { Standing } from '../access/standing.ts';
import type { IndexedShare } from '../index/inventory-index.ts';
import { toneOf, tones, type Tone } from './association-tone.ts';
import { portions } from './portions.ts';

/** What a picture is about. */
export type PictureSubject =
  | ({ readonly kind: 'share' } & ShareName)
  | Pick<AccessResource, 'kind' | 'key'>
  | Pick<AccessPrincipal, 'kind' | 'cloud' | 'id'>;

/** A share as a node; one, however many accounts see it. */
export interface PictureShare extends ShareName {
  readonly kind: 'share';
  /** A text that no other node has. */
  readonly key: string;
  /** As its owner sees it, else as a receiver. */
  readonly seen: IndexedShare;
  /** How many resources it gives and to how many principals, in the picture or not. */
  readonly resources: number;
  readonly principals: number;
}

export interface PicturePrincipal extends AccessPrincipal {
  readonly standing: Standing;
}

export type PictureNode = PictureShare | AccessResource | PicturePrincipal;

/** An association between two nodes, from the resource to the share and from there to the principal. */
export interface PictureAssociation {
  readonly kind: 'association';
  readonly from: string;
  readonly to: string;
  readonly tone: Tone;
  /** Absent where only the receiver sees the share. */
  readonly row?: Association;
}

/** Says that a principal is in a folder, unit or organisation, and is given what that is given. */
export interface PictureMembership {
  readonly kind: 'membership';
  readonly from: string;
  readonly to: string;
}

export type PictureEdge = PictureAssociation | PictureMembership;

/** What a picture would hold without its limits and does not; exact. */
export interface LeftOut {
  readonly resources: number;
  readonly shares: number;
  readonly principals: number;
  /** Those with something that is left out included. */
  readonly edges: number;
}

/** Resources, shares and principals, and what is between them. */
export interface SharePicture {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly leftOut: LeftOut;
}

export interface PictureLimits {
  readonly nodes: number;
  readonly edges: number;
}

/** More than this nobody reads, laying it out takes seconds, and Mermaid draws 500 lines at most. */
export const pictureLimits: PictureLimits = { nodes: 200, edges: 500 };

export type PictureSource = Pick<
  AccessIndex,
  'givingsOf' | 'givingsWith' | 'givenTo' | 'resource' | 'principal'
>;

export interface PictureOptions {
  /** Whether a principal is outside the organisation. */
  readonly standingOf: (principal: AccessPrincipal) => Standing;
  readonly limits?: PictureLimits;
}

/**
 * The picture of some subjects: of a share all that it gives and to whom, of a resource who is given it, of a principal
 * what it is given, itself or as a part of something. Between what is in it all associations are in it, too. What has
 * ended is not. Where the limits leave something out, what failed and who is outside comes first.
 */
export function sharePicture(
  index: PictureSource,
  subjects: readonly PictureSubject[],
  { standingOf, limits = pictureLimits }: PictureOptions,
): SharePicture {
  const whole = gather(index, subjects, standingOf);
  const edges = edgesBetween(whole);
  const kept = keep(whole, edges, limits.nodes);
  const among = edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const drawn =
    among.length <= limits.edges ? among : among.toSorted(byTrouble).slice(0, limits.edges);
  const nodes = [...whole.nodes.values()].filter(({ key }) => kept.has(key));
  const missing = (kind: PictureNode['kind']): number =>
    count([...whole.nodes.values()], kind) - count(nodes, kind);
  return {
    nodes,
    edges: drawn,
    leftOut: {
      ...{ resources: missing('resource'), shares: missing('share') },
      ...{ principals: missing('principal'), edges: edges.length - drawn.length },
    },
  };
}

export function shareNodeKey({ cloud, region, id }: ShareName): string {
  return `share/${cloud}/${region}/${id}`;
}

export function isShareNodeKey(key: string): boolean {
  return key.startsWith('share/');
}

interface Whole {
  readonly nodes: Map<string, PictureNode>;
  readonly subjects: Set<string>;
  readonly givings: Map<string, readonly Giving[]>;
  readonly memberships: readonly PictureMembership[];
}

function gather(
  index: PictureSource,
  subjects: readonly PictureSubject[],
  standingOf: PictureOptions['standingOf'],
): Whole {
  const nodes = new Map<string, PictureNode>();
  const givings = new Map<string, readonly Giving[]>();
  const memberships: PictureMembership[] = [];
  const asked = new Set<string>();

  const addShare = ({ cloud, share }: Giving): readonly Giving[] => {
    const name = { cloud, region: share.scope.region, id: share.entry.share.id };
    const key = shareNodeKey(name);
    const known = givings.get(key);
    if (known) return known;
    const all = index.givingsOf(name);
    givings.set(key, all);
    nodes.set(key, {
      ...{ kind: 'share', key, ...name, seen: all[0]?.share ?? share },
      resources: new Set(all.flatMap((one) => one.resources.map(([entity]) => entity.key))).size,
      principals: new Set(all.flatMap((one) => one.principals.map(([entity]) => entity.key))).size,
    });
    return all;
  };
  const addResources = (all: readonly Giving[]): void => {
    for (const [entity] of all.flatMap((giving) => giving.resources)) nodes.set(entity.key, entity);
  };
  const addPrincipal = (principal: AccessPrincipal): void => {
    if (nodes.has(principal.key)) return;
    nodes.set(principal.key, { ...principal, standing: standingOf(principal) });
  };
  const addPrincipals = (all: readonly Giving[]): void => {
    for (const [entity] of all.flatMap((giving) => giving.principals)) addPrincipal(entity);
  };

  for (const subject of subjects) {
    switch (subject.kind) {
      case 'share': {
        const [first] = index.givingsOf(subject);
        if (!first) break;
        asked.add(shareNodeKey(subject));
        const all = addShare(first);
        addResources(all);
        addPrincipals(all);
        break;
      }
      case 'resource': {
        const resource = index.resource(subject.key);
        if (!resource) break;
        asked.add(resource.key);
        nodes.set(resource.key, resource);
        for (const giving of index.givingsWith(resource.key)) addPrincipals(addShare(giving));
        break;
      }
      case 'principal': {
        const key = principalKey(subject.cloud, subject.id);
        const containers = containersOf(index, subject);
        const itself = index.principal(key);
        if (!itself && containers.length === 0) break;
        asked.add(key);
        addPrincipal(itself ?? { ...subject, key });
        for (const container of containers) {
          addPrincipal(container);
          memberships.push({ kind: 'membership', from: container.key, to: key });
        }
        for (const receiver of [key, ...containers.map((container) => container.key)]) {
          for (const giving of index.givingsWith(receiver)) addResources(addShare(giving));
        }
      }
    }
  }
  return { nodes, subjects: asked, givings, memberships: [...unique(memberships)] };
}

function containersOf(
  index: PictureSource,
  principal: Pick<AccessPrincipal, 'cloud' | 'id'>,
): readonly AccessPrincipal[] {
  const found = new Map(
    index.givenTo(principal).flatMap(({ within }) => (within ? [[within.key, within]] : [])),
  );
  return [...found.values()];
}

/** Every association of the shares whose other end is there. Who sees a share from several sides has each of them once. */
function edgesBetween({ nodes, givings, memberships }: Whole): readonly PictureEdge[] {
  const associations = Array.from(givings, ([share, all]) =>
    unique(
      all.flatMap(({ share: seen, resources, principals }) => [
        ...resources.map(([{ key }, row]) => association(key, share, row)),
        ...principals.map(([{ key }, row]) =>
          row
            ? association(share, key, row)
            : {
                ...{ kind: 'association' as const, from: share, to: key },
                tone: shareStanding(seen.entry.share),
              },
        ),
      ]),
    ).filter(({ from, to }) => nodes.has(from) && nodes.has(to)),
  );
  return [...associations.flat(), ...memberships];
}

function association(from: string, to: string, row: Association): PictureAssociation {
  return { kind: 'association', from, to, tone: toneOf(row), row };
}

/** The first one between each two nodes. */
function unique<Edge extends PictureEdge>(edges: readonly Edge[]): readonly Edge[] {
  const seen = new Map<string, Edge>();
  for (const edge of edges) {
    const name = JSON.stringify([edge.from, edge.to]);
    if (!seen.has(name)) seen.set(name, edge);
  }
  return [...seen.values()];
}

/**
 * The keys of the nodes that stay: each kind gets the same part of the room, and what one does not need goes to the
 * others. Whatever stays hangs on a share that stays, or is what was asked for.
 */
function keep(
  { nodes, subjects }: Whole,
  edges: readonly PictureEdge[],
  room: number,
): ReadonlySet<string> {
  if (nodes.size <= room) return new Set(nodes.keys());
  const weight = weights(edges);
  const rankOf = (node: PictureNode): number => {
    if (subjects.has(node.key)) return -1;
    if (node.kind === 'principal' && node.standing === 'outside') return 0;
    return weight.get(node.key) ?? tones.length;
  };
  const ranked = [...nodes.values()]
    .map((node) => ({ node, rank: rankOf(node) }))
    .toSorted((one, other) => one.rank - other.rank || compare(one.node.key, other.node.key))
    .map(({ node }) => node);
  const ofKind = (kind: PictureNode['kind']): readonly PictureNode[] =>
    ranked.filter((node) => node.kind === kind);
  const shares = ofKind('share');
  const resources = ofKind('resource');
  const principals = ofKind('principal');
  const [forShares = 0] = portions(room, [shares.length, resources.length, principals.length]);
  const kept = new Set(shares.slice(0, forShares).map(({ key }) => key));
  const near = new Set(subjects);
  for (const edge of edges) {
    if (edge.kind === 'membership' || kept.has(edge.from)) near.add(edge.to);
    if (edge.kind === 'membership' || kept.has(edge.to)) near.add(edge.from);
  }
  const attached = [resources, principals].map((list) => list.filter(({ key }) => near.has(key)));
  const rooms = portions(
    room - kept.size,
    attached.map(({ length }) => length),
  );
  for (const [place, list] of attached.entries()) {
    for (const { key } of list.slice(0, rooms[place])) kept.add(key);
  }
  return kept;
}

/** For each node how bad the worst of its associations is; the smaller the worse. */
function weights(edges: readonly PictureEdge[]): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  for (const edge of edges) {
    const rank = rankOfEdge(edge);
    for (const key of [edge.from, edge.to]) {
      worst.set(key, Math.min(rank, worst.get(key) ?? rank));
    }
  }
  return worst;
}

function byTrouble(one: PictureEdge, other: PictureEdge): number {
  return rankOfEdge(one) - rankOfEdge(other);
}

/** Memberships first: without them nothing says why somebody is there. */
function rankOfEdge(edge: PictureEdge): number {
  return edge.kind === 'membership' ? 0 : 1 + tones.indexOf(edge.tone);
}

function count(nodes: readonly PictureNode[], kind: PictureNode['kind']): number {
  return nodes.filter((node) => node.kind === kind).length;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
