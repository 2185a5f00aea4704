import { type Clock, sleep } from '../../model/clock.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions } from '../cloud.ts';
import { forwardAbort } from '../http/abort.ts';
import { collect } from '../http/pages.ts';
import type { Caller } from './caller.ts';
import { listAccounts } from './calls/accounts.ts';
import { readPages } from './pages.ts';

/** The organisation of an account, as far as the cloud tells. */
export interface Organization {
  readonly id: string;
  readonly managementId: string;
  /** Account ids, the management account's among them. */
  readonly members: ReadonlySet<string>;
}

/** Accounts join and leave seldom, and whoever cannot be told now will not be told in a minute. */
const maxAgeMs = 30 * 60_000;
/** After a failure that may pass. */
const retryAfterMs = 60_000;
/** Rows are not held back for longer: whether somebody is outside is worth less than the row itself. */
const patienceMs = 5_000;

/** Knows who is in the organisation of the account: read when it is first needed, and again when it is old. */
export class OrganizationLookup {
  readonly #caller: Caller;
  #known: Organization | undefined;
  #reading: Promise<void> | undefined;
  #readAt = -Infinity;
  #nextReadAt = -Infinity;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * The organisation, or nothing where it is not known: no right to list it, no answer, or none in time.
   * Never rejects. Watching reads nothing: it makes do with what is known.
   */
  async get({ priority, signal }: CallOptions): Promise<Organization | undefined> {
    const { clock } = this.#caller.http;
    if (priority !== 'watch' && clock.now() >= this.#nextReadAt) this.#reading ??= this.#read();
    const patience = this.#readAt + patienceMs - clock.now();
    if (this.#reading && patience > 0) await untilDone(this.#reading, patience, clock, signal);
    return this.#known;
  }

  async #read(): Promise<void> {
    const { clock } = this.#caller.http;
    this.#readAt = clock.now();
    let pause = maxAgeMs;
    try {
      // Not the caller's signal: others may wait for the same answer.
      const options = { priority: 'view', signal: new AbortController().signal } as const;
      const rows = await collect(
        readPages(this.#caller, listAccounts(), options, ({ accounts }) => accounts),
      );
      this.#known = organizationOf(rows, this.#caller.ownerId);
    } catch (error) {
      if (mayPass(error)) pause = retryAfterMs;
      else this.#known = undefined;
    }
    this.#nextReadAt = clock.now() + pause;
    this.#reading = undefined;
  }
}

/** Waits until it is done, for so long at most, and no longer than the caller does. */
async function untilDone(
  reading: Promise<void>,
  patience: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new AbortController();
  const unlink = forwardAbort([signal], waiting);
  const timeout = sleep(clock, patience, waiting.signal).catch(() => undefined);
  await Promise.race([reading, timeout]);
  unlink();
  waiting.abort();
}

/** Whether another try may go better soon: what is denied stays denied. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof CloudError)) return false;
  const passing: readonly CloudError['kind'][] = ['network', 'timeout', 'server', 'throttled'];
  return passing.includes(error.kind);
}

/** The URNs of its accounts name the organisation: `organizations::<management account>:account:<organisation>/<account>`. */
const accountUrn = /^organizations::([^:]+):account:([^:/]+)\//;

/** Nothing where the list is not that of the account's own organisation. */
function organizationOf(
  rows: readonly { readonly id: string; readonly urn?: string | undefined }[],
  ownerId: string | undefined,
): Organization | undefined {
  const [, managementId, id] = accountUrn.exec(rows[0]?.urn ?? '') ?? [];
  if (managementId === undefined || id === undefined) return undefined;
  const members = new Set([managementId, ...rows.map((row) => row.id)]);
  return ownerId === undefined || members.has(ownerId) ? { id, managementId, members } : undefined;
}

/**
 * Whether a principal is outside the organisation; nothing where that is not known.
 * @param principal an account id, or the URN of an organisation, of its root or of a unit (reference section 3)
 */
export function isOutside(
  principal: string,
  organization: Organization | undefined,
): boolean | undefined {
  if (organization === undefined) return undefined;
  const [, managementId, id] =
    /^organizations::([^:]+):(?:organization|root|ou):([^:/]+)/.exec(principal) ?? [];
  if (id !== undefined) {
    return id !== organization.id || managementId !== organization.managementId;
  }
  return /^[\w-]+$/.test(principal) ? !organization.members.has(principal) : undefined;
}
