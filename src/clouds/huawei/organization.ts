import { type Clock, sleep } from '../../model/clock.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, Priority } from '../cloud.ts';
import { forwardAbort } from '../http/abort.ts';
import { collect } from '../http/pages.ts';
import { mayPass, organizationMaxAgeMs, organizationRetryMs } from '../organization.ts';
import type { Caller } from './caller.ts';
import { listAccounts } from './calls/accounts.ts';
import { readPages } from './pages.ts';

/** The organisation of an account, as far as the list of its accounts tells. */
export interface Accounts {
  readonly id: string;
  readonly managementId: string;
  /** Account ids, the management account's among them. */
  readonly members: ReadonlySet<string>;
  /** When they were asked for, milliseconds since the epoch. */
  readonly readAt: number;
}

/** Rows are not held back for longer: whether somebody is outside is worth less than the row itself. */
const patienceMs = 5_000;

/** Knows who is in the organisation of the account: read when it is first needed, and again when it is old. */
export class OrganizationLookup {
  readonly #caller: Caller;
  #known: Accounts | undefined;
  #failure: CloudError | undefined;
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
  async get({ priority, signal }: CallOptions): Promise<Accounts | undefined> {
    const { clock } = this.#caller.http;
    if (priority !== 'watch') this.#begin('view');
    const patience = this.#readAt + patienceMs - clock.now();
    if (this.#reading && patience > 0) await untilDone(this.#reading, patience, clock, signal);
    return this.#known;
  }

  /**
   * The same for whom there is no hurry, and who wants to know why it is not known.
   * @throws what the last reading threw: what is denied is not asked for again within half an hour
   */
  async need(): Promise<Accounts | undefined> {
    this.#begin('watch');
    await this.#reading;
    if (this.#failure) throw this.#failure;
    return this.#known;
  }

  #begin(priority: Priority): void {
    if (this.#caller.http.clock.now() >= this.#nextReadAt) this.#reading ??= this.#read(priority);
  }

  async #read(priority: Priority): Promise<void> {
    const { clock } = this.#caller.http;
    this.#readAt = clock.now();
    let pause = organizationMaxAgeMs;
    try {
      // Not the caller's signal: others may wait for the same answer.
      const options = { priority, signal: new AbortController().signal };
      const rows = await collect(
        readPages(this.#caller, listAccounts(), options, ({ accounts }) => accounts),
      );
      this.#known = organizationOf(rows, this.#caller.ownerId, this.#readAt);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof CloudError ? error : undefined;
      if (mayPass(error)) pause = organizationRetryMs;
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

/** The URNs of its accounts name the organisation: `organizations::<management account>:account:<organisation>/<account>`. */
const accountUrn = /^organizations::([^:]+):account:([^:/]+)\//;

/** Nothing where the list is not that of the account's own organisation. */
function organizationOf(
  rows: readonly { readonly id: string; readonly urn?: string | undefined }[],
  ownerId: string | undefined,
  readAt: number,
): Accounts | undefined {
  const [, managementId, id] = accountUrn.exec(rows[0]?.urn ?? '') ?? [];
  if (managementId === undefined || id === undefined) return undefined;
  const members = new Set([managementId, ...rows.map((row) => row.id)]);
  if (ownerId !== undefined && !members.has(ownerId)) return undefined;
  return { id, managementId, members, readAt };
}

/**
 * Whether a principal is outside the organisation; nothing where that is not known.
 * @param principal an account id, or the URN of an organisation, of its root or of a unit (reference section 3)
 */
export function isOutside(
  principal: string,
  organization: Pick<Accounts, 'id' | 'managementId' | 'members'> | undefined,
): boolean | undefined {
  if (organization === undefined) return undefined;
  const part = organizationPart(principal);
  if (part) return !isPartOf(part, organization);
  return /^[\w-]+$/.test(principal) ? !organization.members.has(principal) : undefined;
}

/** What a URN names: an organisation, its root or a unit. */
export interface OrganizationPart {
  readonly managementId: string;
  readonly type: 'organization' | 'root' | 'ou';
  readonly organizationId: string;
  /** Of the root or unit; empty for the organisation itself. */
  readonly id: string;
}

/** Undefined for what is no such URN (reference section 3). */
export function organizationPart(urn: string): OrganizationPart | undefined {
  const [, managementId = '', type, organizationId = '', id = ''] =
    /^organizations::([^:]+):(organization|root|ou):([^:/]+)(?:\/([^:/]+))?/.exec(urn) ?? [];
  if (type !== 'organization' && type !== 'root' && type !== 'ou') return undefined;
  return { managementId, type, organizationId, id };
}

export function isPartOf(
  part: OrganizationPart,
  organization: Pick<Accounts, 'id' | 'managementId'>,
): boolean {
  return part.organizationId === organization.id && part.managementId === organization.managementId;
}
