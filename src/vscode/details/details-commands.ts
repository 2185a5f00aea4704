import { parseAccessId } from '../access/access-address.ts';
import type { CommandHandler } from '../commands.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { pickShare, type PickParts } from '../shares/pick.ts';
import type { ShareDetails } from './share-details.ts';
import type { ShareName } from './subject.ts';

interface Parts extends PickParts {
  readonly details: Lazy<ShareDetails>;
}

/** The command that opens the page of a share. */
export function detailsCommands(
  parts: Parts,
): Readonly<Record<'resourceShares.showDetails', CommandHandler>> {
  return {
    'resourceShares.showDetails': async (row) => {
      const name = await shareOf(row, parts);
      if (name) (await parts.details.get()).open(name);
    },
  };
}

/** The share at or above a row of the tree, or of a grant in the view *Access*; else the one that is asked for. */
async function shareOf(row: unknown, parts: Parts): Promise<ShareName | undefined> {
  const grant = parseAccessId(row);
  if (grant?.kind === 'grant') {
    const { accountId, region, shareId } = grant;
    return { scope: { accountId, region }, shareId };
  }
  const address = addressOf(row);
  const share = address && 'shareId' in address ? address : await pickShare(parts, 'any');
  if (!share) return undefined;
  const { accountId, region, shareId } = share;
  return { scope: { accountId, region }, shareId };
}
