import { scopeKey, type Account, type CloudId, type Scope } from '../../model/account.ts';
import type { Association } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { Intake, type IndexOptions } from '../index/intake.ts';
import type { IndexedShare } from '../index/inventory-index.ts';
import { Postings } from '../index/postings.ts';
import type { ShareEntry } from '../snapshot.ts';
import {
  compare,
  compareEntities,
  principalKey,
  resourceKey,
  type AccessPrincipal,
  type AccessResource,
  type Giving,
  type Grant,
  type ShareName,
} from './access.ts';
import {
  countOthers,
  givenToItself,
  givingOf,
  grantOf,
  nodesOf,
  type Gift,
  type PrincipalNode,
  type ResourceNode,
} from './gift.ts';
import { nobodyKnows, type Membership } from './membership.ts';
import { SortedList } from './sorted-list.ts';
import { TextColumn } from './text-column.ts';

export interface AccessOptions extends IndexOptions {
  readonly accounts: () => readonly Account[];
  /** Who is in which folder, unit or organisation; nobody knows unless given. */
  readonly membership?: Membership;
}

/** What an account is given, and by which way. */
export interface GrantTo extends Grant {
  /** The folder, unit or organisation that is given it, and that the account is in; absent where it is given it itself. */
  readonly within?: AccessPrincipal;
}

/** How many resources reach a principal as a part of something. */
export interface WithinCount {
  readonly within: AccessPrincipal;
  readonly count: number;
}

export type Standing = 'inside' | 'outside' | 'unknown';

export interface ResourceType {
  readonly cloud: CloudId;
  readonly type: string;
  /** How many resources of it somebody is given. */
  readonly count: number;
}

/** All that is seen of one share, by the scope that sees it. */
interface Sights {
  readonly cloud: CloudId;
  readonly byScope: Map<string, IndexedShare>;
  gifts: readonly Gift[];
}

/**
 * Who can use what, over all scopes at once: every resource with the principals that shares give it to, and the other
 * way round. Follows the inventory share by share, and never looks at more than the shares that an answer is about.
 * What has ended is not in it.
 */
export class AccessIndex {
  readonly #intake: Intake;
  readonly #accounts: () => readonly Account[];
  readonly #membership: Membership;
  readonly #known = new Map<string, Account>();
  readonly #sights = new Map<string, Sights>();
  readonly #resources = new Map<string, ResourceNode>();
  readonly #principals = new Map<string, PrincipalNode>();
  readonly #types = new Map<string, SortedList<AccessResource>>();
  readonly #sortedPrincipals = new SortedList<AccessPrincipal>(compareEntities);
  /** By everything that they are called: id, ARN, URN. */
  readonly #named = new Postings<AccessResource | AccessPrincipal>();
  #texts: { readonly version: number; readonly column: TextColumn<AccessResource> } | undefined;
  #reached:
    { readonly version: number; readonly byKey: ReadonlyMap<string, AccessPrincipal> } | undefined;
  #version = 0;

  constructor(options: AccessOptions) {
    this.#accounts = options.accounts;
    this.#membership = options.membership ?? nobodyKnows;
    this.#intake = new Intake(options, (scope, id, entry) => this.#update(scope, id, entry));
  }

  /** Another number whenever an answer may be another. */
  get version(): number {
    this.#intake.takeIn();
    return this.#version + this.#membership.version;
  }

  /** Resolves when everything that the inventory knows has been taken in. */
  settled(): Promise<void> {
    return this.#intake.settled();
  }

  /** Types of which there are resources, by cloud and name. */
  resourceTypes(): readonly ResourceType[] {
    this.#intake.takeIn();
    return [...this.#types.values()]
      .flatMap(({ first, length: count }) =>
        first ? [{ cloud: first.cloud, type: first.type, count }] : [],
      )
      .toSorted((one, other) => compare(typeKey(one), typeKey(other)));
  }

  /** Resources of a type, by id. */
  resourcesOf(type: Pick<ResourceType, 'cloud' | 'type'>): readonly AccessResource[] {
    this.#intake.takeIn();
    return this.#types.get(typeKey(type))?.items ?? [];
  }

  /** Everybody who is given something, by id. */
  principals(): readonly AccessPrincipal[] {
    this.#intake.takeIn();
    return this.#sortedPrincipals.items;
  }

  resource(key: string): AccessResource | undefined {
    this.#intake.takeIn();
    return this.#resources.get(key)?.entity;
  }

  principal(key: string): AccessPrincipal | undefined {
    this.#intake.takeIn();
    return this.#principals.get(key)?.entity ?? this.#reachedOnly().get(key);
  }

  /** The user's accounts that no share names and that are given something as a part of something else, by id. */
  reachedAccounts(): readonly AccessPrincipal[] {
    return [...this.#reachedOnly().values()];
  }

  /** What a principal is known to be in and that is given something, from near to far, each with how many resources. */
  withinCounts(principal: Pick<AccessPrincipal, 'cloud' | 'id'>): readonly WithinCount[] {
    this.#intake.takeIn();
    return this.#outer(principal).map(({ entity }) => ({
      within: entity,
      count: this.resourceCount(entity.key),
    }));
  }

  /** Resources in whose id, ARN or type a word stands. */
  resourcesWith(word: string): Iterable<AccessResource> {
    const { version } = this;
    if (this.#texts?.version !== version) {
      const all = [...this.#types.values()].flatMap(({ items }) => items);
      // An ARN mostly ends with the id, and then has it in it.
      const column = new TextColumn(all, ({ id, arn = id, type }) =>
        arn.includes(id) ? `${arn} ${type}` : `${id} ${arn} ${type}`,
      );
      this.#texts = { version, column };
    }
    return this.#texts.column.with(word);
  }

  /** What is called exactly that: by id, ARN or URN. */
  named(name: string): readonly (AccessResource | AccessPrincipal)[] {
    this.#intake.takeIn();
    return [...this.#named.get(name)];
  }

  /** Whom shares give a resource; some of them more than once. */
  *principalsOf(key: string): Generator<AccessPrincipal, void, undefined> {
    this.#intake.takeIn();
    for (const gift of this.#resources.get(key)?.gifts ?? []) {
      for (const [{ entity }] of gift.principals) yield entity;
    }
  }

  /** What shares give to a principal itself; some of it more than once. */
  *resourcesGivenTo(key: string): Generator<AccessResource, void, undefined> {
    this.#intake.takeIn();
    for (const gift of this.#principals.get(key)?.gifts ?? []) {
      for (const [{ entity }] of gift.resources) yield entity;
    }
  }

  /**
   * Whether a principal is outside the organisation of those who share with it: outside of any of them, inside of all,
   * or not known. By the organisation's own list where that is known, else as the rows say.
   */
  standing(key: string): Standing {
    this.#intake.takeIn();
    let all = true;
    const node = this.#principals.get(key);
    for (const gift of node?.gifts ?? []) {
      const external = this.#isOutside(gift, node);
      if (external === true) return 'outside';
      all &&= external === false;
    }
    // Who is reached as a part of something is in the organisation that it is a part of.
    return (node && all) || this.#reachedOnly().has(key) ? 'inside' : 'unknown';
  }

  /** What a share gives and to whom; from each receiver's side where nobody here owns it, and nothing once it has ended. */
  givingsOf({ cloud, region, id }: ShareName): readonly Giving[] {
    this.#intake.takeIn();
    return (this.#sights.get(sightsKey(cloud, region, id))?.gifts ?? []).map((gift) =>
      givingOf(cloud, gift),
    );
  }

  /** The shares that give a resource, or that give something to a principal itself, with all that they give. */
  givingsWith(key: string): readonly Giving[] {
    this.#intake.takeIn();
    const node = this.#resources.get(key) ?? this.#principals.get(key);
    return node?.gifts.map((gift) => givingOf(node.entity.cloud, gift)) ?? [];
  }

  /** To how many principals shares give a resource; something that accounts are in is one. */
  principalCount(key: string): number {
    this.#intake.takeIn();
    const node = this.#resources.get(key);
    return node ? (node.others ??= countOthers(node, ({ principals }) => principals)) : 0;
  }

  /** How many resources shares give to a principal itself. */
  resourceCount(key: string): number {
    this.#intake.takeIn();
    const node = this.#principals.get(key);
    return node ? (node.others ??= countOthers(node, ({ resources }) => resources)) : 0;
  }

  /** Every way in which somebody is given a resource. */
  whoCanUse(key: string): readonly Grant[] {
    this.#intake.takeIn();
    const node = this.#resources.get(key);
    if (!node) return [];
    return node.gifts.flatMap((gift) => {
      const resource = gift.resources.find(([one]) => one === node);
      return resource
        ? gift.principals.flatMap((principal) => grantOf(gift, resource, principal))
        : [];
    });
  }

  /** Everything that a principal is given: itself, and as a part of what it is known to be in. */
  givenTo({ cloud, id }: Pick<AccessPrincipal, 'cloud' | 'id'>): readonly GrantTo[] {
    this.#intake.takeIn();
    const itself = this.#principals.get(principalKey(cloud, id));
    return [
      ...(itself ? givenToItself(itself) : []),
      ...this.#outer({ cloud, id }).flatMap((outer) =>
        givenToItself(outer).map((grant) => ({ ...grant, within: outer.entity })),
      ),
    ];
  }

  /** The same objects until an answer may be another. */
  #reachedOnly(): ReadonlyMap<string, AccessPrincipal> {
    const { version } = this;
    if (this.#reached?.version !== version) {
      const accounts = this.#accounts().flatMap(({ cloud, ownerId: id }): AccessPrincipal[] => {
        const key = principalKey(cloud, id);
        const isReached = !this.#principals.has(key) && this.#outer({ cloud, id }).length > 0;
        return isReached ? [{ kind: 'principal', key, cloud, id }] : [];
      });
      const byKey = new Map(accounts.toSorted(compareEntities).map((one) => [one.key, one]));
      this.#reached = { version, byKey };
    }
    return this.#reached.byKey;
  }

  #outer({ cloud, id }: Pick<AccessPrincipal, 'cloud' | 'id'>): readonly PrincipalNode[] {
    const containers = this.#membership.containersOf(cloud, id) ?? [];
    return containers.flatMap(
      (container) => this.#principals.get(principalKey(cloud, container)) ?? [],
    );
  }

  #isOutside({ share, principals }: Gift, node: PrincipalNode | undefined): boolean | undefined {
    if (!node) return undefined;
    const { cloud, id } = node.entity;
    const isInside = this.#membership.isInside(cloud, share.entry.share.ownerId, id);
    if (isInside === undefined) {
      return principals.find(([principal]) => principal === node)?.[1]?.external;
    }
    return !isInside;
  }

  dispose(): void {
    this.#intake.dispose();
  }

  #update(scope: Scope, id: string, entry: ShareEntry | undefined): number {
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
    for (const gift of before) this.#takeBack(gift);
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
      return [this.#give(cloud, own, new Map(rows.map((row) => [row.entityId, row])))];
    }
    const byReceiver = new Map<string, IndexedShare>();
    for (const share of all) {
      const receiver = this.#account(share.scope)?.ownerId;
      if (receiver === undefined || isDead(share.entry.share.status)) continue;
      if (!byReceiver.has(receiver)) byReceiver.set(receiver, share);
    }
    return Array.from(byReceiver, ([receiver, share]) =>
      this.#give(cloud, share, new Map([[receiver, undefined]])),
    );
  }

  #give(
    cloud: CloudId,
    share: IndexedShare,
    receivers: ReadonlyMap<string, Association | undefined>,
  ): Gift {
    const { region } = share.scope;
    const rows = share.entry.resources.filter(({ status }) => !isDead(status));
    const gift: Gift = {
      share,
      resources: rows.map((row) => [this.#resourceNode(cloud, region, row), row]),
      principals: Array.from(receivers, ([id, row]) => [this.#principalNode(cloud, id), row]),
    };
    for (const node of nodesOf(gift)) {
      if (node.gifts.length === 0) node.gifts = [gift];
      else node.gifts.push(gift);
      node.others = undefined;
    }
    return gift;
  }

  #takeBack(gift: Gift): void {
    for (const node of nodesOf(gift)) {
      node.gifts.splice(node.gifts.indexOf(gift), 1);
      node.others = undefined;
    }
    for (const [node] of gift.resources) if (node.gifts.length === 0) this.#dropResource(node);
    for (const [node] of gift.principals) if (node.gifts.length === 0) this.#dropPrincipal(node);
  }

  #resourceNode(cloud: CloudId, region: string, row: Association): ResourceNode {
    const key = resourceKey(cloud, region, row);
    const known = this.#resources.get(key);
    if (known) {
      if (known.entity.arn === undefined && row.arn !== undefined) this.#learn(known, row.arn);
      return known;
    }
    const entity: AccessResource = {
      ...{ kind: 'resource', key, cloud, region, type: row.entityType, id: row.entityId },
      ...(row.arn !== undefined && { arn: row.arn }),
    };
    const node: ResourceNode = { entity, gifts: [], others: undefined };
    this.#resources.set(key, node);
    this.#list(entity);
    return node;
  }

  #learn(node: ResourceNode, arn: string): void {
    this.#unlist(node.entity);
    node.entity = { ...node.entity, arn };
    this.#list(node.entity);
  }

  #dropResource({ entity }: ResourceNode): void {
    this.#resources.delete(entity.key);
    this.#unlist(entity);
  }

  #list(entity: AccessResource): void {
    const list =
      this.#types.get(typeKey(entity)) ?? new SortedList<AccessResource>(compareEntities);
    this.#types.set(typeKey(entity), list);
    list.add(entity);
    for (const name of namesOf(entity)) this.#named.add(name, entity);
  }

  #unlist(entity: AccessResource): void {
    const list = this.#types.get(typeKey(entity));
    list?.remove(entity);
    if (list?.length === 0) this.#types.delete(typeKey(entity));
    for (const name of namesOf(entity)) this.#named.remove(name, entity);
  }

  #principalNode(cloud: CloudId, id: string): PrincipalNode {
    const key = principalKey(cloud, id);
    const known = this.#principals.get(key);
    if (known) return known;
    const entity: AccessPrincipal = { kind: 'principal', key, cloud, id };
    const node: PrincipalNode = { entity, gifts: [], others: undefined };
    this.#principals.set(key, node);
    this.#sortedPrincipals.add(entity);
    this.#named.add(id, entity);
    return node;
  }

  #dropPrincipal({ entity }: PrincipalNode): void {
    this.#principals.delete(entity.key);
    this.#sortedPrincipals.remove(entity);
    this.#named.remove(entity.id, entity);
  }
}

function namesOf({ id, arn }: AccessResource): readonly string[] {
  return arn === undefined || arn === id ? [id] : [id, arn];
}

/** A share has one id in its region, whoever sees it. */
function sightsKey(cloud: CloudId, region: string, id: string): string {
  return `${cloud}/${region}/${id}`;
}

/** The same for the same type of the same cloud, and for no other. */
export function typeKey({ cloud, type }: Pick<ResourceType, 'cloud' | 'type'>): string {
  return `${cloud}/${type}`;
}
