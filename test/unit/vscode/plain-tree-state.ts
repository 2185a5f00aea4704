import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';

/** What the views' rows are made from, with nothing beside the accounts and what is held of them but what is given. */
export function plainTreeState(
  given: Pick<TreeState, 'accounts' | 'snapshot'> & Partial<TreeState>,
): TreeState {
  return {
    showEnded: false,
    abilities: () => undefined,
    explainFailure: () => undefined,
    hasConsole: () => false,
    regionName: () => undefined,
    isStuck: () => false,
    formatTime: String,
    ...given,
  };
}
