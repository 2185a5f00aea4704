import * as vscode from 'vscode';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { ShareForms } from '../forms/share-form.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { pickScope, pickShare, type PickParts } from '../shares/pick.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { SharesView } from '../shares/shares-view.ts';
import { copyDraft } from './copy-draft.ts';
import { ownShareAt, pasteOnto, type PutParts } from './put-into.ts';

interface Parts extends PickParts, PutParts {
  readonly view: SharesView;
  readonly connections: Connections;
  readonly forms: Lazy<ShareForms>;
}

/** The commands that bring what stands elsewhere into a share: a list of ids, or all that another share has. */
export function contentCommands(
  parts: Parts,
): Readonly<Record<'resourceShares.pasteIds' | 'resourceShares.copyShareAs', CommandHandler>> {
  const { view, state, inventory, connections, forms } = parts;
  return {
    'resourceShares.pasteIds': async (row) => {
      // From a key, nothing tells of a row: the one that is selected is meant.
      const target =
        ownShareAt(addressOf(row ?? view.selection[0])) ?? (await pickShare(parts, 'self'));
      if (target) await pasteOnto(target, await vscode.env.clipboard.readText(), parts);
    },
    'resourceShares.copyShareAs': async (row) => {
      const address = ownShareAt(addressOf(row)) ?? (await pickShare(parts, 'self'));
      const from = state.accounts.find(({ id }) => id === address?.accountId);
      if (!address || !from) return;
      const scope = { accountId: address.accountId, region: address.region };
      const to = await pickScope(state, ({ cloud }) => cloud === from.cloud);
      const account = state.accounts.find(({ id }) => id === to?.accountId);
      if (!to || !account) return;
      const { abilities } = await connections.driver(account.cloud);
      if (!entryAt(address, state)?.permissions) {
        await inventory.loadSharePermissions(scope, address.shareId, 'action');
      }
      const entry = entryAt(address, state);
      if (!entry) return;
      const destination = { account, region: to.region, abilities };
      const { draft, left } = copyDraft(entry, { account: from, scope }, destination);
      if (!(await forms.get()).open(draft)) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('A form for a new share is open already. Send it or close it first.'),
        );
        return;
      }
      if (left.length > 0) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('Copy of {0}: {1}', shown(entry.share.name), left.join(' ')),
        );
      }
    },
  };
}
