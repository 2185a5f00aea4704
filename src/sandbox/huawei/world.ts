import type { SandboxContext } from '../cloud-part.ts';
import { Outcomes } from '../outcomes.ts';
import { hashText, Random } from '../random.ts';
import type { Organisation } from './organisation.ts';
import { Store } from './store.ts';
import { statedDefaults, type Switches } from './switches.ts';

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
    /** The agency that they were had by. */
    readonly agency?: string;
  };
}

/** What an account lets another one do in it. */
export interface Agency {
  readonly name: string;
  /** Who delegates. */
  readonly ownerId: string;
  /** Whose keys may take it on. */
  readonly trustedId: string;
}

/** Limits that a test may change. Principals, tags, subnets and resolver rules are published; the others are ours. */
export interface Quotas {
  sharesPerAccount: number;
  resourcesPerAccount: number;
  principalsPerAccount: number;
  permissionsPerShare: number;
  tagsPerShare: number;
  pendingInvitations: number;
  subnetsPerPrincipal: number;
  resolverRulesPerPrincipal: number;
}

const publishedQuotas: Readonly<Quotas> = {
  sharesPerAccount: 100,
  resourcesPerAccount: 5000,
  principalsPerAccount: 5000,
  permissionsPerShare: 20,
  tagsPerShare: 20,
  pendingInvitations: 20,
  subnetsPerPrincipal: 100,
  resolverRulesPerPrincipal: 50,
};

/** Everything the cloud knows: one place for the whole world, as the service is global. */
export class World {
  readonly context: SandboxContext;
  readonly organisation: Organisation;
  readonly store = new Store();
  readonly keys = new Map<string, AccessKey>();
  /** Every account that IAM can name. */
  readonly accountNames = new Map<string, string>();
  readonly agencies: Agency[] = [];
  readonly quotas: Quotas = { ...publishedQuotas };
  readonly switches: Switches = { ...statedDefaults };
  /** Operations that an account's identities may not call. */
  readonly denied = new Map<string, ReadonlySet<string>>();
  /** URNs of resources that a principal works with at this moment. */
  readonly inUse = new Set<string>();
  /** How associations settle, as a test has it; a failure says any text. */
  readonly outcomes = new Outcomes<string>();
  /** Whether sharing with the organisation is on. */
  sharingEnabled = true;
  readonly #random: Random;
  #seq = 0;

  constructor(context: SandboxContext, organisation: Organisation) {
    this.context = context;
    this.organisation = organisation;
    this.#random = new Random(`${context.seed}/huawei`);
  }

  now(): number {
    return this.context.clock.now();
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  newId(): string {
    return uuidFrom(this.#random);
  }

  newText(length: number, alphabet: string): string {
    return this.#random.text(length, alphabet);
  }

  /** Milliseconds that an association takes: one to four seconds by what it is, or what the test set. */
  settleDelay(entity: string): number {
    return (
      this.context.tuning.settleMs ?? 1000 + (hashText(`${this.context.seed}/${entity}`) % 3001)
    );
  }
}

const hexDigits = '0123456789abcdef';

/** 32 digits as accounts and requests have them. */
export function hexFrom(random: Random): string {
  return random.text(32, hexDigits);
}

export function uuidFrom(random: Random): string {
  const hex = hexFrom(random);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
  return [...parts, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
