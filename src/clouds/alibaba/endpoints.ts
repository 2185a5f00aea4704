import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { Endpoints } from '../cloud.ts';

/** STS has one address for all regions (reference section 2). */
export const stsHost = 'sts.aliyuncs.com';

/**
 * The vendor's host for a region.
 * @throws {@link CloudError} of kind `invalid` for a text that is no region id, so that none can point elsewhere
 */
export function regionalHost(region: string, operation: string): string {
  if (!/^[a-z0-9][a-z0-9-]{1,40}$/.test(region)) {
    throw new CloudError({
      kind: 'invalid',
      code: 'InvalidRegion',
      message: region,
      operation,
      notSent: true,
      meaning: t('This is not the id of a region.'),
      advice: t('Choose the region again in the settings of the account.'),
    });
  }
  return `resourcesharing.${region}.aliyuncs.com`;
}

/** The region to ask where the cloud does not care: one that the overrides name, else the vendor's first. */
export function anyRegion(endpoints: Endpoints | undefined): string {
  for (const host of Object.keys(endpoints ?? {})) {
    const region = /^resourcesharing\.([a-z0-9-]+)\.aliyuncs\.com$/.exec(host)?.[1];
    if (region !== undefined) return region;
  }
  return 'cn-hangzhou';
}

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

function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' ||
    url.hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
  );
}
