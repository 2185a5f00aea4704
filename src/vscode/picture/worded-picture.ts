import { t } from '@vscode/l10n';
import { shareStanding, type AccessResource } from '../../inventory/access/access.ts';
import type { Standing } from '../../inventory/access/standing.ts';
import { scopesOf } from '../../inventory/index/inventory-index.ts';
import {
  isShareNodeKey,
  type LeftOut,
  type PictureEdge,
  type PictureNode,
  type PicturePrincipal,
  type PictureShare,
  type SharePicture,
} from '../../inventory/picture/share-picture.ts';
import type { Snapshot } from '../../inventory/snapshot.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import { compareNames } from '../../model/name-order.ts';
import { principalKindText } from '../../model/principal-kind.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { DrawnEdge, DrawnNode, WordedPicture } from '../../webview/picture-protocol.ts';
import { grantWord, kindOf, labelOf, resourceName } from '../access/access-words.ts';
import { unreadText } from '../shares/arrange/gathering-rows.ts';
import { unreadScopes } from '../shares/arrange/unread.ts';
import { join } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { statusWord } from '../shares/status-words.ts';

/**
 * A picture in words, safe to be shown.
 * @param title what it is called, as a cloud may have written it
 * @param subjects keys of the nodes that it is about
 */
export function wordedPicture(
  picture: SharePicture,
  title: string,
  subjects: ReadonlySet<string>,
  state: TreeState,
): WordedPicture {
  const degrees = new Map<string, number>();
  for (const { from, to } of picture.edges) {
    for (const key of [from, to]) degrees.set(key, (degrees.get(key) ?? 0) + 1);
  }
  return {
    title: shown(title),
    notes: [...notes(picture, subjects, state)],
    nodes: picture.nodes
      .map((node) => ({
        ...wordedNode(node, degrees.get(node.key) ?? 0, state),
        subject: subjects.has(node.key),
      }))
      .toSorted((one, other) => compareNames(one.label, other.label)),
    edges: picture.edges.map(wordedEdge),
  };
}

function* notes(
  { nodes, leftOut }: SharePicture,
  subjects: ReadonlySet<string>,
  state: TreeState,
): Generator<string> {
  if (nodes.length === 0) yield nothingText(subjects, state);
  const missing = leftOutText(leftOut);
  if (missing !== '') yield missing;
  const shares = nodes.flatMap((node) => (node.kind === 'share' ? [node] : []));
  const isOfShares = shares.some(({ key }) => subjects.has(key));
  const isOfMore = nodes.some(({ key, kind }) => kind !== 'share' && subjects.has(key));
  if (isOfShares && !isOfMore) {
    if (shares.some(({ seen }) => isPartly(state.snapshot(seen.scope)))) yield partlyText();
    return;
  }
  // Of a resource or a principal any share anywhere may tell something.
  const unread = unreadScopes(state);
  const text = unreadText(unread.length);
  if (text !== undefined) yield text;
  const begun = scopesOf(state.accounts).filter((scope) => !isAmong(scope, unread));
  if (begun.some((scope) => isPartly(state.snapshot(scope)))) yield partlyText();
}

/** Why there is nothing to draw: a share that was asked for has ended, or it is not read yet. */
function nothingText(subjects: ReadonlySet<string>, state: TreeState): string {
  const [only = '', ...more] = subjects;
  const hasEnded = more.length === 0 && isShareNodeKey(only) && isAllRead(state);
  return hasEnded ? t('This is no longer there.') : t('Nothing that was read is shared here.');
}

function isAllRead(state: TreeState): boolean {
  const snapshots = scopesOf(state.accounts).map((scope) => state.snapshot(scope));
  return snapshots.every((one) => one.loadedAt !== undefined && !one.loading && !isPartly(one));
}

function partlyText(): string {
  return t('Not all lists are read to their ends: there may be more.');
}

function isAmong(scope: Scope, others: readonly Scope[]): boolean {
  return others.some((other) => scopeKey(other) === scopeKey(scope));
}

function isPartly({ incomplete }: Snapshot): boolean {
  return incomplete.some(({ part, readAt }) => part !== 'permissions' && readAt === undefined);
}

/** What a picture leaves out, in numbers; nothing where it shows everything. */
export function leftOutText({ resources, shares, principals, edges }: LeftOut): string {
  const parts = [
    numberOf(resources, t('1 resource'), t('{0} resources', resources)),
    numberOf(shares, t('1 share'), t('{0} shares', shares)),
    numberOf(principals, t('1 principal'), t('{0} principals', principals)),
    numberOf(edges, t('1 line'), t('{0} lines', edges)),
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : t('Left out, as there are too many: {0}', join(parts));
}

function numberOf(count: number, one: string, many: string): string {
  if (count === 0) return '';
  return count === 1 ? one : many;
}

function wordedNode(
  node: PictureNode,
  degree: number,
  state: TreeState,
): Omit<DrawnNode, 'subject'> {
  const { key, kind } = node;
  const words = wordsOf(node, state);
  const lines = numberOf(degree, t('1 line'), t('{0} lines', degree));
  return {
    ...{ key, kind, label: words.label, details: [...words.details] },
    ...(node.kind === 'share' && { tone: shareStanding(node.seen.entry.share) }),
    ...(node.kind === 'principal' && { standing: node.standing }),
    spoken: join([words.kind, words.label, ...words.details, lines]),
  };
}

interface Words {
  /** What it is. */
  readonly kind: string;
  readonly label: string;
  readonly details: readonly string[];
}

function wordsOf(node: PictureNode, state: TreeState): Words {
  switch (node.kind) {
    case 'resource':
      return resourceWords(node);
    case 'share':
      return shareWords(node, state);
    case 'principal':
      return principalWords(node, state);
  }
}

function resourceWords(resource: AccessResource): Words {
  return {
    kind: t('Resource'),
    label: resourceName(resource),
    details: [shown(resource.type), shown(resource.region)],
  };
}

function shareWords(
  { seen, region, resources, principals }: PictureShare,
  state: TreeState,
): Words {
  const { share } = seen.entry;
  const account = state.accounts.find(({ id }) => id === seen.scope.accountId);
  return {
    kind: t('Resource share'),
    label: shown(share.name).trim() || shown(share.id),
    details: [
      join([
        statusWord(share.status),
        resources === 1 ? t('1 resource') : t('{0} resources', resources),
        principals === 1 ? t('1 principal') : t('{0} principals', principals),
      ]),
      join([shown(account?.label ?? ''), shown(region)]),
    ],
  };
}

function principalWords(principal: PicturePrincipal, state: TreeState): Words {
  const label = shown(labelOf(principal, state));
  const id = shown(principal.id);
  const kind = kindOf(principal, state);
  const kindWord = kind ? principalKindText(kind) : t('Principal');
  return {
    kind: label === '' ? '' : kindWord,
    label: label === '' ? id : label,
    details: [label === '' ? kindWord : id, standingWord(principal.standing)].filter(
      (text) => text !== '',
    ),
  };
}

function standingWord(standing: Standing): string {
  switch (standing) {
    case 'outside':
      return t('Outside the organisation');
    case 'inside':
      return t('In the organisation');
    // Its kind says it.
    case 'service':
      return '';
    case 'unknown':
      return t('Not known whether outside');
  }
}

function wordedEdge(edge: PictureEdge): DrawnEdge {
  const { kind, from, to } = edge;
  if (edge.kind === 'membership') {
    return { kind, from, to, tone: 'usable', word: t('Is in it') };
  }
  return { kind, from, to, tone: edge.tone, word: edgeWord(edge) };
}

function edgeWord({ tone, row }: Extract<PictureEdge, { kind: 'association' }>): string {
  switch (tone) {
    case 'partly':
      return t('Failed for some');
    case 'invited':
      return t('Invited');
    case 'usable':
    case 'pending':
    case 'ending':
    case 'failed':
    case 'unknown':
      return row ? statusWord(row.status) : grantWord(tone);
  }
}
