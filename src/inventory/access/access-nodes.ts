import type { CloudId } from '../../model/account.ts';
import type { Association } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import type { IndexedShare } from '../index/inventory-index.ts';
import { Postings } from '../index/postings.ts';
import {
  compareEntities,
  principalKey,
  resourceKey,
  typeKey,
  type AccessPrincipal,
  type AccessResource,
  type ResourceType,
} from './access.ts';
import { nodesOf, type Gift, type PrincipalNode, type ResourceNode } from './gift.ts';
import { SortedList } from './sorted-list.ts';

/** Everything that shares give and everybody whom they give it to, each once, in order and by name. */
export class AccessNodes {
  readonly #resources = new Map<string, ResourceNode>();
  readonly #principals = new Map<string, PrincipalNode>();
  readonly #types = new Map<string, SortedList<AccessResource>>();
  readonly #sortedPrincipals = new SortedList<AccessPrincipal>(compareEntities);
  /** By everything that they are called: id, ARN, URN. */
  readonly #named = new Postings<AccessResource | AccessPrincipal>();

  resource(key: string): ResourceNode | undefined {
    return this.#resources.get(key);
  }

  principal(key: string): PrincipalNode | undefined {
    return this.#principals.get(key);
  }

  /** The resources of each type, by id; no list is empty. */
  lists(): readonly SortedList<AccessResource>[] {
    return [...this.#types.values()];
  }

  /** Resources of a type, by id. */
  resourcesOf(type: Pick<ResourceType, 'cloud' | 'type'>): readonly AccessResource[] {
    return this.#types.get(typeKey(type))?.items ?? [];
  }

  /** Everybody who is given something, by id. */
  principals(): readonly AccessPrincipal[] {
    return this.#sortedPrincipals.items;
  }

  /** What is called exactly that. */
  named(name: string): Iterable<AccessResource | AccessPrincipal> {
    return this.#named.get(name);
  }

  /**
   * Takes in what a share gives.
   * @param receivers with their rows, where these are seen
   */
  give(
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

  /** Forgets what a share gave, and everything that nothing gives any more. */
  takeBack(gift: Gift): void {
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
