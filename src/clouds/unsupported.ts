import { t } from '@vscode/l10n';
import { CloudError } from './cloud-error.ts';

/** The failure of what a cloud has no operation for: `Abilities` tells beforehand. */
export function unsupported(operation: string): CloudError {
  return new CloudError({
    kind: 'invalid',
    code: 'NotSupported',
    message: operation,
    operation,
    notSent: true,
    meaning: t('This cloud has no operation for it.'),
    advice: t('Use the console of the cloud, if it can be done at all.'),
  });
}
