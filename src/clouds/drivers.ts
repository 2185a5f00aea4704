import { t } from '@vscode/l10n';
import type { CloudId } from '../model/account.ts';
import { CloudError } from './cloud-error.ts';
import type { CloudDriver } from './cloud.ts';

/**
 * The driver of a cloud, loaded when it is first asked for so that activation stays small.
 * @throws {@link CloudError} of kind `invalid` for a cloud that has none yet
 */
export async function loadDriver(cloud: CloudId): Promise<CloudDriver> {
  switch (cloud) {
    case 'alibaba':
      return (await import('./alibaba/driver.ts')).alibabaDriver;
    case 'huawei':
      throw new CloudError({
        kind: 'invalid',
        code: 'UnsupportedCloud',
        message: cloud,
        operation: 'connect',
        notSent: true,
        meaning: t('Huawei Cloud is not supported yet.'),
        advice: t('Choose Alibaba Cloud.'),
      });
  }
}
