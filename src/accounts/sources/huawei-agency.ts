import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import { CloudError } from '../../clouds/cloud-error.ts';
import { answerError } from '../../clouds/huawei/errors.ts';
import { type Json, signatureDate, signedHeaders } from '../../clouds/huawei/sign.ts';
import { hostOf } from '../../clouds/huawei/sites.ts';
import { clockSkewMs } from '../../clouds/http/answer-headers.ts';
import { baseUrl } from '../../clouds/http/base-url.ts';
import { usableCredentials } from '../../clouds/http/credentials.ts';
import { failureError } from '../../clouds/http/failure-error.ts';
import { parseJson } from '../../clouds/http/json.ts';
import { exchange, type HttpAnswer } from '../../clouds/http/transport.ts';
import type { CloudSite } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { keysOf, type KeyProvider, type Keys } from './keys.ts';
import { sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

/** An agency of Huawei Cloud: what another account lets this one do in it. */
export interface Agency {
  readonly name: string;
  /** The account that delegates: its id, or its name. */
  readonly account: string;
}

/** The call that takes on an agency, by the vendor's name. */
export const agencyOperation = 'CreateTemporaryAccessKeyByAgency';

/** What the identity policy of the keys has to allow, by the vendor's guide for the delegated party. */
const neededAction = 'iam:agencies:assume';

/** As long as roles of the other cloud last; 15 minutes to 24 hours are allowed. */
const lifeSeconds = 3_600;

/** How long before their end keys are had again, in milliseconds. */
const refreshBeforeMs = 5 * 60_000;

const answerSchema = z.object({
  credential: z.object({
    access: z.string().check(z.minLength(1)),
    secret: z.string().check(z.minLength(1)),
    securitytoken: z.string().check(z.minLength(1)),
    expires_at: z.string(),
  }),
});

/** An agency as an account remembers it. Names of accounts have no slash. */
export function agencyText({ account, name }: Agency): string {
  return `${account}/${name}`;
}

/** Undefined for a text that is none. */
export function parseAgency(text: string): Agency | undefined {
  const [, account, name] = /^([^/]+)\/(.+)$/su.exec(text) ?? [];
  return account === undefined || name === undefined ? undefined : { account, name };
}

/**
 * Takes on an agency with other keys, and again some minutes before its keys end: `POST /v3.0/OS-CREDENTIAL/securitytokens`
 * (https://support.huaweicloud.com/intl/en-us/api-iam/iam_04_0101.html, of 2025-12-27). Whoever asks while it is asked
 * gets the same answer, or the same failure. The keys are held in memory only.
 * @param base gives the keys of the account that the agency delegates to
 * @param site whose identity service is asked
 */
export function assumedAgency(
  base: KeyProvider,
  agency: Agency,
  site: CloudSite | undefined,
  surroundings: Surroundings,
): KeyProvider {
  const { clock } = surroundings;
  let held: Keys | undefined;
  let asking: Promise<Keys> | undefined;
  const last = (ms: number): Keys | undefined =>
    (held?.expiresAt ?? 0) - clock.now() > ms ? held : undefined;
  const renew = async (): Promise<Keys> => {
    try {
      held = await askForKeys(base, agency, site, surroundings);
      return held;
    } catch (error) {
      const serving = isPassing(error) ? last(0) : undefined;
      if (serving !== undefined) return serving;
      throw error;
    }
  };
  return () => {
    const good = last(refreshBeforeMs);
    if (good !== undefined) return Promise.resolve(good);
    return (asking ??= renew().finally(() => {
      asking = undefined;
    }));
  };
}

/** The keys at hand serve until their end where the next ones can't be asked for at the moment. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof CloudError &&
    ['network', 'timeout', 'throttled', 'server'].includes(error.kind)
  );
}

/** @throws CloudError and nothing else, without anything that was sent or answered but the cloud's code */
async function askForKeys(
  base: KeyProvider,
  agency: Agency,
  site: CloudSite | undefined,
  { endpoints, timeoutMs, clock }: Surroundings,
): Promise<Keys> {
  const operation = agencyOperation;
  const credentials = await usableCredentials(async () => (await base()).credentials, operation);
  const secrets = Object.values(credentials);
  const url = baseUrl(hostOf('iam', site), endpoints, operation);
  url.pathname = '/v3.0/OS-CREDENTIAL/securitytokens';
  const body = requestBody(agency);
  const date = signatureDate(clock.now());
  const headers = signedHeaders({ method: 'POST', url, query: {}, date, credentials, body });
  const answer = await exchange(
    { url: url.href, method: 'POST', headers, body: JSON.stringify(body) },
    { signal: new AbortController().signal, timeoutMs, clock },
  );
  if (answer.type === 'failure') {
    throw beforeTheCall(failureError(answer, { operation, host: url.host, timeoutMs, secrets }));
  }
  const now = clock.now();
  if (answer.status < 200 || answer.status > 299) {
    throw refusal(answerError(answer, { operation, now, secrets }), answer.status, agency);
  }
  return read(answer, now);
}

/** The vendor recommends to name the account by its id. */
function requestBody({ account, name }: Agency): Json {
  const isId = /^[0-9a-f]{32}$/u.test(account);
  return {
    auth: {
      identity: {
        methods: ['assume_role'],
        assume_role: {
          agency_name: name,
          ...(isId ? { domain_id: account } : { domain_name: account }),
          duration_seconds: lifeSeconds,
        },
      },
    },
  };
}

function read(answer: HttpAnswer, now: number): Keys {
  const parsed = answerSchema.safeParse(parseJson(answer.text));
  const end = parsed.success ? Date.parse(parsed.data.credential.expires_at) : Number.NaN;
  if (!parsed.success || Number.isNaN(end)) {
    throw sourceError(
      'NoTemporaryKeys',
      t('No keys could be had: the answer was not of the form that it should have.'),
      t('Check the proxy, the network sign-in and the endpoints of the account.'),
    );
  }
  const { access, secret, securitytoken } = parsed.data.credential;
  return {
    credentials: keysOf(access, secret, securitytoken),
    // By our clock: it is the one that is looked at.
    expiresAt: end - (clockSkewMs(answer.headers, now) ?? 0),
  };
}

/** Says what stands in the way, in words for the agency. Wrong keys, a wrong clock and a busy cloud are told as they always are. */
function refusal(error: CloudError, status: number, agency: Agency): CloudError {
  const { details } = error;
  // What the gateway refuses before anybody looks at the agency has words of its own.
  const isGateway = /^APIGW\./iu.test(details.code) && status !== 403;
  if (isGateway || details.kind === 'clock' || ![400, 403, 404].includes(status)) {
    return beforeTheCall(error);
  }
  const ours = status === 403 ? 'AgencyRefused' : status === 404 ? 'AgencyNotFound' : details.code;
  return beforeTheCall(
    new CloudError({
      ...details,
      kind: 'credentials',
      code: details.code === `HTTP${status}` ? ours : details.code,
      meaning:
        status === 404
          ? t(
              'There is no agency {0} in the account {1}.',
              shown(agency.name),
              shown(agency.account),
            )
          : t('The cloud gave no temporary keys for this agency.'),
      advice:
        status === 403
          ? t(
              'Check that the keys have the permission {0}, and that the agency delegates to their account.',
              neededAction,
            )
          : t('Check the name of the agency, and the account that delegates by it.'),
      ...(status === 403 ? { missingAction: neededAction } : {}),
    }),
  );
}

/**
 * Of the call that the keys were for nothing was sent. What the cloud says is left out but for its code, as it may quote
 * what was sent to it.
 */
function beforeTheCall({ details }: CloudError): CloudError {
  return new CloudError({ ...details, cause: undefined, message: details.code, notSent: true });
}
