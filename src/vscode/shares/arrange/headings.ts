import { t } from '@vscode/l10n';
import { statusValue, tagValue } from '../../../inventory/index/facets.ts';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import { systemClock } from '../../../model/clock.ts';
import {
  associationStates,
  isDead,
  parseStatus,
  shareStates,
  type AssociationStatus,
  type ShareStatus,
} from '../../../model/status.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { compareNames } from '../../../model/name-order.ts';
import { nameOfAccount } from '../rows/names.ts';
import type { TreeState } from '../rows/tree-state.ts';
import { statusWord } from '../status-words.ts';
import type { FoundShare, IndexedShare } from '../../../inventory/index/inventory-index.ts';
import type { Grouping } from './order.ts';

/** The shares below each heading, by its value. */
export type Groups = ReadonlyMap<string, readonly FoundShare[]>;

/** What a share is grouped under that has no such value. */
const without = '';

/** What a received share is grouped under by principal: the cloud does not tell who else receives it. */
const untold = '\n';

/** Statuses in the order of how much they want to be seen; others come before `active`. */
const statuses = ['failed', 'associating', 'disassociating', 'pending', 'deleting'];
const calmStatuses = ['active', 'deleted'];

/** Puts shares below headings and keeps their order there. A share may stand below several. */
export function groupShares(
  shares: readonly FoundShare[],
  by: Grouping,
  { showEnded }: Pick<TreeState, 'showEnded'>,
): Groups {
  const groups = new Map<string, FoundShare[]>();
  for (const chosen of shares) {
    for (const value of valuesOf(chosen, by, showEnded)) {
      const group = groups.get(value);
      if (group) group.push(chosen);
      else groups.set(value, [chosen]);
    }
  }
  return groups;
}

interface Values {
  readonly by: Grouping;
  readonly showEnded: boolean;
  readonly values: readonly string[];
}

/** What an entry was grouped under the last time: entries are replaced when something in them changes. */
const made = new WeakMap<ShareEntry, Values>();

/** So many shares are looked at in one go: some milliseconds. */
const atATime = 500;

/**
 * Finds out what shares are grouped under, in turns with everything else where they are many.
 * @param isWanted asked before each turn
 * @returns undefined where they can be grouped at once
 */
export function prepareGroups(
  shares: readonly FoundShare[],
  by: Grouping,
  { showEnded }: Pick<TreeState, 'showEnded'>,
  isWanted: () => boolean,
): Promise<void> | undefined {
  if (by === 'account' || by === 'region') return undefined;
  const unknown = shares.filter(({ entry }) => {
    const known = made.get(entry);
    return known?.by !== by || known.showEnded !== showEnded;
  });
  if (unknown.length <= atATime) return undefined;
  return new Promise((resolve) => {
    let done = 0;
    const turn = (): void => {
      for (const share of unknown.slice(done, done + atATime)) valuesOf(share, by, showEnded);
      done += atATime;
      if (done >= unknown.length || !isWanted()) resolve();
      else systemClock.schedule(0, turn);
    };
    systemClock.schedule(0, turn);
  });
}

/** The values of a share that it is grouped under. */
export function valuesOf(
  { scope, entry }: IndexedShare,
  by: Grouping,
  showEnded: boolean,
): readonly string[] {
  if (by === 'account') return [scope.accountId];
  if (by === 'region') return [scope.region];
  const known = made.get(entry);
  if (known?.by === by && known.showEnded === showEnded) return known.values;
  const values = valuesIn(entry, by, showEnded);
  made.set(entry, { by, showEnded, values });
  return values;
}

function valuesIn(
  { share, resources, principals }: ShareEntry,
  by: Exclude<Grouping, 'account' | 'region'>,
  showEnded: boolean,
): readonly string[] {
  const values = new Set<string>();
  switch (by) {
    case 'tag':
      for (const tag of share.tags) values.add(tagValue(tag));
      break;
    case 'resourceType':
      for (const row of resources) if (showEnded || !isDead(row.status)) values.add(row.entityType);
      break;
    case 'principal':
      for (const row of principals) if (showEnded || !isDead(row.status)) values.add(row.entityId);
      if (values.size === 0 && share.owner === 'other') values.add(untold);
      break;
    case 'status':
      values.add(statusValue(share.status));
      for (const rows of [resources, principals]) {
        for (const { status } of rows) {
          // That a row is there is nothing to tell of; everything else about it is.
          if (status.state !== 'associated' && status.state !== 'disassociated') {
            values.add(statusValue(status));
          }
        }
      }
  }
  return values.size === 0 ? [without] : [...values];
}

/** The values in the order of their headings. */
export function sortedValues(groups: Groups, by: Grouping, state: TreeState): readonly string[] {
  return [...groups]
    .map(([value, shares]) => ({
      value,
      rank: rankOf(value, by),
      name: headingName(by, value, shares, state),
    }))
    .sort((a, b) => a.rank - b.rank || compareNames(a.name, b.name))
    .map(({ value }) => value);
}

/** What a heading says. */
export function headingName(
  by: Grouping,
  value: string,
  shares: readonly FoundShare[],
  state: TreeState,
): string {
  switch (by) {
    case 'account':
    case 'region':
      return shown(value);
    case 'resourceType':
      return value === without ? t('No resources') : shown(value);
    case 'status':
      return statusWord(statusOf(value));
    case 'tag': {
      if (value === without) return t('No tags');
      const [key = '', text = ''] = value.split('\n');
      return text === '' ? shown(key) : t('{0}: {1}', shown(key), shown(text));
    }
    case 'principal': {
      if (value === without) return t('No principals');
      if (value === untold) return t('Principals that the cloud does not tell');
      const [first] = shares;
      const near = state.accounts.find(({ id }) => id === first?.scope.accountId);
      return near ? nameOfAccount(value, near, state) : shown(value);
    }
  }
}

/** The status that a value stands for. */
export function statusOf(value: string): ShareStatus | AssociationStatus {
  const status = parseStatus(shareStates, value);
  return status.state === 'unknown' ? parseStatus(associationStates, value) : status;
}

function rankOf(value: string, by: Grouping): number {
  if (by !== 'status') return value === without || value === untold ? 1 : 0;
  const at = statuses.indexOf(value);
  return at >= 0 ? at : statuses.length + 1 + calmStatuses.indexOf(value);
}
