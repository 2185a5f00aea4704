import type { ShareDraft } from '../../changes/draft.ts';
import type { Scope } from '../../model/account.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { ShareForms } from '../forms/share-form.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, type Address } from '../shares/address.ts';
import { pickScope, pickShare, type PickParts } from '../shares/pick.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

interface Parts extends PickParts {
  readonly connections: Connections;
  /** The code of the forms loads with the first form. */
  readonly forms: Lazy<ShareForms>;
}

/** The commands that open a form. */
export function changeCommands(
  parts: Parts,
): Readonly<Record<'resourceShares.createShare' | 'resourceShares.associate', CommandHandler>> {
  return {
    'resourceShares.createShare': async (row) => {
      const address = addressOf(row);
      const scope = address ? scopeAt(address, parts.state) : await pickScope(parts.state);
      if (!scope) return;
      const account = parts.state.accounts.find(({ id }) => id === scope.accountId);
      if (!account) return;
      const { abilities } = await parts.connections.driver(account.cloud);
      // From the row of an account with several regions, the region is still open.
      const destinationOpen = address?.kind === 'account' && account.regions.length > 1;
      (await parts.forms.get()).open(emptyDraft(scope, abilities.allowExternalDefault), {
        destinationOpen,
      });
    },
    'resourceShares.associate': async (row) => {
      const address = shareRow(addressOf(row)) ?? (await pickShare(parts, 'self'));
      const share = address && entryAt(address, parts.state)?.share;
      if (!share) return;
      const { accountId, region } = address;
      const allowExternal = share.allowExternal ?? false;
      (await parts.forms.get()).open({
        ...emptyDraft({ accountId, region }, allowExternal),
        name: share.name,
        share: { id: share.id, name: share.name, allowExternal },
      });
    },
  };
}

function emptyDraft({ accountId, region }: Scope, allowExternal: boolean): ShareDraft {
  return {
    destination: { accountId, region },
    name: '',
    description: '',
    allowExternal,
    resources: [],
    principals: [],
    permissions: {},
    tags: [],
  };
}

/** The share at or above a row of the tree, if it is one that can be added to. */
function shareRow(address: Address | undefined): Extract<Address, { shareId: string }> | undefined {
  return address && 'shareId' in address && address.owner === 'self' ? address : undefined;
}

function scopeAt(address: Address, state: TreeState): Scope | undefined {
  if ('region' in address) return address;
  const [region] = state.accounts.find(({ id }) => id === address.accountId)?.regions ?? [];
  return region === undefined ? undefined : { accountId: address.accountId, region };
}
