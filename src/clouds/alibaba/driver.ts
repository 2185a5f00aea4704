import type { ShareOwner } from '../../model/share.ts';
import type { CloudDriver } from '../cloud.ts';
import { abilities } from './abilities.ts';
import { AlibabaClient } from './client.ts';
import { adviseFailure, explainFailure } from './failure-reasons.ts';
import { knownRegions } from './regions.ts';

/** Alibaba Cloud Resource Sharing. */
export const alibabaDriver: CloudDriver = {
  abilities,
  get regions() {
    return knownRegions();
  },
  connect: (options) => new AlibabaClient(options),
  explainFailure,
  adviseFailure,
  consoleUrl,
};

/** The console has a page for each side of a region (reference section 14.3); a single share has no known address. */
function consoleUrl(target: { readonly region: string; readonly owner: ShareOwner }): string {
  const side = target.owner === 'self' ? 'owned' : 'shared';
  return `https://resourcemanager.console.aliyun.com/resource-shares/${encodeURIComponent(target.region)}/${side}`;
}
