import { CloudError } from './cloud-error.ts';

/** The organisation of an account, with everybody who is in it. */
export interface Organization {
  /** As shares name it. */
  readonly id: string;
  /** The account that manages it. */
  readonly managementId: string;
  /** Ids of all accounts, the management account's among them. */
  readonly members: ReadonlySet<string>;
  /**
   * By account, folder or unit: what it is in, as shares name it, from near to far. The organisation itself is left
   * out: it holds all of them. What has no entry is in no part of it that anybody asked for, or in parts that nobody knows.
   */
  readonly containers: ReadonlyMap<string, readonly string[]>;
  /** The parts of which it is known who is in them: all, or those with these ids. */
  readonly known: 'all' | ReadonlySet<string>;
  /** When its accounts were read, milliseconds since the epoch. */
  readonly readAt: number;
}

export interface OrganizationQuery {
  /**
   * Folders, units and organisations that shares name, also such of other organisations. Some clouds tell of each only
   * when asked who is in it; others tell everything at once.
   */
  readonly parts: readonly string[];
}

/** How long it is good: accounts join and leave seldom, and whoever cannot be told now will not be told in a minute. */
export const organizationMaxAgeMs = 30 * 60_000;
/** How long nobody asks again after a failure that may pass. */
export const organizationRetryMs = 60_000;

/** Whether another try may go better soon: what is denied stays denied. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  const passing: readonly CloudError['kind'][] = ['network', 'timeout', 'server', 'throttled'];
  return passing.includes(error.kind);
}
