import type { Inventory } from '../../inventory/inventory.ts';
import type { Invitations } from './invitations.ts';

/**
 * Asks whether an invitation waits, behind each reading of a scope that came to its end: one call more, after all
 * others. No list that is read anyway tells: a share is among those of its receiver once it is accepted.
 * @returns ends that
 */
export function lookForInvitations(
  inventory: Inventory,
  invitations: () => Promise<Invitations>,
): () => void {
  return inventory.onDidChangeLoading((scope) => {
    const { loading, loadedAt, failure } = inventory.snapshot(scope);
    if (loading || loadedAt === undefined || failure) return;
    void invitations().then((view) => view.look(scope, 'watch'));
  });
}
