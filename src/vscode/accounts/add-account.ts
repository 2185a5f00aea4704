import * as vscode from 'vscode';
import { labelMaximum } from '../../accounts/profile.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { CloudError, type CloudErrorDetails } from '../../clouds/cloud-error.ts';
import type { CloudDriver, Credentials, Region } from '../../clouds/cloud.ts';
import type { Account, CloudId } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import { askText, back, choose, type Answer } from './quick-steps.ts';

/** Clouds that an account can be added for, with the vendor's own name. */
const clouds: readonly { readonly id: CloudId; readonly label: string }[] = [
  { id: 'alibaba', label: 'Alibaba Cloud' },
];

/** Answers so far; going back or a refused key loses none of them. */
interface Answers {
  cloud: CloudId;
  label: string;
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
}

type Step = keyof Answers;

const steps = ['cloud', 'label', 'accessKeyId', 'accessKeySecret', 'securityToken'] as const;

/**
 * Asks for an account, checks its keys with one harmless call, and stores it.
 * A refused key leads back to the very question that it answered, with the reason under the field.
 * @returns the new account, or undefined when the user gave up
 */
export async function addAccount(
  store: AccountStore,
  connections: Connections,
): Promise<Account | undefined> {
  const answers: Answers = {
    cloud: clouds[0]?.id ?? 'alibaba',
    label: '',
    accessKeyId: '',
    accessKeySecret: '',
    securityToken: '',
  };
  const first = clouds.length > 1 ? 0 : 1;
  let at = first;
  let refused: { readonly step: Step; readonly why: string } | undefined;

  for (;;) {
    const step = steps[at];
    if (step === undefined) {
      const found = await verify(answers, connections);
      if (found.kind === 'refused') {
        refused = { step: found.step, why: found.why };
        at = steps.indexOf(found.step);
        continue;
      }
      if (found.kind === 'cancelled') return undefined;
      const regions = await askRegions(found.driver, found.regions);
      if (regions === back) {
        at = steps.length - 1;
        continue;
      }
      if (regions === undefined) return undefined;
      return await save(store, answers, found.ownerId, regions);
    }
    const why = refused?.step === step ? refused.why : undefined;
    refused = undefined;
    const answer = await ask(step, answers, at > first, why, store);
    if (answer === undefined) return undefined;
    if (answer === back) at -= 1;
    else {
      if (step === 'cloud') answers.cloud = clouds.find(({ id }) => id === answer)?.id ?? 'alibaba';
      else answers[step] = answer;
      at += 1;
    }
  }
}

function ask(
  step: Step,
  answers: Answers,
  canGoBack: boolean,
  error: string | undefined,
  store: AccountStore,
): Promise<Answer<string>> {
  const title = vscode.l10n.t('Add account');
  const common = { title, canGoBack, error, value: answers[step] };
  switch (step) {
    case 'cloud':
      return choose({
        title,
        canGoBack,
        placeholder: vscode.l10n.t('Which cloud?'),
        items: clouds.map(({ id, label }) => ({ label, value: id })),
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
          'STS token, for temporary keys only. Leave empty for permanent keys.',
        ),
        check: () => undefined,
      });
  }
}

function checkLabel(text: string, store: AccountStore): string | undefined {
  if (text === '') return vscode.l10n.t('Enter a name.');
  if (text.length > labelMaximum) {
    return vscode.l10n.t('At most {0} characters.', labelMaximum);
  }
  return store.list().some(({ label }) => label === text)
    ? vscode.l10n.t('There is an account with this name already.')
    : undefined;
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
  const { accessKeyId, accessKeySecret, securityToken } = answers;
  const keys: Credentials =
    securityToken === ''
      ? { accessKeyId, accessKeySecret }
      : { accessKeyId, accessKeySecret, securityToken };
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
      const driver = await connections.driver(answers.cloud);
      const client = driver.connect(
        await connections.options({ label: answers.label }, () => Promise.resolve(keys)),
      );
      try {
        const call = { signal: abort.signal, priority: 'action' } as const;
        const { ownerId } = await client.identify(call);
        return { kind: 'accepted', ownerId, driver, regions: driver.regions };
      } catch (error) {
        if (!(error instanceof CloudError)) throw error;
        if (error.kind === 'cancelled') return { kind: 'cancelled' };
        return { kind: 'refused', step: stepOf(error.details), why: errorText(error.details) };
      } finally {
        client.dispose();
      }
    },
  );
}

/** The question whose answer a refusal is about; the last one where it is about none of them. */
function stepOf({ field }: CloudErrorDetails): Step {
  return field === undefined || field === 'clock' ? 'securityToken' : field;
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
): Promise<Account> {
  const { cloud, label, accessKeyId, accessKeySecret, securityToken } = answers;
  const account: Account = { id: crypto.randomUUID(), cloud, label, ownerId, regions };
  await store.add(
    account,
    securityToken === ''
      ? { accessKeyId, accessKeySecret }
      : { accessKeyId, accessKeySecret, securityToken },
  );
  return account;
}
