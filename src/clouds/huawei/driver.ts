import type { CloudDriver } from '../cloud.ts';
import { abilities } from './abilities.ts';
import { HuaweiClient } from './client.ts';
import { adviseFailure, explainFailure } from './failure-reasons.ts';
import { globalRegions } from './regions.ts';

/** Huawei Cloud Resource Access Manager. */
export const huaweiDriver: CloudDriver = {
  abilities,
  get regions() {
    return globalRegions();
  },
  connect: (options) => new HuaweiClient(options),
  explainFailure,
  adviseFailure,
  // The vendor's pages name the way through the menus but no address (reference section 11).
  consoleUrl: () => undefined,
};
