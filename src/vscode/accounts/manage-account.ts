import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { testConnection as readOnce } from '../../accounts/test-connection.ts';
import { ownerOfKeys } from '../../accounts/owner-of-keys.ts';
import type { KeyPlace } from '../../accounts/stored-keys.ts';
import { parseSource } from '../../accounts/sources/source.ts';
import { CloudError } from '../../clouds/cloud-error.ts';
import type { Credentials } from '../../clouds/cloud.ts';
import type { Account } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { checkLabel } from './check-label.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import { askSource } from './ask-source.ts';
import { confirmAccountHosts } from './confirm-host.ts';
import { connectionText } from './connection-text.ts';
import { keepKeys } from './keep-keys.ts';
import { openKeySource } from './open-key-source.ts';
import { askText, choose, back } from './quick-steps.ts';

/** Changes what an account is called, where it looks, and whether it is production. */
export async function editAccount(
  store: AccountStore,
  connections: Connections,
  account: Account,
): Promise<void> {
  const title = vscode.l10n.t('Edit account {0}', shown(account.label));
  const { regions: known, abilities } = await connections.driver(account.cloud);
  const isProduction = account.production === true;
  const what = await choose<'label' | 'regions' | 'production'>({
    title,
    canGoBack: false,
    placeholder: vscode.l10n.t('What is to be changed?'),
    items: [
      {
        label: vscode.l10n.t('Name'),
        description: shown(account.label),
        value: 'label',
      },
      ...(abilities.regional
        ? [
            {
              label: vscode.l10n.t('Regions'),
              description: account.regions.join(', '),
              value: 'regions' as const,
            },
          ]
        : []),
      {
        label: isProduction
          ? vscode.l10n.t('Production: take the mark off')
          : vscode.l10n.t('Production: mark'),
        description: vscode.l10n.t('taking access away asks for the name of the share'),
        value: 'production',
      },
    ],
  });
  if (what === 'production') {
    await store.change(account.id, { production: !isProduction });
  } else if (what === 'label') {
    const label = await askText({
      title,
      canGoBack: false,
      error: undefined,
      value: account.label,
      prompt: vscode.l10n.t('A name for this account, as you want to see it in the tree'),
      check: (text) => (text === account.label ? undefined : checkLabel(text, store)),
    });
    if (typeof label === 'string') await store.change(account.id, { label });
  } else if (what === 'regions') {
    const regions = await choose({
      title,
      canGoBack: false,
      many: true,
      picked: account.regions,
      placeholder: vscode.l10n.t('Regions to look into'),
      items: known.map(({ id, name }) => ({ label: id, description: shown(name), value: id })),
    });
    if (regions !== undefined && regions !== back) {
      await store.change(account.id, { regions: inOrder(account.regions, regions) });
    }
  }
}

/** Those that stay keep their places. */
function inOrder(before: readonly string[], wanted: readonly string[]): readonly string[] {
  return [
    ...before.filter((region) => wanted.includes(region)),
    ...wanted.filter((region) => !before.includes(region)),
  ];
}

/** Puts other keys in the place of those of an account, once they have proved to be of the same account. */
export async function replaceKeys(
  store: AccountStore,
  connections: Connections,
  account: Account,
): Promise<void> {
  const title = vscode.l10n.t('Replace the keys of {0}', shown(account.label));
  const { cloud, label, site, role, hosts = [] } = account;
  let refused: string | undefined;
  while (parseSource(account.source)?.kind !== 'stored') {
    const source = await askSource(cloud, role === undefined ? 'none' : 'taken on', {
      title,
      canGoBack: false,
      error: refused,
    });
    if (typeof source !== 'string') return;
    refused = undefined;
    if (source === '') break;
    const place = { cloud, label, source, hosts, ...(site && { site }) };
    const keys = openKeySource(place, () => store.credentials(account.id));
    const given = async () => (await keys.keys()).credentials;
    refused = await refusalOf(given, account, connections);
    if (refused === undefined) {
      await store.change(account.id, { source });
      return;
    }
  }
  for (;;) {
    const credentials = await askKeys(title, refused);
    if (!credentials) return;
    refused = await refusalOf(() => Promise.resolve(credentials), account, connections);
    if (refused === undefined) {
      const put = (place: KeyPlace) => store.replaceKeys(account.id, credentials, place);
      if (!(await keepKeys(put))) return;
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} has new keys.', shown(account.label)),
      );
      return;
    }
  }
}

async function askKeys(title: string, error: string | undefined): Promise<Credentials | undefined> {
  const common = { title, canGoBack: false, value: '' };
  const accessKeyId = await askText({
    ...common,
    error,
    prompt: vscode.l10n.t('Access key id'),
    check: (text) => (text === '' ? vscode.l10n.t('Enter the access key id.') : undefined),
  });
  if (typeof accessKeyId !== 'string') return undefined;
  const accessKeySecret = await askText({
    ...common,
    error: undefined,
    secret: true,
    prompt: vscode.l10n.t('Access key secret. It is kept in the secret storage of VS Code.'),
    check: (text) => (text === '' ? vscode.l10n.t('Enter the access key secret.') : undefined),
  });
  if (typeof accessKeySecret !== 'string') return undefined;
  const securityToken = await askText({
    ...common,
    error: undefined,
    secret: true,
    prompt: vscode.l10n.t(
      'Token of temporary keys (STS, security token). Leave empty for permanent keys.',
    ),
    check: () => undefined,
  });
  if (typeof securityToken !== 'string') return undefined;
  return securityToken === ''
    ? { accessKeyId, accessKeySecret }
    : { accessKeyId, accessKeySecret, securityToken };
}

/** Why keys are not taken; undefined where they are good. */
async function refusalOf(
  credentials: () => Promise<Credentials>,
  account: Account,
  connections: Connections,
): Promise<string | undefined> {
  const driver = await connections.driver(account.cloud);
  // Without its id: keys that are only tried may change nothing.
  const { cloud, label, site, hosts, regions, role } = account;
  const unstored = { cloud, label, ...(site && { site }), ...(hosts && { hosts }) };
  const client = driver.connect(await connections.options(unstored, credentials));
  let ownerId: string | undefined;
  try {
    const { signal } = new AbortController();
    ownerId = await ownerOfKeys(client, regions[0] ?? '', { signal, priority: 'action' });
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    return errorText(error.details);
  } finally {
    client.dispose();
  }
  if (role !== undefined || ownerId === account.ownerId) return undefined;
  if (ownerId === undefined) return await doubtAbout(account);
  return vscode.l10n.t(
    'The keys are of the account {0}, not of {1}.',
    shown(ownerId),
    shown(account.ownerId),
  );
}

/** Asks whose keys they are where the cloud does not tell: those of another account would change its shares. */
async function doubtAbout({ label, ownerId }: Account): Promise<string | undefined> {
  const use = vscode.l10n.t('Use these keys');
  const unknown = vscode.l10n.t('The cloud does not tell which account these keys belong to.');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t('Are these keys of the account {0}?', shown(ownerId)),
    {
      modal: true,
      detail: `${unknown} ${vscode.l10n.t('With those of another account its shares would be shown and changed as those of {0}.', shown(label))}`,
    },
    use,
  );
  return choice === use ? undefined : unknown;
}

/** Makes every sort of read once and says what works, and which permissions are missing. */
export async function testConnection(
  store: AccountStore,
  connections: Connections,
  account: Account,
): Promise<void> {
  if (account.sandbox !== true && !(await confirmAccountHosts(store, account))) return;
  const words = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Testing the connection of {0}', shown(account.label)),
      cancellable: true,
    },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      const cloud = await connections.client(account.id);
      const test = await readOnce(cloud, account, abort.signal);
      return abort.signal.aborted ? undefined : connectionText(account, test);
    },
  );
  if (!words) return;
  const { works, text, detail } = words;
  if (works) {
    void vscode.window.showInformationMessage(text);
    return;
  }
  const diagnose = vscode.l10n.t('Diagnose connection');
  const choice = await vscode.window.showWarningMessage([text, ...detail].join(' '), diagnose);
  if (choice === diagnose) {
    await vscode.commands.executeCommand('resourceShares.diagnoseConnection', account.id);
  }
}
