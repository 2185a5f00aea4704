import { t } from '@vscode/l10n';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';
import { gatewayEntry, type WireError } from './catalogue-gateway.ts';
import { sharingCodes } from './catalogue-sharing.ts';

/**
 * Finds what is known about an error of the gateway or of Resource Access Manager (reference sections 2.4 and 6).
 * Codes are compared without letter case: the pages print `RAM.1102`, the wire was seen with `ram.1102`.
 * Nothing for codes that are not published.
 */
export function lookUp(error: WireError): CatalogueEntry | undefined {
  const code = error.code.toUpperCase();
  return sharingCodes.get(code) ?? gatewayEntry({ ...error, code }) ?? byStatus(error.status);
}

/** For a status that says enough by itself. */
function byStatus(status: number): CatalogueEntry | undefined {
  switch (status) {
    case 401:
      return {
        kind: 'credentials',
        meaning: () => t('The cloud does not accept these credentials.'),
        advice: () => t('Check the access key id, the secret and the security token.'),
      };
    case 404:
      return {
        kind: 'notFound',
        meaning: () => t('The cloud does not know it, or not in this account.'),
        advice: () => t('Refresh, and check the account.'),
      };
    case 409:
      return {
        kind: 'conflict',
        busy: true,
        meaning: () => t('Something else is changing the same share.'),
        advice: () => t('Wait until the running operation has ended, and try again.'),
      };
    case 429:
      return {
        kind: 'throttled',
        meaning: () => t('The cloud asks to slow down.'),
        advice: () => t('Calls of this account wait and go on by themselves.'),
      };
    default:
      return undefined;
  }
}
