import { wasRemoval } from '../../model/failed-row.ts';
import type { Association } from '../../model/share.ts';

/**
 * How it stands with an association, as a picture tells it: `partly` failed for some of the other side only, `invited`
 * has to be accepted first, `ending` is on its way out, `unknown` is a status that we do not know.
 */
export const tones = [
  'failed',
  'partly',
  'ending',
  'invited',
  'pending',
  'unknown',
  'usable',
] as const;

export type Tone = (typeof tones)[number];

export function toneOf({ status, failures, invited }: Association): Tone {
  const failed = failures.some((one) => !wasRemoval(one));
  switch (status.state) {
    case 'associated':
      return failed ? 'partly' : 'usable';
    case 'failed':
      if (failures.length === 0) return 'failed';
      // What could not be taken out is still there.
      return failed ? 'partly' : 'usable';
    case 'associating':
      return invited === true ? 'invited' : 'pending';
    case 'disassociating':
    case 'disassociated':
      return 'ending';
    case 'unknown':
      return 'unknown';
  }
}
