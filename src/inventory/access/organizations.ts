import type { CallOptions, ShareCloud } from '../../clouds/cloud.ts';
import { mayPass, organizationMaxAgeMs, organizationRetryMs } from '../../clouds/organization.ts';
import type { Account, CloudId } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import {
  membershipOf,
  nobodyKnows,
  type CloudOrganization,
  type Membership,
} from './membership.ts';

/** What an account has told of its organisation. */
export interface Told {
  readonly accountId: string;
  /** Whose account it was at its cloud. */
  readonly ownerId: string;
  /** When to ask again, milliseconds since the epoch. */
  readonly askAgainAt: number;
  /** Absent where it may not list it, or is in none. */
  readonly organization?: CloudOrganization;
}

export interface OrganizationsOptions {
  readonly accounts: () => readonly Account[];
  readonly connect: (accountId: string) => Promise<Pick<ShareCloud, 'organization'>>;
  /**
   * Folders, units and organisations that shares at a cloud name. Undefined where shares name nobody there, or only
   * services, so that no call is worth it.
   */
  readonly partsAt: (cloud: CloudId) => Promise<readonly string[] | undefined>;
  /** Whether a principal is an account, by the form of its id. */
  readonly isAccount: (cloud: CloudId, id: string) => boolean;
  readonly clock?: Clock;
  /** What an earlier session was told, and where to leave what this one is. */
  readonly memory?: {
    read(): Promise<readonly Told[]>;
    write(told: readonly Told[]): void;
  };
}

/**
 * Knows who is in the organisations of the accounts: asked when somebody needs it, again when it is old, one account
 * after the other, each only while no other one has told of its organisation. What is denied or fails leaves it unknown.
 */
export class Organizations implements Membership {
  readonly #options: OrganizationsOptions;
  readonly #clock: Clock;
  readonly #changes = new Emitter<undefined>();
  readonly #told = new Map<string, Told>();
  readonly #ended = new AbortController();
  #remembered: Promise<void> | undefined;
  #reading: Promise<void> | undefined;
  #membership: Membership = nobodyKnows;

  constructor(options: OrganizationsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Somebody is known to be somewhere else than before. */
  readonly onDidChange = this.#changes.listen;

  get version(): number {
    return this.#membership.version;
  }

  containersOf(cloud: CloudId, principalId: string): readonly string[] | undefined {
    return this.#membership.containersOf(cloud, principalId);
  }

  isInside(cloud: CloudId, ownerId: string, accountId: string): boolean | undefined {
    return this.#membership.isInside(cloud, ownerId, accountId);
  }

  contains(
    cloud: CloudId,
    ownerId: string,
    container: string,
    accountId: string,
  ): boolean | undefined {
    return this.#membership.contains(cloud, ownerId, container, accountId);
  }

  /**
   * Asks for what is not known or old by now. Whoever comes meanwhile waits for the same. Never rejects.
   */
  ask(): Promise<void> {
    this.#reading ??= this.#ask()
      .catch(() => undefined)
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  /** Forgets what accounts have told that are configured no more, or are others now. */
  keepOnly(accounts: readonly Account[]): void {
    const gone = [...this.#told.values()].filter(
      (one) => !accounts.some(({ id, ownerId }) => id === one.accountId && ownerId === one.ownerId),
    );
    if (gone.length === 0) return;
    for (const { accountId } of gone) this.#told.delete(accountId);
    this.#tell();
    this.#options.memory?.write([...this.#told.values()]);
  }

  dispose(): void {
    this.#ended.abort();
    this.#changes.dispose();
  }

  async #ask(): Promise<void> {
    await (this.#remembered ??= this.#remember());
    const clouds = new Set(this.#options.accounts().map(({ cloud }) => cloud));
    for (const cloud of clouds) {
      const parts = await this.#options.partsAt(cloud);
      if (!parts) continue;
      for (const account of this.#accountsAt(cloud)) {
        if (this.#ended.signal.aborted) return;
        if (this.#isToAsk(account, parts)) await this.#askOne(account, parts);
      }
    }
  }

  async #remember(): Promise<void> {
    const told = await this.#options.memory?.read();
    const accounts = this.#options.accounts();
    const now = this.#clock.now();
    for (const one of told ?? []) {
      // From the future, or of what has become another account, is nothing known.
      const isOwn = accounts.some(
        ({ id, ownerId }) => id === one.accountId && ownerId === one.ownerId,
      );
      if (isOwn && one.askAgainAt <= now + organizationMaxAgeMs) this.#told.set(one.accountId, one);
    }
    if (this.#told.size > 0) this.#tell();
  }

  /** Those first who told something before: they tell of the others. */
  #accountsAt(cloud: CloudId): readonly Account[] {
    const all = this.#options.accounts().filter((one) => one.cloud === cloud);
    const hasTold = ({ id }: Account): boolean => this.#told.get(id)?.organization !== undefined;
    return [...all.filter(hasTold), ...all.filter((one) => !hasTold(one))];
  }

  #isToAsk({ id, cloud, ownerId }: Account, parts: readonly string[]): boolean {
    const now = this.#clock.now();
    const own = this.#told.get(id);
    if (own && !own.organization && own.ownerId === ownerId && now < own.askAgainAt) return false;
    return ![...this.#told.values()].some(
      ({ organization, askAgainAt }) =>
        organization?.cloud === cloud &&
        organization.members.has(ownerId) &&
        now < askAgainAt &&
        (organization.known === 'all' || parts.every((part) => organization.asked.has(part))),
    );
  }

  async #askOne({ id, cloud, ownerId }: Account, parts: readonly string[]): Promise<void> {
    const { signal } = this.#ended;
    const options: CallOptions = { signal, priority: 'watch' };
    const before = this.#told.get(id);
    const base = { accountId: id, ownerId };
    try {
      const client = await this.#options.connect(id);
      const found = await client.organization({ parts }, options);
      const askAgainAt = (found?.readAt ?? this.#clock.now()) + organizationMaxAgeMs;
      const isOwn = found?.members.has(ownerId) === true;
      this.#told.set(id, {
        ...{ ...base, askAgainAt },
        ...(isOwn && { organization: { ...found, cloud, asked: new Set(parts) } }),
      });
    } catch (error) {
      if (signal.aborted) return;
      const passes = mayPass(error);
      const pause = passes ? organizationRetryMs : organizationMaxAgeMs;
      const keeps = passes && before?.ownerId === ownerId ? before.organization : undefined;
      this.#told.set(id, {
        ...{ ...base, askAgainAt: this.#clock.now() + pause },
        ...(keeps && { organization: keeps }),
      });
    }
    this.#tell();
    this.#options.memory?.write([...this.#told.values()]);
  }

  #tell(): void {
    const newest = [...this.#told.values()]
      .flatMap(({ organization }) => organization ?? [])
      .toSorted((one, other) => other.readAt - one.readAt);
    this.#membership = membershipOf(newest, this.#membership.version + 1, this.#options.isAccount);
    this.#changes.fire(undefined);
  }
}
