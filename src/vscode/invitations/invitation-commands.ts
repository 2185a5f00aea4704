import * as vscode from 'vscode';
import type { Change } from '../../changes/change.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Changing } from '../changes/changing.ts';
import type { CommandHandler } from '../commands.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { associationAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { Invitations, Received } from './invitations.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly state: TreeState;
  readonly changing: Lazy<Changing>;
  readonly invitations: Lazy<Invitations>;
}

/** The commands of the receiving side. */
export function invitationCommands(
  parts: Parts,
): Readonly<
  Record<
    | 'resourceShares.showInvitations'
    | 'resourceShares.refreshInvitations'
    | 'resourceShares.acceptInvitation'
    | 'resourceShares.rejectInvitation'
    | 'resourceShares.acceptAs',
    CommandHandler
  >
> {
  const { invitations } = parts;
  const answer =
    (kind: 'accept' | 'reject'): CommandHandler =>
    async (row, selected) => {
      const view = await invitations.get();
      const rows = Array.isArray(selected) && selected.length > 1 ? selected : [row];
      const chosen = rows.flatMap((id: unknown) => view.find(id) ?? []);
      const wanted = chosen.length > 0 ? chosen : await pickInvitations(view, kind);
      if (wanted.length > 0) await answerAll(wanted, kind, parts);
    };
  return {
    'resourceShares.showInvitations': async () => {
      const view = await invitations.get();
      await view.show();
      await view.read();
    },
    'resourceShares.refreshInvitations': async () => (await invitations.get()).read(),
    'resourceShares.acceptInvitation': answer('accept'),
    'resourceShares.rejectInvitation': answer('reject'),
    'resourceShares.acceptAs': async (row) => {
      const { state, inventory } = parts;
      const address = addressOf(row);
      const principal = address && associationAt(address, state);
      const sender = state.accounts.find(({ id }) => id === address?.accountId);
      const receiver = state.accounts.find(
        ({ ownerId, cloud }) => ownerId === principal?.entityId && cloud === sender?.cloud,
      );
      if (!address || !('region' in address) || !principal || !receiver) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Choose a principal that is invited and whose account is configured here.'),
        );
        return;
      }
      const { region } = address;
      const scope = { accountId: receiver.id, region };
      const open = await (await invitations.get()).list(scope);
      const wanted = open.filter(({ invitation }) => invitation.shareId === principal.shareId);
      if (wanted.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('{0} has no invitation to this share to answer.', shown(receiver.label)),
        );
        return;
      }
      await answerAll(wanted, 'accept', parts);
      // The sender's side tells whether the principal can use it now.
      await inventory.loadShare(
        { accountId: address.accountId, region },
        principal.shareId,
        'action',
      );
    },
  };
}

async function answerAll(
  wanted: readonly Received[],
  kind: 'accept' | 'reject',
  { inventory, changing, invitations }: Parts,
): Promise<void> {
  const changes = wanted.map(({ scope, invitation }): Change => {
    const { id, shareId, shareName, senderId } = invitation;
    return { kind, scope, invitation: { id, shareId, shareName, senderId } };
  });
  const state = await (await changing.get()).propose(changes);
  if (!state) return;
  await Promise.all([
    (await invitations.get()).read(),
    ...wanted
      .filter(({ invitation }) => invitation.shareId !== '')
      .map(({ scope, invitation }) => inventory.loadShare(scope, invitation.shareId, 'action')),
  ]);
}

async function pickInvitations(
  view: Invitations,
  kind: 'accept' | 'reject',
): Promise<readonly Received[]> {
  await view.read();
  const items = view.open.map((received) => ({
    label: shown(received.invitation.shareName),
    description: shown(received.invitation.senderId),
    received,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No invitation waits for an answer.'));
    return [];
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder:
      kind === 'accept'
        ? vscode.l10n.t('Which invitations are to be accepted?')
        : vscode.l10n.t('Which invitations are to be rejected?'),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ received }) => received) ?? [];
}
