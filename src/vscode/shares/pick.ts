import * as vscode from 'vscode';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Account, Scope } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import type { ShareOwner } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Address } from './address.ts';
import type { TreeState } from './rows/tree-state.ts';
import type { ScopeReader } from './scope-reader.ts';
import { statusWord } from './status-words.ts';

/** What shares are offered from. */
export interface PickParts {
  readonly inventory: Inventory;
  readonly reader: ScopeReader;
  readonly state: TreeState;
}

/** How long changes are gathered before the list is made anew, in milliseconds: pages arrive faster than one can read. */
const gatherMs = 200;

type ShareRow = Extract<Address, { kind: 'share' }>;

/** Whose shares to offer; those that end are only looked at. */
type Wanted = ShareOwner | 'any';

/**
 * Asks for an account and region, where there is more than one.
 * @param wanted of which accounts; all where this is left out
 */
export async function pickScope(
  state: TreeState,
  wanted: (account: Account) => boolean = () => true,
): Promise<Scope | undefined> {
  const items = state.accounts.filter(wanted).flatMap((account) =>
    account.regions.map((region) => ({
      label: shown(account.label),
      description: region,
      detail: account.ownerId,
      scope: { accountId: account.id, region },
    })),
  );
  const [only, ...more] = items;
  if (more.length === 0) return only?.scope;
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('In which account and region?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.scope;
}

/**
 * Asks for a share out of everything that is known, what the last session has left included; what is not read yet is
 * read meanwhile and joins the list.
 * @param wanted which shares to offer
 */
export function pickShare(
  { inventory, reader, state }: PickParts,
  wanted: Wanted,
): Promise<ShareRow | undefined> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { address: ShareRow }>();
  pick.placeholder = vscode.l10n.t('Which resource share?');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  let stopTimer: (() => void) | undefined;
  const refill = (): void => {
    stopTimer = undefined;
    const active = pick.activeItems[0]?.address;
    pick.items = shareItems(state, wanted);
    const again = pick.items.filter(
      ({ address }) =>
        address.shareId === active?.shareId && address.accountId === active.accountId,
    );
    // Without any, the first one stays active, so that Enter takes it.
    if (again.length > 0) pick.activeItems = again;
  };
  const unread = state.accounts
    .flatMap((account) => account.regions.map((region) => ({ accountId: account.id, region })))
    .filter((scope) => state.snapshot(scope).loadedAt === undefined);
  pick.busy = unread.length > 0;
  const read = async (scope: Scope): Promise<void> => {
    await reader.prepare(scope);
    await inventory.load(scope, 'action', 'along');
  };
  void Promise.all(unread.map(read)).then(() => {
    pick.busy = false;
  });
  const stopListening = inventory.onDidChange(() => {
    stopTimer ??= systemClock.schedule(gatherMs, refill);
  });
  refill();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.address);
      pick.hide();
    });
    pick.onDidHide(() => {
      stopListening();
      stopTimer?.();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function shareItems(
  state: TreeState,
  wanted: Wanted,
): readonly (vscode.QuickPickItem & { address: ShareRow })[] {
  return state.accounts.flatMap((account) =>
    account.regions.flatMap((region) => {
      const scope = { accountId: account.id, region };
      return [...state.snapshot(scope).entries.values()]
        .map(({ share }) => share)
        .filter(({ owner, status }) => {
          const ending = status.state === 'deleted' || status.state === 'deleting';
          return wanted === 'any' || (owner === wanted && !ending);
        })
        .map((share) => ({
          label: shown(share.name),
          description: [statusWord(share.status), shown(account.label), region].join(' · '),
          detail: share.id,
          address: {
            kind: 'share' as const,
            ...scope,
            owner: share.owner,
            shareId: share.id,
          },
        }));
    }),
  );
}
