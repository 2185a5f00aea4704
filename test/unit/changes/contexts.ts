import {
  type ChangeAccount,
  type ChangeContext,
  nothingKnown,
} from '../../../src/changes/change-context.ts';
import type { ShareState, StateRow } from '../../../src/changes/share-state.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';

export const alibabaAccount: ChangeAccount = {
  ownerId: '1512666876910123',
  label: 'Net hub',
  readOnly: false,
  abilities,
};

/** A share in which nothing is. */
export function aState(change: Partial<ShareState> = {}): ShareState {
  return {
    name: 'network-share',
    owner: 'self',
    ownerId: alibabaAccount.ownerId,
    status: 'active',
    allowExternal: false,
    tags: [],
    resources: [],
    principals: [],
    ...change,
  };
}

export function inState(id: string, change: Partial<StateRow> = {}): StateRow {
  const isPrincipal = /^(\d|fd-|rd-)/u.test(id);
  return { id, type: isPrincipal ? 'Account' : 'VSwitch', state: 'associated', ...change };
}

/** Knows these shares by their ids, whatever the scope; a share that is `gone` was looked for. */
export function contextOf(
  shares: Readonly<Record<string, ShareState | 'gone'>>,
  change: Partial<ChangeContext> = {},
  account: ChangeAccount = alibabaAccount,
): ChangeContext {
  return {
    ...nothingKnown,
    account: () => account,
    share: (_scope, id) => {
      const known = shares[id];
      return known === 'gone' ? undefined : known;
    },
    isGone: (_scope, id) => shares[id] === 'gone',
    ...change,
  };
}
