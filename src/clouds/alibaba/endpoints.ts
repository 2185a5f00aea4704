import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { Endpoints } from '../cloud.ts';

/** STS has one address for all regions (reference section 2). */
export const stsHost = 'sts.aliyuncs.com';

/** So has the resource directory. */
export const directoryHost = 'resourcedirectory.aliyuncs.com';

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
