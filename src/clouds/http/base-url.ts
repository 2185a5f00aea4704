import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { Endpoints } from '../cloud.ts';

/**
 * Where calls for a host go: the vendor, or what the account puts in its place.
 * @throws {@link CloudError} of kind `invalid` unless the address is https, or http on this machine, without path or user
 */
export function baseUrl(host: string, endpoints: Endpoints | undefined, operation: string): URL {
  const override = endpoints?.[host];
  if (override === undefined) return new URL(`https://${host}/`);
  const url = URL.canParse(override) ? new URL(override) : undefined;
  if (url === undefined || !isAllowed(url)) {
    throw new CloudError({
      kind: 'invalid',
      code: 'InvalidEndpoint',
      message: host,
      operation,
      notSent: true,
      meaning: t('The endpoint set for {0} is not usable.', host),
      advice: t('Use an https address without a path. Plain http is allowed on this machine only.'),
    });
  }
  return url;
}

function isAllowed(url: URL): boolean {
  const bare = url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
}

/** Whether an address is one of this machine. */
export function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
  );
}
