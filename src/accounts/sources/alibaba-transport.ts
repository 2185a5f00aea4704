import { t } from '@vscode/l10n';
import { CloudError } from '../../clouds/cloud-error.ts';
import { baseUrl } from '../../clouds/http/base-url.ts';
import { failureError } from '../../clouds/http/failure-error.ts';
import { exchange } from '../../clouds/http/transport.ts';
import type { VendorAnswer, VendorRequest } from './alibaba-vendor.ts';
import { sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

/** What the vendor's metadata service answers under, on its machines only. */
const metadataHost = '100.100.100.200';

/**
 * Sends the requests of the vendor's package: on the host's `fetch`, to the vendor's hosts and what the user has put in
 * their place, and nowhere else.
 * @throws CloudError and nothing else; never with anything that was sent or answered but the cloud's code
 */
export async function sendForVendor(
  request: VendorRequest,
  { endpoints, timeoutMs, clock }: Surroundings,
): Promise<VendorAnswer> {
  const operation = 'AssumeRole';
  const url = new URL(request.toRequestURL());
  const isForeign = !url.host.endsWith('.aliyuncs.com') && url.host !== metadataHost;
  const override = endpoints[url.host];
  if (override !== undefined || !isForeign) {
    if (url.host !== metadataHost || override !== undefined) {
      const base = baseUrl(url.host, endpoints, operation);
      url.protocol = base.protocol;
      url.host = base.host;
    }
  } else if (request.bodyForm !== undefined) {
    throw foreignHost(url.host);
  }
  const form = new URLSearchParams({ ...request.bodyForm }).toString();
  const answer = await exchange(
    {
      url: url.href,
      method: request.method === 'POST' ? 'POST' : request.method === 'PUT' ? 'PUT' : 'GET',
      headers: Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      ...(form === '' ? {} : { body: form }),
    },
    { signal: new AbortController().signal, timeoutMs, clock },
  );
  if (answer.type === 'failure') {
    throw failureError(answer, { operation, host: url.host, timeoutMs, secrets: [] });
  }
  if (answer.status !== 200) throw refusal(answer.status, answer.text);
  return {
    statusCode: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: Buffer.from(answer.text),
  };
}

/** Keys and what they sign go to the vendor. */
export function foreignHost(host: string): CloudError {
  return sourceError(
    'ForeignHost',
    t('{0} is not a host of the vendor: nothing was sent to it.', host),
    t('Remove it from the profile, or set it as an endpoint of this account.'),
  );
}

/** What the cloud says no with; its message may quote what was sent, so that only its code is kept. */
function refusal(status: number, text: string): CloudError {
  const code = /"Code"\s*:\s*"([\w.]{1,80})"/u.exec(text)?.[1] ?? `HTTP${status}`;
  const requestId = /"RequestId"\s*:\s*"([\w-]{1,64})"/u.exec(text)?.[1];
  return new CloudError({
    kind: 'credentials',
    code,
    message: code,
    operation: 'AssumeRole',
    httpStatus: status,
    meaning: t('The cloud gave no temporary keys for this role.'),
    advice: /NoPermission|Forbidden/u.test(code)
      ? t('Check that the keys may assume the role, and that the role trusts their account.')
      : t('Check the keys of the profile, and the role.'),
    ...(requestId === undefined ? {} : { requestId }),
    ...(code === 'NoPermission' ? { missingAction: 'sts:AssumeRole' } : {}),
  });
}
