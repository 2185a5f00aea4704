import type { Association } from '../../../model/share.ts';

/** True for a row that is in its share, or on its way in, or has failed to get in: its owner can take it out. */
export function isRemovable({ status }: Association): boolean {
  switch (status.state) {
    case 'associated':
    case 'associating':
    case 'failed':
    case 'unknown':
      return true;
    case 'disassociating':
    case 'disassociated':
      return false;
  }
}
