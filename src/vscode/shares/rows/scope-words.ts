import { t } from '@vscode/l10n';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import type { TreeState } from './tree-state.ts';

export function ageText(snapshot: Snapshot, state: TreeState): string {
  if (!snapshot.failure) return '';
  return snapshot.loadedAt === undefined
    ? t('could not be read')
    : t('stale since {0}', state.formatTime(snapshot.loadedAt));
}
