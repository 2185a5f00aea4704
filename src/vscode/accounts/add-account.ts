import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { CloudError } from '../../clouds/cloud-error.ts';
import type {
  CallOptions,
  CloudDriver,
  Credentials,
  Region,
  ShareCloud,
} from '../../clouds/cloud.ts';
import type { Account, CloudId } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import type { KeySource } from '../../accounts/sources/key-source.ts';
import {
  type Answers,
  checkRole,
  clouds,
  keyPlace,
  noAnswers,
  sitesOf,
  type Step,
  stepOf,
  stepsFor,
  take,
  withRole,
} from './account-answers.ts';
import { askSource } from './ask-source.ts';
import { checkLabel } from './check-label.ts';
import { confirmHosts } from './confirm-host.ts';
import { keepKeys } from './keep-keys.ts';
import { openKeySource } from './open-key-source.ts';
import { askText, back, choose, type Answer } from './quick-steps.ts';

/**
 * Asks for an account, checks its keys with one harmless call, and stores it.
 * A refused key leads back to the very question that it answered, with the reason under the field.
 * @returns the new account, or undefined when the user gave up
 */
export async function addAccount(
  store: AccountStore,
  connections: Connections,
): Promise<Account | undefined> {
  const answers = noAnswers();
  let step: Step | undefined = 'cloud';
  let refused: string | undefined;

  for (;;) {
    if (step === undefined) {
      // Before the first call goes anywhere.
      const hosts = await confirmHosts(answers.label, answers.hosts);
      if (hosts === undefined) return undefined;
      answers.hosts = hosts;
      const found = await verify(answers, connections);
      if (found.kind === 'cancelled') return undefined;
      if (found.kind === 'refused') {
        step = found.step;
        refused = found.why;
        continue;
      }
      const regions = await askRegions(found.driver, found.regions);
      if (regions === undefined) return undefined;
      if (regions !== back) return await save(store, answers, found.ownerId, regions);
      step = stepsFor(answers).at(-1);
      continue;
    }
    const answer = await ask(step, answers, refused, store);
    refused = undefined;
    if (answer === undefined) return undefined;
    if (answer !== back) take(step, answer, answers);
    if (step === 'source' && answer === withRole) continue;
    if (step === 'source' && answer === back) answers.role = undefined;
    const steps: readonly Step[] = stepsFor(answers);
    step = steps[steps.indexOf(step) + (answer === back ? -1 : 1)];
  }
}

function ask(
  step: Step,
  answers: Answers,
  error: string | undefined,
  store: AccountStore,
): Promise<Answer<string>> {
  const title = vscode.l10n.t('Add account');
  const common = { title, canGoBack: step !== 'cloud', error, value: answers[step] ?? '' };
  switch (step) {
    case 'cloud':
      return choose({
        ...common,
        placeholder: vscode.l10n.t('Which cloud?'),
        items: clouds.map(({ id, label }) => ({ label, value: id })),
      });
    case 'site':
      return choose({
        ...common,
        placeholder: vscode.l10n.t('At which site is the account registered?'),
        items: sitesOf(answers.cloud).map(({ id, label }) => ({ label: label(), value: id })),
      });
    case 'source':
      return askSource(answers.cloud, answers.role === undefined ? 'offered' : 'taken on', {
        ...common,
        error,
      });
    case 'role':
    case 'delegating':
      return askText({
        ...common,
        prompt: rolePrompt(step, answers.cloud),
        check: (text) => checkRole(step, answers.cloud, text),
      });
    case 'label':
      return askText({
        ...common,
        prompt: vscode.l10n.t('A name for this account, as you want to see it in the tree'),
        check: (text) => checkLabel(text, store),
      });
    case 'accessKeyId':
      return askText({
        ...common,
        prompt: vscode.l10n.t('Access key id'),
        check: (text) => (text === '' ? vscode.l10n.t('Enter the access key id.') : undefined),
      });
    case 'accessKeySecret':
      return askText({
        ...common,
        secret: true,
        prompt: vscode.l10n.t('Access key secret. It is kept in the secret storage of VS Code.'),
        check: (text) => (text === '' ? vscode.l10n.t('Enter the access key secret.') : undefined),
      });
    case 'securityToken':
      return askText({
        ...common,
        secret: true,
        prompt: vscode.l10n.t(
          'Token of temporary keys (STS, security token). Leave empty for permanent keys.',
        ),
        check: () => undefined,
      });
    case 'ownerId':
      return askText({
        ...common,
        prompt: vscode.l10n.t('Account id, as the console shows it under My Credentials'),
        check: (text) =>
          /^[0-9a-f]{32}$/u.test(text)
            ? undefined
            : vscode.l10n.t('An account id has 32 digits and letters from a to f.'),
      });
  }
}

function rolePrompt(step: 'role' | 'delegating', cloud: CloudId): string {
  if (step === 'delegating') {
    return vscode.l10n.t('Account that delegates by the agency: its name or its id');
  }
  return cloud === 'huawei'
    ? vscode.l10n.t('Name of the agency to take on')
    : vscode.l10n.t('ARN of the role to take on');
}

type Verified =
  | {
      readonly kind: 'accepted';
      readonly ownerId: string;
      readonly driver: CloudDriver;
      readonly regions: readonly Region[];
    }
  | { readonly kind: 'refused'; readonly step: Step; readonly why: string }
  | { readonly kind: 'cancelled' };

async function verify(answers: Answers, connections: Connections): Promise<Verified> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Checking the keys…'),
      cancellable: true,
    },
    async (_progress, token): Promise<Verified> => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      const { cloud, site, label } = answers;
      const driver = await connections.driver(cloud);
      const source = openKeySource(keyPlace(answers), () => Promise.resolve(enteredKeys(answers)));
      const known = answers.ownerId ?? (await ownerIn(source));
      const entered = known === '' ? undefined : known;
      const account = {
        cloud,
        label,
        site,
        hosts: answers.hosts,
        ...(entered !== undefined && { ownerId: entered }),
      };
      const client = driver.connect(
        await connections.options(account, async () => (await source.keys()).credentials),
      );
      try {
        const call = { signal: abort.signal, priority: 'action' } as const;
        const ownerId = entered ?? (await client.identify(call)).ownerId;
        if (entered !== undefined) await tryKeys(client, driver, call);
        return { kind: 'accepted', ownerId, driver, regions: driver.regions };
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (error.kind === 'cancelled') return { kind: 'cancelled' };
        if (error.details.code === 'AccountUnknown') answers.ownerId ??= '';
        return {
          kind: 'refused',
          step: stepOf(error.details, answers),
          why: errorText(error.details),
        };
      } finally {
        client.dispose();
      }
    },
  );
}

/** One harmless call that the keys and the entered account id have to fit. */
async function tryKeys(client: ShareCloud, driver: CloudDriver, call: CallOptions): Promise<void> {
  const pages = client.listPermissions(driver.regions[0]?.id ?? '', {}, call);
  await pages[Symbol.asyncIterator]().next();
}

/** The account that the keys are of, where their file says so. What is wrong with them shows with the first call. */
async function ownerIn(source: KeySource): Promise<string | undefined> {
  return (await source.keys().catch(() => undefined))?.ownerId;
}

function enteredKeys({ accessKeyId, accessKeySecret, securityToken }: Answers): Credentials {
  return securityToken === ''
    ? { accessKeyId, accessKeySecret }
    : { accessKeyId, accessKeySecret, securityToken };
}

async function askRegions(
  driver: CloudDriver,
  regions: readonly Region[],
): Promise<Answer<readonly string[]>> {
  const [only, ...more] = regions;
  if (!driver.abilities.regional || (only !== undefined && more.length === 0)) {
    return only ? [only.id] : [];
  }
  return choose({
    title: vscode.l10n.t('Add account'),
    canGoBack: true,
    many: true,
    placeholder: vscode.l10n.t('Regions to look into; more can be added later'),
    items: regions.map(({ id, name }) => ({ label: id, description: shown(name), value: id })),
  });
}

async function save(
  store: AccountStore,
  answers: Answers,
  ownerId: string,
  regions: readonly string[],
): Promise<Account | undefined> {
  const account: Account = {
    id: crypto.randomUUID(),
    ...keyPlace(answers),
    ownerId,
    regions,
  };
  if (answers.source !== '') await store.addWithoutKeys([account]);
  else if (!(await keepKeys((place) => store.add(account, enteredKeys(answers), place)))) {
    return undefined;
  }
  return account;
}
