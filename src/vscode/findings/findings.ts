import type { AccountStore } from '../../accounts/account-store.ts';
import { KeptFindings } from '../../inventory/access/kept-findings.ts';
import { bySeverity, type Finding } from '../../inventory/access/findings.ts';
import { healthOf, newestVersions } from '../../inventory/access/health.ts';
import {
  contradictedIn,
  outsidersOf,
  type OutsiderRules,
} from '../../inventory/access/outsiders.ts';
import type { Organizations } from '../../inventory/access/organizations.ts';
import type { SeenOutsiders } from '../../inventory/access/seen-outsiders.ts';
import { certainty, partsFor } from '../../inventory/completeness.ts';
import { scopesOf } from '../../inventory/index/inventory-index.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { kindOf } from '../access/access-words.ts';
import type { Connections } from '../connections.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { AllowedList } from './allowed-list.ts';
import type { Shown } from './findings-tree.ts';
import { isOutsider } from './finding-rows.ts';

/** How long changes are gathered before shares are looked at again, in milliseconds. */
const gatherMs = 300;

export interface FindingsParts {
  readonly inventory: Pick<Inventory, 'onDidChange'>;
  readonly store: Pick<AccountStore, 'onDidChange'>;
  readonly connections: Pick<Connections, 'loaded' | 'onDidLearn'>;
  readonly state: TreeState;
  readonly allowed: Pick<AllowedList, 'principals' | 'onDidChange' | 'settled'>;
  readonly seen: SeenOutsiders;
  /** Who is in which organisation; where it does not know, what the rows say counts. */
  readonly membership: Pick<Organizations, 'isInside' | 'containersOf' | 'version' | 'onDidChange'>;
  readonly clock?: Clock;
}

/** What a person should look at, over all accounts: who is outside, and what is wrong. Follows the inventory. */
export class Findings {
  readonly #parts: FindingsParts;
  readonly #clock: Clock;
  readonly #changes = new Emitter<undefined>();
  readonly #keptOutsiders = new KeptFindings();
  readonly #keptHealth = new KeptFindings();
  readonly #end = new AbortController();
  readonly #stops: readonly (() => void)[];
  #stopTimer: (() => void) | undefined;
  #looking: Promise<void>;
  #outsiders: readonly Finding[] = [];
  #health: readonly Finding[] = [];
  /** Nobody has looked since they came. */
  #unseen: ReadonlySet<Finding> = new Set();
  /** Those that were new when somebody looked last: marked until the next time. */
  #seenLast = new Set<string>();
  #allowedVersion = 0;
  #allowedText: string | undefined;
  /** What was told last is how it is. */
  #isTold = false;
  /** The scopes of which all outsiders are among those that were found. */
  #whole: ReadonlySet<string> = new Set();

  constructor(parts: FindingsParts) {
    this.#parts = parts;
    this.#clock = parts.clock ?? systemClock;
    const again = (): void => {
      this.#stopTimer ??= this.#clock.schedule(gatherMs, () => {
        this.#stopTimer = undefined;
        this.#looking = this.#looking.then(() => this.#look());
      });
    };
    this.#stops = [
      parts.inventory.onDidChange(again),
      parts.connections.onDidLearn(again),
      parts.membership.onDidChange(again),
      // They may have other names now.
      parts.store.onDidChange(() => {
        this.#isTold = false;
        again();
      }),
      parts.allowed.onDidChange(() => {
        const list = JSON.stringify(parts.allowed.principals);
        if (list === this.#allowedText) return;
        this.#allowedText = list;
        this.#allowedVersion += 1;
        again();
      }),
    ];
    this.#looking = parts.allowed.settled().then(() => this.#look());
  }

  readonly onDidChange = this.#changes.listen;

  get shown(): Shown {
    const fresh = new Set(
      this.#outsiders.filter(
        (finding) =>
          this.#unseen.has(finding) || (isNotable(finding) && this.#seenLast.has(keyOf(finding))),
      ),
    );
    return { outsiders: this.#outsiders, health: this.#health, fresh };
  }

  /** How many outsiders came since the user looked last. */
  get unseen(): number {
    return this.#unseen.size;
  }

  /** In how many regions there are more outsiders than that one of them could be called new. */
  get unmarked(): { readonly regions: number; readonly most: number } {
    const { most } = this.#parts.seen;
    const counts = [...this.#byScope().values()].map(({ length }) => length);
    return { regions: counts.filter((count) => count > most).length, most };
  }

  /** Resolves when everything that was known when it was called has been looked at. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  /** The user has the list of outsiders before them: what is new is seen from now on. */
  look(): void {
    const before = this.#seenLast.size;
    this.#seenLast = new Set([...this.#unseen].map(keyOf));
    const changed = this.#unseen.size > 0 || before > 0;
    for (const [scope, outsiders] of this.#byScope()) {
      if (this.#whole.has(scopeKey(scope))) this.#parts.seen.seen(scope, outsiders);
    }
    this.#unseen = this.#newOnes();
    if (changed) this.#changes.fire(undefined);
  }

  dispose(): void {
    this.#end.abort();
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
    this.#changes.dispose();
  }

  async #look(): Promise<void> {
    const { state, connections, allowed, membership } = this.#parts;
    const { signal } = this.#end;
    // More may be read while shares are looked at.
    const whole = scopesOf(state.accounts).filter((scope) => this.#isWhole(scope));
    const clouds = [...new Set(state.accounts.map(({ cloud }) => cloud))];
    // They tell what a principal is by its id, and what the reason of a failure means.
    const known = clouds.filter((cloud) => connections.loaded(cloud)).join();
    const now = this.#clock.now();
    const today = new Date(now).toISOString().slice(0, 10);
    const list = allowed.principals;
    const contradicted = await contradictedIn(state);
    const rules: OutsiderRules = {
      kindOf: ({ cloud, id }) => kindOf({ kind: 'principal', key: '', cloud, id }, state),
      ...(list && { allowed: list }),
      ...{ membership, now, contradicted },
    };
    const outsiders = await this.#keptOutsiders.all(
      state,
      [known, today, this.#allowedVersion, membership.version, ...contradicted].join(),
      (own) => outsidersOf(own, rules),
      signal,
    );
    const newest = newestVersions(state);
    const health = await this.#keptHealth.all(
      state,
      JSON.stringify([known, ...newest]),
      (own) =>
        healthOf(own, newest, {
          adviseFailure: (cloud, reason) =>
            connections.loaded(cloud)?.adviseFailure(reason)?.advice,
        }),
      signal,
    );
    if (!outsiders || !health || signal.aborted) return;
    const before = { outsiders: this.#outsiders, health: this.#health, unseen: this.#unseen };
    this.#outsiders = bySeverity(outsiders);
    this.#whole = new Set(whole.map(scopeKey));
    this.#health = bySeverity(health);
    this.#unseen = this.#newOnes();
    const isSame =
      areSame(before.outsiders, this.#outsiders) &&
      areSame(before.health, this.#health) &&
      areSame([...before.unseen], [...this.#unseen]);
    if (isSame && this.#isTold) return;
    this.#isTold = true;
    this.#changes.fire(undefined);
  }

  #newOnes(): ReadonlySet<Finding> {
    const { seen } = this.#parts;
    const fresh = [...this.#byScope()].flatMap(([scope, outsiders]) =>
      seen.newIn(scope, outsiders, this.#whole.has(scopeKey(scope))),
    );
    return new Set(fresh.filter(isNotable));
  }

  #byScope(): ReadonlyMap<Scope, readonly Finding[]> {
    const scopes = new Map(
      scopesOf(this.#parts.state.accounts).map((scope) => [
        scopeKey(scope),
        { scope, outsiders: new Array<Finding>() },
      ]),
    );
    for (const finding of this.#outsiders) {
      if (isOutsider(finding)) scopes.get(scopeKey(finding.scope))?.outsiders.push(finding);
    }
    return new Map([...scopes.values()].map(({ scope, outsiders }) => [scope, outsiders]));
  }

  /** Whether all outsiders of a scope are known, of whatever time. */
  #isWhole(scope: Scope): boolean {
    const snapshot = this.#parts.state.snapshot(scope);
    if ((snapshot.loadedAt ?? snapshot.asOf) === undefined) return false;
    return certainty(snapshot, partsFor('self', 'principal'), 0) === 'exact';
  }
}

/** Of whom it becomes known only now that they are outside, that is not new: nobody let them in. */
function isNotable({ kind, allowed }: Finding): boolean {
  return kind === 'outsider' && allowed !== true;
}

/** A share that stays as it is has the same findings; what is said of a scope is made anew each time. */
function areSame(some: readonly Finding[], others: readonly Finding[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, place) => {
      const other = others[place];
      return one === other || (one.kind === 'notRead' && one.text === other?.text);
    })
  );
}

function keyOf({ scope, share, entity }: Finding): string {
  return JSON.stringify([scopeKey(scope), share?.id, entity?.id]);
}
