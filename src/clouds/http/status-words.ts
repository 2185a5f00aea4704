import { t } from '@vscode/l10n';
import type { CloudErrorDetails } from '../cloud-error.ts';

/** What is to be said of a failure of the servers that says nothing itself, such as a gateway's 502. */
export function serverWords(status: number): Pick<CloudErrorDetails, 'meaning' | 'advice'> {
  return {
    meaning: t('Something failed at the cloud, or on the way to it: HTTP {0}.', status),
    advice: t('Try again in a moment.'),
  };
}
