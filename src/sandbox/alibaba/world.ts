import type { SandboxContext } from '../cloud-part.ts';
import { Outcomes } from '../outcomes.ts';
import { alphabets, hashText, Random } from '../random.ts';
import type { Directory } from './directory.ts';
import { servedRegions } from './regions.ts';
import { RegionStore } from './region-store.ts';
import type { FailureReason } from './share.ts';

/** A pair of keys that the gateway knows. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly accountId: string;
  active: boolean;
  /** Set for temporary credentials. */
  readonly temporary?: {
    readonly token: string;
    readonly expiresAt: number;
    readonly role: string;
  };
}

/** Limits that a test may lower. The number of pending invitations is not published: it is ours. */
export interface Quotas {
  sharesPerAccount: number;
  resourcesPerAccount: number;
  pendingInvitations: number;
  vSwitchesPerPrincipal: number;
  principalsPerVSwitch: number;
}

export const documentedQuotas: Readonly<Quotas> = {
  sharesPerAccount: 1000,
  resourcesPerAccount: 1000,
  pendingInvitations: 20,
  vSwitchesPerPrincipal: 30,
  principalsPerVSwitch: 50,
};

/** The group of shares that name none. */
export const defaultResourceGroup = 'rg-acfmsandboxdefault';

/** Everything the cloud knows: one for all regions and accounts. */
export class World {
  readonly context: SandboxContext;
  readonly directory: Directory;
  readonly regions: ReadonlyMap<string, RegionStore>;
  readonly keys = new Map<string, AccessKey>();
  readonly quotas: Quotas = { ...documentedQuotas };
  /** Operations that an account's identities may not call. */
  readonly denied = new Map<string, ReadonlySet<string>>();
  /** How associations settle, as a test has it. */
  readonly outcomes = new Outcomes<FailureReason>();
  /** Whether sharing with the resource directory is on. */
  sharingEnabled = true;
  readonly #random: Random;
  #seq = 0;

  constructor(context: SandboxContext, directory: Directory) {
    this.context = context;
    this.directory = directory;
    this.regions = new Map(
      servedRegions(context.regions).map(({ id }) => [id, new RegionStore(id)]),
    );
    this.#random = new Random(`${context.seed}/world`);
  }

  now(): number {
    return this.context.clock.now();
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  newShareId(): string {
    return `rs-${this.#random.text(12, alphabets.mixed)}`;
  }

  newInvitationId(): string {
    return `i-${this.#random.text(16, alphabets.mixed)}`;
  }

  /** Part of a key or token that nobody has yet. */
  newSecret(length: number): string {
    return this.#random.text(length, alphabets.mixed);
  }

  store(region: string): RegionStore {
    const store = this.regions.get(region);
    if (store === undefined) throw new RangeError(`The sandbox has no region ${region}.`);
    return store;
  }

  /** Milliseconds that an association takes: one to four seconds by its id, or what the test set. */
  settleDelay(entityId: string): number {
    return (
      this.context.tuning.settleMs ?? 1000 + (hashText(`${this.context.seed}/${entityId}`) % 3001)
    );
  }
}
