import { scopeKey, type Account, type CloudId, type Scope } from '../../model/account.ts';
import { isDead } from '../../model/status.ts';
import type { IndexedShare } from '../index/inventory-index.ts';
import type { ShareEntry } from '../snapshot.ts';
import { compare, type ShareName } from './access.ts';
import type { AccessNodes } from './access-nodes.ts';
import type { Gift } from './gift.ts';

/** All that is seen of one share, by the scope that sees it. */
interface Sights {
  readonly cloud: CloudId;
  readonly byScope: Map<string, IndexedShare>;
  gifts: readonly Gift[];
}

/** Every share with all who see it, and what it gives by that. */
export class SeenShares {
  readonly #nodes: AccessNodes;
  readonly #accounts: () => readonly Account[];
  readonly #known = new Map<string, Account>();
  readonly #sights = new Map<string, Sights>();
  #version = 0;

  /** @param nodes what shares give is put into, and taken out of when they do no more */
  constructor(nodes: AccessNodes, accounts: () => readonly Account[]) {
    this.#nodes = nodes;
    this.#accounts = accounts;
  }

  /** Another number whenever a share gives something else than before. */
  get version(): number {
    return this.#version;
  }

  /** What a share gives: one where its owner is seen, else one for each receiver; none once it has ended. */
  giftsOf({ cloud, region, id }: ShareName): readonly Gift[] {
    return this.#sights.get(sightsKey(cloud, region, id))?.gifts ?? [];
  }

  /**
   * @param entry absent where the share is not seen there any more
   * @returns how much work it was, in rows
   */
  take(scope: Scope, id: string, entry: ShareEntry | undefined): number {
    const account = this.#account(scope);
    if (!account) return 1;
    const { cloud } = account;
    const key = sightsKey(cloud, scope.region, id);
    const sights: Sights = this.#sights.get(key) ?? { cloud, byScope: new Map(), gifts: [] };
    if (sights.byScope.get(scopeKey(scope))?.entry === entry) return 1;
    this.#version += 1;
    if (entry) sights.byScope.set(scopeKey(scope), { scope, entry });
    else sights.byScope.delete(scopeKey(scope));
    const before = sights.gifts;
    // The new ones first, so that what is in both stays.
    sights.gifts = this.#giftsOf(sights);
    for (const gift of before) this.#nodes.takeBack(gift);
    if (sights.byScope.size > 0) this.#sights.set(key, sights);
    else this.#sights.delete(key);
    return 1 + (entry ? entry.resources.length + entry.principals.length : 0);
  }

  /** As it was first seen: an account may be gone when its shares go. */
  #account({ accountId }: Scope): Account | undefined {
    const known = this.#known.get(accountId);
    if (known) return known;
    const account = this.#accounts().find(({ id }) => id === accountId);
    if (account) this.#known.set(accountId, account);
    return account;
  }

  /** The owner sees everything; where nobody here owns the share, each receiver sees what it is given itself. */
  #giftsOf({ cloud, byScope }: Sights): readonly Gift[] {
    const all = [...byScope.values()].toSorted((one, other) =>
      compare(scopeKey(one.scope), scopeKey(other.scope)),
    );
    const own = all.find(({ entry }) => entry.share.owner === 'self');
    if (own) {
      if (isDead(own.entry.share.status)) return [];
      const rows = own.entry.principals.filter(({ status }) => !isDead(status));
      return [this.#nodes.give(cloud, own, new Map(rows.map((row) => [row.entityId, row])))];
    }
    const byReceiver = new Map<string, IndexedShare>();
    for (const share of all) {
      const receiver = this.#account(share.scope)?.ownerId;
      if (receiver === undefined || isDead(share.entry.share.status)) continue;
      if (!byReceiver.has(receiver)) byReceiver.set(receiver, share);
    }
    return Array.from(byReceiver, ([receiver, share]) =>
      this.#nodes.give(cloud, share, new Map([[receiver, undefined]])),
    );
  }
}

/** A share has one id in its region, whoever sees it. */
function sightsKey(cloud: CloudId, region: string, id: string): string {
  return `${cloud}/${region}/${id}`;
}
