/**
 * A status as we reason about it, with the vendor's own text beside it.
 * A text that we don't know gives the state `unknown` and is shown as it came.
 */
export interface Status<Known extends string> {
  readonly state: Known | 'unknown';
  /** The vendor's word, untouched. */
  readonly text: string;
}

export const shareStates = ['active', 'pending', 'deleting', 'deleted'] as const;
export const associationStates = [
  'associating',
  'associated',
  'failed',
  'disassociating',
  'disassociated',
] as const;

export type ShareState = (typeof shareStates)[number];
export type AssociationState = (typeof associationStates)[number];
export type ShareStatus = Status<ShareState>;
export type AssociationStatus = Status<AssociationState>;

/**
 * Reads a vendor's status text without assuming letter case.
 * @param known the states to look for
 * @param text what the vendor sent
 */
export function parseStatus<Known extends string>(
  known: readonly Known[],
  text: string,
): Status<Known> {
  const lower = text.toLowerCase();
  return { state: known.find((state) => state.toLowerCase() === lower) ?? 'unknown', text };
}

/** True while the cloud still works on it, or somebody still has to answer: worth watching. */
export function isPending(status: ShareStatus | AssociationStatus): boolean {
  switch (status.state) {
    case 'pending':
    case 'associating':
    case 'disassociating':
    case 'deleting':
      return true;
    case 'active':
    case 'associated':
    case 'failed':
    case 'disassociated':
    case 'deleted':
    case 'unknown':
      return false;
  }
}

/** True for rows that a cloud keeps for a while after the end (48 to 96 hours on Alibaba Cloud). */
export function isDead(status: ShareStatus | AssociationStatus): boolean {
  return status.state === 'deleted' || status.state === 'disassociated';
}
