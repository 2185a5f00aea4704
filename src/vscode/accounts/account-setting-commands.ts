import * as vscode from 'vscode';
import { CloudError } from '../../clouds/cloud-error.ts';
import type { Account } from '../../model/account.ts';
import type { Quota, QuotaKind } from '../../model/quota.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Changing } from '../changes/changing.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

interface Parts {
  readonly state: TreeState;
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

/** So much of a quota is used that it is worth a sign. */
const nearlyFull = 0.8;

/** What is said of a whole account: sharing in its organisation, and its quotas. */
export function accountSettingCommands({
  state,
  connections,
  changing,
}: Parts): Readonly<
  Record<'resourceShares.organizationSharing' | 'resourceShares.showQuotas', CommandHandler>
> {
  const call = () => ({ signal: new AbortController().signal, priority: 'action' }) as const;

  async function isShared({ id }: Account): Promise<boolean> {
    return (await (await connections.client(id)).organizationSharing(call())).enabled;
  }

  async function stateText(account: Account): Promise<string> {
    try {
      return (await isShared(account)) ? vscode.l10n.t('on') : vscode.l10n.t('off');
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return vscode.l10n.t(
        'could not be read: {0}',
        error.details.meaning ?? shown(error.details.code),
      );
    }
  }

  async function chooseAccount(
    row: unknown,
    placeHolder: string,
    accounts: readonly Account[],
    describe: (account: Account) => Promise<string>,
  ): Promise<Account | undefined> {
    const accountId = addressOf(row)?.accountId;
    if (accountId !== undefined) return state.accounts.find(({ id }) => id === accountId);
    const items = Promise.all(
      accounts.map(async (account) => ({
        label: shown(account.label),
        description: await describe(account),
        detail: account.ownerId,
        account,
      })),
    );
    const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
    return picked?.account;
  }

  return {
    'resourceShares.organizationSharing': async (row) => {
      const account = await chooseAccount(
        row,
        vscode.l10n.t('Sharing in the organisation, as each account sees it'),
        state.accounts,
        stateText,
      );
      const [region] = account?.regions ?? [];
      if (!account || region === undefined) return;
      const { abilities } = await connections.driver(account.cloud);
      const isOn = await whileReading(isShared(account));
      const can = isOn
        ? abilities.organizationSharing.disable
        : abilities.organizationSharing.enable;
      const name = shown(account.label);
      if (!can) {
        void vscode.window.showInformationMessage(
          isOn
            ? vscode.l10n.t(
                'Sharing in the organisation of {0} is on. This cloud has no call that switches it off.',
                name,
              )
            : vscode.l10n.t(
                'Sharing in the organisation of {0} is off. This cloud has no call that switches it on.',
                name,
              ),
        );
        return;
      }
      const wish = await vscode.window.showQuickPick(
        [
          isOn
            ? {
                label: `$(circle-slash) ${vscode.l10n.t('Switch it off…')}`,
                detail: vscode.l10n.t('Accounts of the organisation are invited from then on.'),
              }
            : {
                label: `$(check) ${vscode.l10n.t('Switch it on…')}`,
                detail: vscode.l10n.t('Only the management account of the organisation can.'),
              },
        ],
        {
          placeHolder: isOn
            ? vscode.l10n.t(
                'Sharing in the organisation of {0} is on: its accounts get shares without an invitation.',
                name,
              )
            : vscode.l10n.t(
                'Sharing in the organisation of {0} is off, or the account is in none.',
                name,
              ),
        },
      );
      if (!wish) return;
      const scope = { accountId: account.id, region };
      await (
        await changing.get()
      ).propose([{ kind: 'organizationSharing', scope, enabled: !isOn }]);
    },
    'resourceShares.showQuotas': async (row) => {
      const drivers = await Promise.all(
        state.accounts.map(async (account) => ({
          account,
          can: (await connections.driver(account.cloud)).abilities.quotas,
        })),
      );
      const able = drivers.filter(({ can }) => can).map(({ account }) => account);
      const account =
        addressOf(row) === undefined && able.length <= 1
          ? able[0]
          : await chooseAccount(row, vscode.l10n.t('Quotas of which account?'), able, () =>
              Promise.resolve(''),
            );
      if (!account) {
        if (able.length === 0) tellNone();
        return;
      }
      if (!able.includes(account)) {
        tellNone();
        return;
      }
      const client = await connections.client(account.id);
      const quotas = await whileReading(client.quotas(call()));
      await vscode.window.showQuickPick(quotas.map(quotaItem), {
        placeHolder: vscode.l10n.t('Quotas of {0}', shown(account.label)),
      });
    },
  };
}

function tellNone(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('This cloud tells its quotas in its console only.'),
  );
}

function whileReading<T>(reading: Promise<T>): Thenable<T> {
  return vscode.window.withProgress(
    { location: { viewId: 'resourceShares.shares' } },
    () => reading,
  );
}

function quotaItem({ kind, text, limit, used }: Quota): vscode.QuickPickItem {
  const isNear = used !== undefined && limit > 0 && used / limit >= nearlyFull;
  const name = kind === 'unknown' ? shown(text) : quotaName(kind);
  return {
    label: isNear ? `$(warning) ${name}` : name,
    description:
      used === undefined
        ? vscode.l10n.t('at most {0}', limit)
        : vscode.l10n.t('{0} of {1} used', used, limit),
  };
}

function quotaName(kind: QuotaKind): string {
  switch (kind) {
    case 'shares':
      return vscode.l10n.t('Shares');
    case 'resources':
      return vscode.l10n.t('Resources');
    case 'principals':
      return vscode.l10n.t('Principals');
    case 'invitations':
      return vscode.l10n.t('Invitations without an answer');
    case 'permissions':
      return vscode.l10n.t('Permissions');
    case 'tags':
      return vscode.l10n.t('Tags');
  }
}
