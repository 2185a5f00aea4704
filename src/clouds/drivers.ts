import type { CloudId } from '../model/account.ts';
import type { CloudDriver } from './cloud.ts';

/** The driver of a cloud, loaded when it is first asked for so that activation stays small. */
export async function loadDriver(cloud: CloudId): Promise<CloudDriver> {
  switch (cloud) {
    case 'alibaba':
      return (await import('./alibaba/driver.ts')).alibabaDriver;
    case 'huawei':
      return (await import('./huawei/driver.ts')).huaweiDriver;
  }
}
