import * as vscode from 'vscode';
import type { ActionState } from '../../changes/action.ts';
import type { Change } from '../../changes/change.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Changing } from '../changes/changing.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { associationAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { Invitations, Received } from './invitations.ts';
import { readAccepted } from './received-share.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly state: TreeState;
  readonly connections: Connections;
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
      const { state } = parts;
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
    },
  };
}

async function answerAll(
  wanted: readonly Received[],
  kind: 'accept' | 'reject',
  parts: Parts,
): Promise<void> {
  const changes = wanted.map(({ scope, invitation }): Change => {
    const { id, shareId, shareName, senderId } = invitation;
    return { kind, scope, invitation: { id, shareId, shareName, senderId } };
  });
  await (
    await parts.changing.get()
  ).propose(changes, {
    afterwards: async (state) => {
      const answered = answeredIn(state, wanted);
      const sentences = kind === 'accept' ? await readReceived(answered, parts) : [];
      await readSenders(answered, parts);
      return sentences;
    },
  });
  const view = await parts.invitations.get();
  // Also where nothing was sent: what was listed may have ended meanwhile.
  await Promise.all(wanted.map(({ scope }) => view.look(scope, 'action')));
}

/** Those of which the cloud has taken the answer. */
function answeredIn(state: ActionState, wanted: readonly Received[]): readonly Received[] {
  const done = new Set(
    state.parts
      .filter(({ steps }) => steps.every((step) => step.state === 'done'))
      .flatMap(({ part }) => part.items.filter((item) => item.kind === 'invitation'))
      .map(({ id }) => id),
  );
  return wanted.filter(({ invitation }) => done.has(invitation.id) && invitation.shareId !== '');
}

/** Both ends may be configured here: the receiver's, and what it can use by now, a sentence each. */
async function readReceived(
  accepted: readonly Received[],
  { inventory, state, connections }: Parts,
): Promise<readonly string[]> {
  const connect = connections.client.bind(connections);
  return await Promise.all(
    accepted.map(({ scope, invitation: { shareId } }) => {
      const receiver = state.accounts.find(({ id }) => id === scope.accountId)?.label ?? '';
      return readAccepted({ scope, shareId, receiver }, { inventory, connect });
    }),
  );
}

/** The sender's, where the share has been read there. */
async function readSenders(
  answered: readonly Received[],
  { inventory, state }: Parts,
): Promise<void> {
  await Promise.all(
    answered.map(async ({ scope: { accountId, region }, invitation: { senderId, shareId } }) => {
      const cloud = state.accounts.find(({ id }) => id === accountId)?.cloud;
      const sender = state.accounts.find((one) => one.cloud === cloud && one.ownerId === senderId);
      const scope = { accountId: sender?.id ?? '', region };
      if (!sender || !inventory.snapshot(scope).entries.has(shareId)) return;
      await inventory.loadShare(scope, shareId, 'action');
    }),
  );
}

async function pickInvitations(
  view: Invitations,
  kind: 'accept' | 'reject',
): Promise<readonly Received[]> {
  await view.read();
  const items = view.open.flatMap((received) => {
    const row = view.rowOf(received);
    return row ? [{ label: row.label, description: row.description, received }] : [];
  });
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
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.map(({ received }) => received) ?? [];
}
