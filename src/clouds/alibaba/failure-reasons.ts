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

/** What to do about a documented reason. Only what passes by itself, or what was not there yet, is worth trying again as it is. */
export function adviseFailure(
  reason: string,
): { readonly advice: string; readonly retry: boolean } | undefined {
  switch (reason) {
    case 'Unavailable':
      return {
        advice: t('See that the resource exists and is ready for use, and try again.'),
        retry: true,
      };
    case 'LimitExceeded':
      return {
        advice: t(
          'Take principals out that no longer need the resource, or ask for a higher quota.',
        ),
        retry: false,
      };
    case 'ZonalResourceInaccessible':
      return {
        advice: t('Share a resource of a zone that the other account can use.'),
        retry: false,
      };
    case 'InternalError':
      return { advice: t('Try again later.'), retry: true };
    case 'UnsupportedOperation':
      return { advice: t('Take the resource out of the share.'), retry: false };
    default:
      return undefined;
  }
}
