import type { Account } from '../../model/account.ts';
import { Intake, type IndexOptions } from '../index/intake.ts';
import {
  compare,
  compareEntities,
  principalKey,
  typeKey,
  type AccessPrincipal,
  type AccessResource,
  type Giving,
  type Grant,
  type ResourceType,
  type ShareName,
} from './access.ts';
import { AccessNodes } from './access-nodes.ts';
import { countOthers, givenToItself, givingOf, grantOf, type PrincipalNode } from './gift.ts';
import { nobodyKnows, type Membership } from './membership.ts';
import { SeenShares } from './seen-shares.ts';
import { agreedOutside, type Standing } from './standing.ts';
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

/**
 * Who can use what, over all scopes at once: every resource with the principals that shares give it to, and the other
 * way round. Follows the inventory share by share, and never looks at more than the shares that an answer is about.
 * What has ended is not in it.
 */
export class AccessIndex {
  readonly #intake: Intake;
  readonly #accounts: () => readonly Account[];
  readonly #membership: Membership;
  readonly #nodes = new AccessNodes();
  readonly #seen: SeenShares;
  #texts: { readonly version: number; readonly column: TextColumn<AccessResource> } | undefined;
  #reached:
    { readonly version: number; readonly byKey: ReadonlyMap<string, AccessPrincipal> } | undefined;

  constructor(options: AccessOptions) {
    this.#accounts = options.accounts;
    this.#membership = options.membership ?? nobodyKnows;
    this.#seen = new SeenShares(this.#nodes, options.accounts);
    this.#intake = new Intake(options, (...seen) => this.#seen.take(...seen));
  }

  /** Another number whenever an answer may be another. */
  get version(): number {
    this.#intake.takeIn();
    return this.#seen.version + this.#membership.version;
  }

  /** Resolves when everything that the inventory knows has been taken in. */
  settled(): Promise<void> {
    return this.#intake.settled();
  }

  /** Types of which there are resources, by cloud and name. */
  resourceTypes(): readonly ResourceType[] {
    this.#intake.takeIn();
    return this.#nodes
      .lists()
      .flatMap(({ first, length: count }) =>
        first ? [{ cloud: first.cloud, type: first.type, count }] : [],
      )
      .toSorted((one, other) => compare(typeKey(one), typeKey(other)));
  }

  /** Resources of a type, by id. */
  resourcesOf(type: Pick<ResourceType, 'cloud' | 'type'>): readonly AccessResource[] {
    this.#intake.takeIn();
    return this.#nodes.resourcesOf(type);
  }

  /** Everybody who is given something, by id. */
  principals(): readonly AccessPrincipal[] {
    this.#intake.takeIn();
    return this.#nodes.principals();
  }

  resource(key: string): AccessResource | undefined {
    this.#intake.takeIn();
    return this.#nodes.resource(key)?.entity;
  }

  principal(key: string): AccessPrincipal | undefined {
    this.#intake.takeIn();
    return this.#nodes.principal(key)?.entity ?? this.#reachedOnly().get(key);
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
      const all = this.#nodes.lists().flatMap(({ items }) => items);
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
    return [...this.#nodes.named(name)];
  }

  /** Whom shares give a resource; some of them more than once. */
  *principalsOf(key: string): Generator<AccessPrincipal, void, undefined> {
    this.#intake.takeIn();
    for (const gift of this.#nodes.resource(key)?.gifts ?? []) {
      for (const [{ entity }] of gift.principals) yield entity;
    }
  }

  /** What shares give to a principal itself; some of it more than once. */
  *resourcesGivenTo(key: string): Generator<AccessResource, void, undefined> {
    this.#intake.takeIn();
    for (const gift of this.#nodes.principal(key)?.gifts ?? []) {
      for (const [{ entity }] of gift.resources) yield entity;
    }
  }

  /**
   * Whether a principal is outside the organisation: one answer, whichever share is looked at. Who is a member of an
   * organisation that was listed is inside, who is not in the one of somebody who shares with them is outside; where no
   * list tells, rows do that do not contradict each other.
   */
  standing(key: string): Standing {
    this.#intake.takeIn();
    const node = this.#nodes.principal(key);
    // Who is reached as a part of something is in the organisation that it is a part of.
    if (!node) return this.#reachedOnly().has(key) ? 'inside' : 'unknown';
    const { cloud, id } = node.entity;
    if (this.#membership.containersOf(cloud, id)) return 'inside';
    const owners = new Set(node.gifts.map(({ share }) => share.entry.share.ownerId));
    for (const owner of owners) {
      if (this.#membership.isInside(cloud, owner, id) === false) return 'outside';
    }
    const said = node.gifts.map(
      ({ principals }) => principals.find(([principal]) => principal === node)?.[1]?.external,
    );
    if (agreedOutside(said) === true) return 'outside';
    return said.every((external) => external === false) ? 'inside' : 'unknown';
  }

  /** What a share gives and to whom; from each receiver's side where nobody here owns it, and nothing once it has ended. */
  givingsOf(name: ShareName): readonly Giving[] {
    this.#intake.takeIn();
    return this.#seen.giftsOf(name).map((gift) => givingOf(name.cloud, gift));
  }

  /** The shares that give a resource, or that give something to a principal itself, with all that they give. */
  givingsWith(key: string): readonly Giving[] {
    this.#intake.takeIn();
    const node = this.#nodes.resource(key) ?? this.#nodes.principal(key);
    return node?.gifts.map((gift) => givingOf(node.entity.cloud, gift)) ?? [];
  }

  /** To how many principals shares give a resource; something that accounts are in is one. */
  principalCount(key: string): number {
    this.#intake.takeIn();
    const node = this.#nodes.resource(key);
    return node ? (node.others ??= countOthers(node, ({ principals }) => principals)) : 0;
  }

  /** How many resources shares give to a principal itself. */
  resourceCount(key: string): number {
    this.#intake.takeIn();
    const node = this.#nodes.principal(key);
    return node ? (node.others ??= countOthers(node, ({ resources }) => resources)) : 0;
  }

  /** Every way in which somebody is given a resource. */
  whoCanUse(key: string): readonly Grant[] {
    this.#intake.takeIn();
    const node = this.#nodes.resource(key);
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
    const itself = this.#nodes.principal(principalKey(cloud, id));
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
        const isReached = !this.#nodes.principal(key) && this.#outer({ cloud, id }).length > 0;
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
      (container) => this.#nodes.principal(principalKey(cloud, container)) ?? [],
    );
  }

  dispose(): void {
    this.#intake.dispose();
  }
}
