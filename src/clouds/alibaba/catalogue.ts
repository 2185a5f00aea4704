import { t } from '@vscode/l10n';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';
import { gatewayCodes } from './catalogue-gateway.ts';
import { parameterEntry } from './catalogue-parameters.ts';
import { sharingCodes } from './catalogue-sharing.ts';

/**
 * Finds what is known about a code of ResourceSharing 2020-01-10, STS, or the gateway in front of them
 * (reference sections 5.3, 5.4 and 7). Unknown codes of a known family are read as the family; nothing
 * where even that fails.
 */
export function lookUp(code: string): CatalogueEntry | undefined {
  return (
    gatewayCodes.get(code) ?? sharingCodes.get(code) ?? parameterEntry(code) ?? familyEntry(code)
  );
}

function familyEntry(code: string): CatalogueEntry | undefined {
  return families.find(({ pattern }) => pattern.test(code))?.entry;
}

function family(pattern: RegExp, like: string): { pattern: RegExp; entry: CatalogueEntry }[] {
  const entry = gatewayCodes.get(like);
  return entry === undefined ? [] : [{ pattern, entry }];
}

const families: readonly { readonly pattern: RegExp; readonly entry: CatalogueEntry }[] = [
  ...family(/^(Rejected\.)?Throttling/, 'Throttling'),
  ...family(/^InvalidAccessKeyId(\.|$)/, 'InvalidAccessKeyId.NotFound'),
  ...family(/^InvalidSecurityToken(\.|$)/, 'InvalidSecurityToken.Malformed'),
  ...family(/^InvalidTimeStamp(\.|$)/, 'InvalidTimeStamp.Expired'),
  ...family(/^(NoPermission|Forbidden)(\.|$)/, 'NoPermission'),
  ...family(/^(ServiceUnavailable|InternalError|SystemError)(\.|$)/, 'InternalError'),
  {
    pattern: /^EntityNotExists\./,
    entry: {
      kind: 'notFound',
      meaning: () => t('The cloud does not know it, or not in this account and region.'),
      advice: () => t('Refresh, and check the account and the region.'),
    },
  },
  {
    pattern: /^QuotaExceeded\./,
    entry: {
      kind: 'conflict',
      meaning: () => t('A limit of the account is reached.'),
      advice: () => t('Remove what is no longer needed, or ask the cloud for a higher limit.'),
    },
  },
];
