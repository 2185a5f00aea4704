import { CloudError } from '../clouds/cloud-error.ts';
import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';

/**
 * The account that the keys of a client are of, as far as the cloud tells. Where it does not answer that question, the
 * own shares of the account name their owner.
 * @param region one that the account is looked at in
 * @returns undefined where nothing tells
 * @throws CloudError where the keys are refused, or the cloud can't be asked
 */
export async function ownerOfKeys(
  client: Pick<ShareCloud, 'identify' | 'listShares'>,
  region: string,
  options: CallOptions,
): Promise<string | undefined> {
  try {
    return (await client.identify(options)).ownerId;
  } catch (error) {
    if (!(error instanceof CloudError) || error.details.code !== 'AccountUnknown') throw error;
  }
  try {
    for await (const shares of client.listShares(region, { owner: 'self' }, options)) {
      const named = shares.find(({ ownerId }) => ownerId !== '');
      if (named) return named.ownerId;
    }
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind !== 'denied') throw error;
  }
  return undefined;
}
