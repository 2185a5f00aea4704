import * as vscode from 'vscode';
import { associationKey } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, type Address } from '../shares/address.ts';
import { pickShare, type PickParts } from '../shares/pick.ts';
import { isRemovable } from '../shares/rows/removable.ts';
import { rowAt } from '../shares/rows/row-at.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import { rowsChosen } from '../shares/rows-chosen.ts';
import type { Changing } from './changing.ts';
import { askForEdit } from './edit-share.ts';
import { endingsIn, removalsIn, retriesIn, type Selected } from './selected.ts';

interface Parts extends PickParts {
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

type ShareRow = Extract<Address, { kind: 'share' }>;

/** The commands that end, empty or edit a share, without a form. */
export function shareChangeCommands(
  parts: Parts,
): Readonly<
  Record<
    | 'resourceShares.deleteShare'
    | 'resourceShares.leaveShare'
    | 'resourceShares.takeOut'
    | 'resourceShares.retryRows'
    | 'resourceShares.editShare'
    | 'resourceShares.applyPlan'
    | 'resourceShares.cancelPlan',
    CommandHandler
  >
> {
  const { state, connections, changing } = parts;
  const propose = async ({ changes, asked }: Selected): Promise<void> => {
    if (changes.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing of what is selected can be changed like this.'),
      );
      return;
    }
    await (await changing.get()).propose(changes, { asked });
  };
  return {
    'resourceShares.deleteShare': async (row, selected) => {
      const rows = await sharesChosen(row, selected, 'self', parts);
      if (rows.length > 0) await propose(endingsIn(rows, 'delete', state));
    },
    'resourceShares.leaveShare': async (row, selected) => {
      const rows = await sharesChosen(row, selected, 'other', parts);
      if (rows.length > 0) await propose(endingsIn(rows, 'leave', state));
    },
    'resourceShares.takeOut': async (row, selected) => {
      const chosen = rowsChosen(row, selected);
      const rows = chosen.length > 0 ? chosen : await pickRows(parts);
      if (rows.length > 0) await propose(removalsIn(rows, state));
    },
    'resourceShares.retryRows': async (row, selected) => {
      await propose(retriesIn(rowsChosen(row, selected), state));
    },
    'resourceShares.editShare': async (row) => {
      const address = addressOf(row) ?? (await pickShare(parts, 'self'));
      const share = address && entryAt(address, state)?.share;
      const account = state.accounts.find(({ id }) => id === address?.accountId);
      if (!share || !account || !('region' in address)) return;
      const { abilities } = await connections.driver(account.cloud);
      const change = await askForEdit(address, share, abilities);
      if (change) await (await changing.get()).propose([change]);
    },
    'resourceShares.applyPlan': async (page) => (await changing.get()).answerPage(page, true),
    'resourceShares.cancelPlan': async (page) => (await changing.get()).answerPage(page, false),
  };
}

async function sharesChosen(
  row: unknown,
  selected: unknown,
  owner: 'self' | 'other',
  parts: PickParts,
): Promise<readonly Address[]> {
  const chosen = rowsChosen(row, selected);
  if (chosen.length > 0) return chosen;
  const picked = await pickShare(parts, owner);
  return picked ? [picked] : [];
}

/** Asks for a share, and then for what of it. */
async function pickRows(parts: PickParts): Promise<readonly Address[]> {
  const { state } = parts;
  const share = await pickShare(parts, 'self');
  const entry = share && entryAt(share, state);
  if (!entry) return [];
  const items = [...entry.resources, ...entry.principals].filter(isRemovable).flatMap((row) => {
    const address: Address = {
      ...(share satisfies ShareRow),
      kind: 'association',
      side: row.kind,
      key: associationKey(row),
    };
    const drawn = rowAt(address, state);
    return drawn ? [{ label: drawn.label, description: drawn.description, address }] : [];
  });
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is nothing in {0}.', shown(entry.share.name)),
    );
    return [];
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('What is to be taken out of {0}?', shown(entry.share.name)),
    canPickMany: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ address }) => address) ?? [];
}
