import { t } from '@vscode/l10n';
import { pairStates, type PairState, type Sign } from '../../details-protocol.ts';

/** How it stands with a pair, as the cell of the matrix says it. */
export function pairSign(state: PairState): Sign {
  switch (state) {
    case 'usable':
      return { icon: 'pass', tone: 'good', text: t('Usable') };
    case 'pending':
      return { icon: 'sync', tone: 'plain', text: t('Not usable yet') };
    case 'invited':
      return { icon: 'mail', tone: 'plain', text: t('Invited, not usable yet') };
    case 'failed':
      return { icon: 'error', tone: 'bad', text: t('Failed') };
    case 'ending':
      return { icon: 'clock', tone: 'warning', text: t('Ending') };
    case 'unknown':
      return { icon: 'question', tone: 'warning', text: t('Not known whether usable') };
    case 'over':
      return { icon: 'circle-slash', tone: 'over', text: t('Ended') };
  }
}

/** The states there are, each once, for the legend. */
export function statesIn(pairs: readonly (readonly PairState[])[]): readonly PairState[] {
  const found = new Set(pairs.flat());
  return pairStates.filter((state) => found.has(state));
}
