import { t } from '@vscode/l10n';
import type { Region } from '../cloud.ts';

/** One endpoint serves all regions (reference section 1): there is one scope. */
export function globalRegions(): readonly Region[] {
  return [{ id: 'global', name: t('All regions') }];
}
