import type { Outcome } from '../../../src/changes/follow.ts';

/** How something came out that nothing was sent for. */
export const noOutcome: Omit<Outcome, 'part'> = {
  end: 'settled',
  associated: [],
  failed: [],
  removed: [],
  vanished: [],
  unread: [],
  waiting: [],
  stillPending: [],
  ending: [],
};
