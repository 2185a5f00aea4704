import * as vscode from 'vscode';
import type { Scope } from '../../model/account.ts';
import type { CommandHandler } from '../commands.ts';
import { copyTexts } from '../copy-texts.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, type Address } from './address.ts';
import { pickShare, type PickParts } from './pick.ts';
import { associationAt, entryAt } from './rows/lookup.ts';
import type { TreeState } from './rows/tree-state.ts';
import type { ShareDocuments } from './share-document.ts';
import type { SharesView } from './shares-view.ts';

interface Parts extends PickParts {
  readonly view: SharesView;
  readonly documents: Lazy<ShareDocuments>;
  readonly connections: Connections;
}

/** The commands that look at rows and change nothing. */
export function shareCommands(
  parts: Parts,
): Readonly<
  Record<
    | 'resourceShares.refresh'
    | 'resourceShares.retry'
    | 'resourceShares.cancelLoading'
    | 'resourceShares.copyId'
    | 'resourceShares.copyArn'
    | 'resourceShares.openJson'
    | 'resourceShares.openConsole',
    CommandHandler
  >
> {
  const { inventory, state, documents, connections } = parts;
  return {
    'resourceShares.refresh': (row) => refresh(addressOf(row), parts),
    'resourceShares.retry': (row) => refresh(addressOf(row), parts),
    'resourceShares.cancelLoading': (row) => {
      for (const scope of scopesBelow(addressOf(row), state)) inventory.cancel(scope);
    },
    'resourceShares.copyId': async (row, selected) => {
      const ids = (await chosen(row, selected, parts)).map((address) => idAt(address, state));
      await copyTexts(ids.filter((id) => id !== undefined));
    },
    'resourceShares.copyArn': async (row, selected) => {
      const arns = (await chosen(row, selected, parts)).map((address) => arnAt(address, state));
      await copyTexts(arns.filter((arn) => arn !== undefined));
    },
    'resourceShares.openJson': async (row, selected) => {
      const rows = await chosen(row, selected, parts);
      for (const address of rows) await (await documents.get()).open(address);
    },
    'resourceShares.openConsole': async (row) => {
      const [address] = await chosen(row, undefined, parts);
      const account = state.accounts.find(({ id }) => id === address?.accountId);
      if (!account || !address || !('region' in address)) return;
      const driver = await connections.driver(account.cloud);
      const owner = 'owner' in address ? (address.owner ?? 'self') : 'self';
      const url = driver.consoleUrl({ region: address.region, owner });
      if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url, true));
      else {
        void vscode.window.showInformationMessage(
          vscode.l10n.t("No page of this cloud's console is known."),
        );
      }
    },
  };
}

/** All rows a command is meant for: the selection when the row is part of it, else the row, else a share that is asked for. */
async function chosen(row: unknown, selected: unknown, parts: Parts): Promise<readonly Address[]> {
  const one = addressOf(row);
  const many = Array.isArray(selected) ? selected.map(addressOf) : [];
  const rows = many.filter((address) => address !== undefined);
  if (one && rows.length > 1) return rows;
  if (one) return [one];
  const picked = await pickShare(parts, 'any');
  return picked ? [picked] : [];
}

/** Reads again what the row stands for; everything that was read before when it comes without a row. */
async function refresh(address: Address | undefined, { inventory, state }: Parts): Promise<void> {
  if (address && 'shareId' in address) {
    await vscode.window.withProgress({ location: { viewId: 'resourceShares.shares' } }, () =>
      inventory.loadShare(address, address.shareId, 'action'),
    );
    return;
  }
  const scopes = scopesBelow(address, state).filter((scope) => {
    const { loadedAt, asOf, failure } = state.snapshot(scope);
    return address !== undefined || (loadedAt ?? asOf) !== undefined || failure !== undefined;
  });
  const asked = address ? 'itself' : 'along';
  await Promise.all(scopes.map((scope) => inventory.load(scope, 'action', asked)));
}

/** The scopes that a row stands for or belongs to; all of them for `undefined`. */
function scopesBelow(address: Address | undefined, state: TreeState): readonly Scope[] {
  return state.accounts
    .filter(({ id }) => !address || id === address.accountId)
    .flatMap((account) => account.regions.map((region) => ({ accountId: account.id, region })))
    .filter(({ region }) => !address || !('region' in address) || address.region === region);
}

function idAt(address: Address, state: TreeState): string | undefined {
  const association = associationAt(address, state);
  if (association) return association.entityId;
  if ('shareId' in address) return address.shareId;
  if (address.kind === 'account') {
    return state.accounts.find(({ id }) => id === address.accountId)?.ownerId;
  }
  return address.region;
}

function arnAt(address: Address, state: TreeState): string | undefined {
  return (associationAt(address, state) ?? entryAt(address, state)?.share)?.arn;
}
