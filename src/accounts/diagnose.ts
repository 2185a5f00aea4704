import { t } from '@vscode/l10n';
import { regionalHost, stsHost } from '../clouds/alibaba/endpoints.ts';
import { CloudError } from '../clouds/cloud-error.ts';
import type { Endpoints } from '../clouds/cloud.ts';
import { hostOf } from '../clouds/huawei/sites.ts';
import { clockSkewMs } from '../clouds/http/answer-headers.ts';
import { baseUrl } from '../clouds/http/base-url.ts';
import { failureError } from '../clouds/http/failure-error.ts';
import { redact } from '../clouds/http/redact.ts';
import { exchange } from '../clouds/http/transport.ts';
import type { Account } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { shown } from '../model/untrusted-text.ts';
import type { ConnectionTest } from './test-connection.ts';

/** What was looked at, and what to change where something is wrong. */
export interface Check {
  readonly state: 'good' | 'doubt' | 'bad' | 'skipped';
  readonly name: string;
  readonly text: string;
  readonly advice?: string;
}

export interface DiagnosisOptions {
  readonly account: Account;
  readonly endpoints: Endpoints;
  /** The proxy that VS Code or the environment names, if any. */
  readonly proxy: string | undefined;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The addresses of a name. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Reads with the keys of the account. */
  readonly test: () => Promise<ConnectionTest>;
}

/** A clock that differs by more is refused by both clouds. */
const worstSkewMs = 15 * 60_000;
const noticedSkewMs = 60_000;

/** Hosts that the calls of an account go to, before anything is put in their place. */
export function hostsOf({ cloud, site, regions: [region = ''] }: Account): readonly string[] {
  return cloud === 'huawei'
    ? [hostOf('sharing', site), hostOf('iam', site)]
    : [regionalHost(region, 'diagnose'), stsHost];
}

/**
 * Looks at everything that a call needs, one after the other: name, proxy, certificate, clock, keys, permissions. The first four without
 * keys. What can't be looked at because of something before it is skipped. Never rejects.
 */
export async function diagnose(options: DiagnosisOptions): Promise<readonly Check[]> {
  const checks: Check[] = [proxyCheck(options.proxy)];
  let reached = false;
  for (const host of hostsOf(options.account)) {
    try {
      const url = baseUrl(host, options.endpoints, 'diagnose');
      checks.push(await nameCheck(url, options));
      const found = await reachChecks(url, options);
      checks.push(...found);
      reached ||= found.every(({ state }) => state !== 'bad');
    } catch (error) {
      checks.push(failed(t('Endpoint'), error));
    }
  }
  if (!reached) {
    const text = t('Not looked at, as no host of the cloud can be reached.');
    const skipped = (name: string): Check => ({ state: 'skipped', name, text });
    return [...checks, skipped(t('Keys')), skipped(t('Permissions'))];
  }
  try {
    return [...checks, ...(await keyChecks(options))];
  } catch (error) {
    return [...checks, failed(t('Keys'), error), notLookedAt(t('Permissions'))];
  }
}

function proxyCheck(proxy: string | undefined): Check {
  return {
    state: 'good',
    name: t('Proxy'),
    text: proxy === undefined ? t('None is set.') : t('{0} is used.', shown(withoutUser(proxy))),
  };
}

/** Name and password may stand in the address of a proxy. */
function withoutUser(proxy: string): string {
  if (!URL.canParse(proxy)) return '…';
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}

async function nameCheck(url: URL, { lookup, proxy }: DiagnosisOptions): Promise<Check> {
  const name = t('Name {0}', url.hostname);
  try {
    const addresses = await lookup(url.hostname.replace(/^\[|\]$/gu, ''));
    return { state: 'good', name, text: t('Found: {0}.', addresses.slice(0, 3).join(', ')) };
  } catch {
    return proxy === undefined
      ? {
          state: 'bad',
          name,
          text: t('The address was not found.'),
          advice: t('Check the connection, the name server, and whether a proxy has to be set.'),
        }
      : {
          state: 'doubt',
          name,
          text: t('The address was not found here. The proxy may know it.'),
        };
  }
}

/** One request without keys: it says whether the way is free, whether the certificate is good, and what time it is there. */
async function reachChecks(url: URL, options: DiagnosisOptions): Promise<readonly Check[]> {
  const { signal, timeoutMs, clock } = options;
  const name = t('Connection to {0}', url.host);
  const request = { url: url.href, method: 'GET', headers: {} } as const;
  const answer = await exchange(request, { signal, timeoutMs, clock });
  if (answer.type === 'failure') {
    const context = { operation: 'diagnose', host: url.host, timeoutMs, secrets: [] };
    return [failed(name, failureError(answer, context))];
  }
  return [
    {
      state: 'good',
      name,
      text:
        url.protocol === 'https:'
          ? t('It answers, and its certificate is trusted.')
          : t('It answers.'),
    },
    clockCheck(url, clockSkewMs(answer.headers, clock.now())),
  ];
}

function clockCheck(url: URL, skewMs: number | undefined): Check {
  const name = t('Clock of {0}', url.host);
  if (skewMs === undefined) {
    return { state: 'skipped', name, text: t('The answer does not say what time it is there.') };
  }
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (Math.abs(skewMs) < noticedSkewMs) {
    return { state: 'good', name, text: t('It differs by {0} seconds.', seconds) };
  }
  const minutes = Math.round(seconds / 60);
  return {
    state: Math.abs(skewMs) < worstSkewMs ? 'doubt' : 'bad',
    name,
    text:
      skewMs > 0
        ? t('The clock of this computer is {0} minutes behind that of the cloud.', minutes)
        : t('The clock of this computer is {0} minutes ahead of that of the cloud.', minutes),
    advice: t('Set the clock of this computer, and try again.'),
  };
}

async function keyChecks({ account, test }: DiagnosisOptions): Promise<readonly Check[]> {
  const { reads, missingActions, ownerId } = await test();
  const identity = reads.find(({ name }) => name === 'identity')?.error;
  const foreign = ownerId !== undefined && ownerId !== account.ownerId;
  const refused = reads.find(({ error }) => error?.kind === 'credentials')?.error ?? identity;
  const keys: Check =
    refused && refused.kind !== 'denied'
      ? failed(t('Keys'), new CloudError(refused))
      : foreign
        ? {
            state: 'bad',
            name: t('Keys'),
            text: t(
              'The keys are of the account {0}, not of {1}.',
              shown(ownerId),
              shown(account.ownerId),
            ),
            advice: t('Replace the keys of this account.'),
          }
        : { state: 'good', name: t('Keys'), text: t('The cloud takes them.') };
  const denied = reads.filter(({ error }) => error?.kind === 'denied');
  const permissions: Check =
    denied.length === 0
      ? keys.state === 'good'
        ? { state: 'good', name: t('Permissions'), text: t('Everything can be read.') }
        : notLookedAt(t('Permissions'))
      : {
          state: 'bad',
          name: t('Permissions'),
          text:
            missingActions.length > 0
              ? t('Missing permissions: {0}.', missingActions.map((one) => shown(one)).join(', '))
              : t('{0} of {1} reads are denied.', denied.length, reads.length),
          advice: t('Ask who manages the account for these permissions, or use other keys.'),
        };
  return [keys, permissions];
}

function notLookedAt(name: string): Check {
  return { state: 'skipped', name, text: t('Not looked at, as the keys are refused.') };
}

function failed(name: string, error: unknown): Check {
  const details = error instanceof CloudError ? error.details : undefined;
  return {
    state: 'bad',
    name,
    text: `${details?.meaning ?? shown(details?.message ?? redact(String(error)))} (${shown(details?.code ?? 'Unexpected')})`,
    ...(details?.advice === undefined ? {} : { advice: details.advice }),
  };
}
