import { t } from '@vscode/l10n';
import { grantState } from '../../inventory/access/access.ts';
import { rowsPart } from '../../inventory/completeness.ts';
import type { AssociationFailure } from '../../model/share.ts';
import { associationKey, type Association } from '../../model/share.ts';
import { compareNames } from '../../model/name-order.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Matrix, PageAction, PairState, SideItem } from '../../webview/details-protocol.ts';
import { countRows, principalsText, resourcesText } from '../shares/rows/share-counts.ts';
import { visible } from '../shares/rows/lookup.ts';
import { outsideText, principalKind } from '../shares/rows/names.ts';
import { plainRow } from '../shares/rows/row-at.ts';
import { join } from '../shares/rows/row.ts';
import { reasonOf } from '../shares/rows/scope-words.ts';
import { standingOfRow } from '../shares/rows/stuck.ts';
import { tooltipAt } from '../shares/rows/tooltip.ts';
import { signOf } from './sign.ts';
import { below, type Subject } from './subject.ts';

/** One resource or principal of the share; without a row the receiver, who alone sees what it is given. */
interface Side {
  readonly item: SideItem;
  readonly row?: Association;
}

/** How it stands with each resource for each principal. */
export function matrixPart(subject: Subject): Matrix {
  const { entry, account } = subject;
  const resources = sideOf(entry.resources, subject);
  const principals =
    entry.share.owner === 'self'
      ? sideOf(entry.principals, subject)
      : [receiver(t('{0} ({1})', shown(account.label), shown(account.ownerId)))];
  const pairs = resources.map(({ row }) =>
    principals.map((principal): PairState => {
      const state = row && grantState(entry.share, row, principal.row);
      return state ?? 'over';
    }),
  );
  return {
    resources: resources.map(({ item }) => item),
    principals: principals.map(({ item }) => item),
    pairs,
    reasons: reasonsOf(resources, principals, pairs, subject),
    summary: summaryOf(pairs, subject),
    notes: notesOf(subject),
  };
}

function sideOf(rows: readonly Association[], subject: Subject): readonly Side[] {
  return visible(rows, subject.state)
    .map((row) => ({ row, item: itemOf(row, subject) }))
    .sort((a, b) => compareNames(a.item.label, b.item.label));
}

function itemOf(row: Association, subject: Subject): SideItem {
  const { account, isGone, state } = subject;
  const key = associationKey(row);
  const address = below(subject, { kind: 'association', side: row.kind, key } as const);
  const drawn = isGone ? undefined : plainRow(address, state);
  const standing = standingOfRow(row, address, state);
  const kind = row.kind === 'resource' ? shown(row.entityType) : principalKind(row, account, state);
  return {
    key,
    label: drawn?.label ?? shown(row.entityId),
    about: join([kind, outsideText(row, account, state)]),
    ...(row.status.state !== 'associated' && { status: signOf(standing) }),
    lines: isGone ? [] : [...new Set(tooltipAt(address, state))],
    actions: drawn ? actionsOf(drawn.context) : [],
  };
}

/** As the menu of the row offers them. */
function actionsOf(context: readonly string[]): PageAction[] {
  return [
    ...(context.includes('failed') ? (['retryRows'] as const) : []),
    ...(context.includes('removable') ? (['takeOut'] as const) : []),
    ...(context.includes('acceptable') ? (['acceptAs'] as const) : []),
    ...(['showInTree', 'showAccess', 'copyId'] as const),
    ...(context.includes('arn') ? (['copyArn'] as const) : []),
    'openJson',
  ];
}

function receiver(label: string): Side {
  const about = t('this account');
  const lines = [
    t('Only the receiver sees this share: the cloud does not tell who else receives it.'),
  ];
  return { item: { key: '', label, about, lines, actions: [] } };
}

function reasonsOf(
  resources: readonly Side[],
  principals: readonly Side[],
  pairs: readonly (readonly PairState[])[],
  subject: Subject,
): Matrix['reasons'] {
  return pairs.flatMap((states, resource) =>
    states.flatMap((state, principal) => {
      if (state !== 'failed' && state !== 'unknown') return [];
      const row = resources[resource]?.row;
      const other = principals[principal]?.row;
      const lines = row ? reasonLines(row, other, state, subject) : [];
      return lines.length === 0 ? [] : [{ resource, principal, lines }];
    }),
  );
}

/** What the cloud says of this pair; where it says nothing, what it says of the rows. */
function reasonLines(
  row: Association,
  other: Association | undefined,
  pair: 'failed' | 'unknown',
  { account, state }: Subject,
): string[] {
  const told = [
    ...row.failures.filter((failure) => !other || isAbout(failure, other)),
    ...(other?.failures.filter((failure) => isAbout(failure, row)) ?? []),
  ].flatMap(({ reason, description }) => [
    state.explainFailure(account.cloud, reason) ?? '',
    join([shown(reason), shown(description)]),
  ]);
  const messages = [row, other].flatMap((one) => {
    if (one?.status.state !== 'failed') return [];
    // Where it names pairs, its message is about them.
    return pair === 'unknown' && one.failures.length > 0 ? [] : [shown(one.statusMessage ?? '')];
  });
  const lines = told.some((line) => line !== '') ? told : messages;
  return [...new Set(lines)].filter((line) => line !== '');
}

function isAbout({ entityId, arn }: AssociationFailure, row: Association): boolean {
  return entityId === row.entityId || (arn !== undefined && arn === row.arn);
}

function summaryOf(
  pairs: readonly (readonly PairState[])[],
  { address, entry, snapshot, state }: Subject,
): string {
  const count = (...wanted: readonly PairState[]): number =>
    pairs.reduce((sum, row) => sum + row.filter((one) => wanted.includes(one)).length, 0);
  const failed = count('failed');
  const waiting = count('pending', 'invited');
  return join([
    resourcesText(countRows(entry, 'resource', snapshot, state)),
    address.owner === 'self' ? principalsText(countRows(entry, 'principal', snapshot, state)) : '',
    failed === 0 ? '' : failed === 1 ? t('1 pair failed') : t('{0} pairs failed', failed),
    waiting === 0
      ? ''
      : waiting === 1
        ? t('1 pair not usable yet')
        : t('{0} pairs not usable yet', waiting),
  ]);
}

/** Why the lists may not be all there is. */
function notesOf({ address, entry, snapshot }: Subject): string[] {
  const { owner } = address;
  const partial = (['resource', 'principal'] as const).flatMap((side) => {
    const why = reasonOf(snapshot, rowsPart(owner, side));
    if (why === undefined || (side === 'principal' && owner === 'other')) return [];
    return [side === 'resource' ? t('Resources: {0}', why) : t('Principals: {0}', why)];
  });
  if (partial.length > 0 || owner === 'other') return partial;
  if (entry.principals.length === 0) return [t('No principals: nobody is given the resources.')];
  return entry.resources.length === 0 ? [t('No resources: the principals are given nothing.')] : [];
}
