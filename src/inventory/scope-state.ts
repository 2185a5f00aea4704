import type { CloudError } from '../clouds/cloud-error.ts';
import type { Scope } from '../model/account.ts';
import type { AssociationKind, ShareOwner } from '../model/share.ts';
import { Completeness } from './completeness.ts';
import type { Request } from './in-flight.ts';
import { InFlight } from './in-flight.ts';
import type { Coverage, Reading } from './scope-store.ts';
import { ScopeStore } from './scope-store.ts';
import type { ListPart, Snapshot } from './snapshot.ts';

/** A whole reading of the scope that runs. */
export interface Load {
  readonly request: Request;
  readonly reading: Reading;
  /** Lists that it has read to their ends. */
  readonly ended: Set<ListPart>;
  done: Promise<void>;
}

/** Everything that the inventory holds of one scope, and how it looks from outside. */
export class ScopeState {
  readonly scope: Scope;
  readonly store = new ScopeStore();
  readonly completeness = new Completeness();
  /** What runs for the scope beside the load. */
  readonly requests = new InFlight();
  /** Counts what was merged: who asks again after that must not get an answer to what was asked before it. */
  merges = 0;
  load: Load | undefined;
  /** What an earlier session has left is being put in, part by part. */
  restoring: Reading | undefined;
  loadedAt: number | undefined;
  asOf: number | undefined;
  failure: { readonly at: number; readonly error: CloudError } | undefined;
  #snapshot: Snapshot | undefined;
  #toldIncomplete = this.completeness.incomplete;

  constructor({ accountId, region }: Scope) {
    this.scope = { accountId, region };
  }

  /** The same object until something in it changes. */
  get snapshot(): Snapshot {
    const { entries } = this.store;
    const { incomplete } = this.completeness;
    const { scope, loadedAt, asOf, failure } = this;
    const loading = this.load !== undefined;
    const last = this.#snapshot;
    if (
      last?.entries === entries &&
      last.incomplete === incomplete &&
      last.loading === loading &&
      last.loadedAt === loadedAt &&
      last.asOf === asOf &&
      last.failure === failure
    ) {
      return last;
    }
    this.#snapshot = {
      scope,
      entries,
      loading,
      ...(loadedAt !== undefined && { loadedAt }),
      ...(asOf !== undefined && { asOf }),
      ...(failure && { failure }),
      incomplete,
    };
    return this.#snapshot;
  }

  /** True where what is complete has changed since the last time this was asked. */
  tellCompleteness(): boolean {
    const { incomplete } = this.completeness;
    const changed = incomplete !== this.#toldIncomplete;
    this.#toldIncomplete = incomplete;
    return changed;
  }
}

const nothingRead = new Completeness().incomplete;

/** The snapshot of a scope of which nothing is held. */
export function unread(scope: Scope): Snapshot {
  return { scope, entries: new Map(), loading: false, incomplete: nothingRead };
}

/** What the end of a list covers. */
export function coverageOf(part: ListPart): Coverage {
  switch (part) {
    case 'ownShares':
      return shares('self');
    case 'receivedShares':
      return shares('other');
    case 'ownResources':
      return rows('self', ['resource']);
    case 'ownPrincipals':
      return rows('self', ['principal']);
    case 'receivedResources':
      return rows('other', ['resource', 'principal']);
  }
}

function shares(owner: ShareOwner): Coverage {
  return { owner, shares: true, kinds: [] };
}

function rows(owner: ShareOwner, kinds: readonly AssociationKind[]): Coverage {
  return { owner, shares: false, kinds };
}
