import { t } from '@vscode/l10n';
import { CloudError } from '../../clouds/cloud-error.ts';
import type { ShareCloud } from '../../clouds/cloud.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Scope } from '../../model/account.ts';
import { type Clock, sleep, systemClock } from '../../model/clock.ts';
import { isPending } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';

export interface AcceptedShare {
  /** Of the receiver. */
  readonly scope: Scope;
  readonly shareId: string;
  /** How the user calls the receiver. */
  readonly receiver: string;
}

interface Surroundings {
  readonly inventory: Pick<Inventory, 'snapshot' | 'merge' | 'loadShare'>;
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock?: Clock;
}

/** Clouds hand over after the answer to an acceptance; waits between the looks at it, in milliseconds. */
const pauses = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * Reads what a receiver has got by accepting until it can be used, or for a quarter of a minute.
 * @returns whether it can be used, or why not yet, as a sentence. Never rejects
 */
export async function readAccepted(
  accepted: AcceptedShare,
  { inventory, connect, clock = systemClock }: Surroundings,
): Promise<string> {
  const { scope, shareId, receiver } = accepted;
  const { signal } = new AbortController();
  try {
    const cloud = await connect(scope.accountId);
    for (const pause of pauses) {
      const query = { owner: 'other', ids: [shareId] } as const;
      for await (const shares of cloud.listShares(scope.region, query, {
        signal,
        priority: 'action',
      })) {
        // The inventory reads shares that it does not know on the side of their owner.
        inventory.merge(scope, { shares: shares.filter(({ id }) => id === shareId) });
      }
      const { entries } = inventory.snapshot(scope);
      if (entries.has(shareId)) {
        await inventory.loadShare(scope, shareId, 'action');
        const rows = inventory.snapshot(scope).entries.get(shareId)?.resources ?? [];
        if (rows.length > 0 && !rows.some(({ status }) => isPending(status))) break;
      }
      await sleep(clock, pause, signal);
    }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
  }
  return sentence(inventory.snapshot(scope).entries.get(shareId)?.resources ?? [], receiver);
}

function sentence(
  rows: readonly { readonly status: { readonly state: string } }[],
  receiver: string,
): string {
  const name = shown(receiver);
  const usable = rows.filter(({ status }) => status.state === 'associated').length;
  if (usable === 0) {
    return t('{0} can’t use anything of it yet: the cloud is still handing it over.', name);
  }
  if (usable < rows.length)
    return t('{0} can use {1} of {2} resources.', name, usable, rows.length);
  return usable === 1
    ? t('{0} can use 1 resource.', name)
    : t('{0} can use {1} resources.', name, usable);
}
