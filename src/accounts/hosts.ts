import { isLoopback } from '../clouds/http/base-url.ts';
import type { Endpoints } from '../clouds/cloud.ts';

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
