import { t } from '@vscode/l10n';

/**
 * What a failure reason means, by the page of ListResourceShareAssociations (values of `FailureReason`), which the
 * received side uses as `ResourceStatus` as well. Nothing for a reason that is not documented.
 */
export function explainFailure(reason: string): string | undefined {
  switch (reason) {
    case 'Unavailable':
      return t('The resource does not exist, or its state does not allow sharing.');
    case 'LimitExceeded':
      return t('The resource is shared with as many principals as it can be.');
    case 'ZonalResourceInaccessible':
      return t('The resource is not available in this region for the other account.');
    case 'InternalError':
      return t('Something went wrong inside the cloud. Try again later.');
    case 'UnsupportedOperation':
      return t('The resource does not support this operation.');
    default:
      return undefined;
  }
}
