import { t } from '@vscode/l10n';
import type { CloudId } from '../../../model/account.ts';

export function cloudName(cloud: CloudId): string {
  switch (cloud) {
    case 'alibaba':
      return t('Alibaba Cloud');
    case 'huawei':
      return t('Huawei Cloud');
  }
}
