import { isLoopback } from '../clouds/http/base-url.ts';
import { t } from '@vscode/l10n';
import { CloudError } from '../clouds/cloud-error.ts';
import type { Endpoints } from '../clouds/cloud.ts';
import { shown } from '../model/untrusted-text.ts';

/** What the hosts of the vendors end with. */
const vendors = /\.(?:aliyuncs\.com|myhuaweicloud\.com|myhuaweicloud\.eu)$/u;

/**
 * Hosts that signed calls would go to, and that are neither a vendor's nor this machine nor confirmed by the user for
 * this account. What is no address at all is left out: it is refused where it is used.
 */
export function unconfirmedHosts(
  endpoints: Endpoints,
  confirmed: readonly string[],
): readonly string[] {
  const hosts = Object.values(endpoints).flatMap((address) => {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    return url === undefined || isLoopback(url) || vendors.test(url.hostname) ? [] : [url.host];
  });
  return [...new Set(hosts)].filter((host) => !confirmed.includes(host));
}

/**
 * Lets pass what leads to hosts that keys may be used at.
 * @throws CloudError where one of them is neither the vendor's nor this machine, and the user has not confirmed it
 */
export function confirmedEndpoints(endpoints: Endpoints, confirmed: readonly string[]): Endpoints {
  const [host] = unconfirmedHosts(endpoints, confirmed);
  if (host === undefined) return endpoints;
  throw new CloudError({
    kind: 'local',
    code: 'UnconfirmedHost',
    message: host,
    operation: 'connect',
    notSent: true,
    meaning: t(
      'The settings send the calls of this account to {0}, which is not a host of the vendor. Nothing was sent.',
      shown(host),
    ),
    advice: t('Test the connection of the account to confirm this host, or correct the setting.'),
  });
}
