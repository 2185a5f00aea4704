import type { Inventory } from '../../inventory/inventory.ts';
import type { Invitations } from './invitations.ts';

/**
 * Asks whether an invitation waits, behind each reading of a scope that came to its end: one call more, after all
 * others. No list that is read anyway tells: a share is among those of its receiver once it is accepted.
 * @param onError gets why that failed in a way that no answer of a cloud explains
 * @returns ends that
 */
export function lookForInvitations(
  inventory: Inventory,
  invitations: () => Promise<Pick<Invitations, 'look'>>,
  onError: (error: unknown) => void,
): () => void {
  return inventory.onDidChangeLoading((scope) => {
    const { loading, loadedAt, failure } = inventory.snapshot(scope);
    if (loading || loadedAt === undefined || failure) return;
    invitations()
      .then((view) => view.look(scope, 'watch'))
      .catch(onError);
  });
}
