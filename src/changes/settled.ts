import type { Association } from '../model/share.ts';
import type { SettledItem } from './action.ts';
import type { Outcome } from './follow.ts';
import { rowOfItem } from './item-row.ts';
import type { PlanItem } from './plan.ts';

/** What is kept of how a share came out of an action: one entry for each item that was followed. */
export function settledItems(outcome: Outcome): readonly SettledItem[] {
  const { associated, failed, removed, vanished, unread, waiting, stillPending, ending } = outcome;
  const ofRows = (rows: readonly Association[], result: SettledItem['result']) =>
    rows.map((row) => settledRow(itemOfRow(outcome, row), row, result));
  const ofItems = (items: readonly PlanItem[], result: SettledItem['result']) =>
    items.map((item) => ({ ...named(item), result }));
  return [
    ...ofRows(associated, 'done'),
    ...ofItems(removed, 'done'),
    ...ofRows(failed, 'failed'),
    ...ofRows(waiting, 'waiting'),
    ...ofRows(stillPending, 'pending'),
    ...ofItems(ending, 'pending'),
    ...ofItems([...vanished, ...unread], 'unread'),
  ];
}

function settledRow(
  item: Pick<PlanItem, 'kind' | 'type' | 'id'>,
  { status, statusMessage, failures }: Association,
  result: SettledItem['result'],
): SettledItem {
  return {
    ...named(item),
    result,
    state: status.state,
    ...(statusMessage !== undefined && { message: statusMessage }),
    ...(failures.length > 0 && { failures: failures.map((failure) => ({ ...failure })) }),
  };
}

/** The item of the plan that a row speaks of: it may be named in another way there. */
function itemOfRow({ part }: Outcome, row: Association): Pick<PlanItem, 'kind' | 'type' | 'id'> {
  const alone = {
    resources: row.kind === 'resource' ? [row] : [],
    principals: row.kind === 'principal' ? [row] : [],
  };
  return (
    part.items.find((item) => rowOfItem(alone, item) !== undefined) ?? {
      kind: row.kind,
      type: row.kind === 'resource' ? row.entityType : '',
      id: row.entityId,
    }
  );
}

function named({ kind, type, id }: Pick<PlanItem, 'kind' | 'type' | 'id'>) {
  return { kind, type, id };
}
