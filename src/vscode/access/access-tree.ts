import type { AccessPrincipal, AccessResource, Grant } from '../../inventory/access/access.ts';
import type { AccessIndex, GrantTo } from '../../inventory/access/access-index.ts';
import {
  AccessSearch,
  accessWords,
  resourcesByType,
  type FoundType,
} from '../../inventory/access/search-access.ts';
import { Emitter } from '../../model/emitter.ts';
import { bucketsOf, rangeOf, type Bucket, type Named } from '../shares/arrange/buckets.ts';
import { bucketRow } from '../shares/arrange/gathering-rows.ts';
import { mostSiblings } from '../shares/children.ts';
import type { Row } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import {
  accessId,
  parseAccessId,
  principalGroups,
  type AccessAddress,
  type AccessMode,
  type GrantAddress,
  type PrincipalGroup,
} from './access-address.ts';
import { grantRow, groupRow, principalRow, resourceRow, typeRow } from './access-rows.ts';
import { kindOf, labelOf, standingIn } from './access-words.ts';

/** A list that is too long to be shown at once. */
interface Long {
  readonly rows: readonly AccessAddress[];
  readonly names: readonly Named[];
  readonly buckets: readonly Bucket[];
}

/** Everything that was made of one state of the index and one search. */
interface Made {
  readonly version: number;
  readonly resources: ReadonlyMap<string, FoundType>;
  readonly groups: ReadonlyMap<PrincipalGroup, readonly AccessPrincipal[]>;
  readonly lists: Map<string, readonly AccessAddress[]>;
  /** By the id of the row above, then by their own. */
  readonly grants: Map<string, ReadonlyMap<string, GrantTo>>;
  readonly long: Map<string, Long | undefined>;
}

interface Parts {
  readonly index: AccessIndex;
  readonly state: TreeState;
}

/** The rows of the access view: resources with whoever can use them, or principals with what they are given. */
export class AccessTree {
  readonly #index: AccessIndex;
  readonly #state: TreeState;
  readonly #changes = new Emitter<undefined>();
  #mode: AccessMode = 'resource';
  #query = '';
  #made: Made | undefined;

  constructor({ index, state }: Parts) {
    this.#index = index;
    this.#state = state;
  }

  readonly onDidChange = this.#changes.listen;

  get mode(): AccessMode {
    return this.#mode;
  }

  get query(): string {
    return this.#query;
  }

  show(change: { readonly mode?: AccessMode; readonly query?: string }): void {
    const { mode = this.#mode, query = this.#query } = change;
    if (mode === this.#mode && query === this.#query) return;
    this.#mode = mode;
    this.#query = query;
    this.#made = undefined;
    this.#changes.fire(undefined);
  }

  /** How many resources, or principals, there are and how many of them are shown. */
  get count(): { readonly shown: number; readonly all: number } {
    const made = this.#current;
    if (this.#mode === 'resource') {
      const all = this.#index.resourceTypes().reduce((sum, { count }) => sum + count, 0);
      return { shown: countsOf(made.resources.values()), all };
    }
    return { shown: lengths(made.groups.values()), all: this.#index.principals().length };
  }

  children(id: string | undefined): readonly AccessAddress[] {
    const address = id === undefined ? undefined : parseAccessId(id);
    if (id !== undefined && !address) return [];
    if (address?.kind === 'bucket') {
      const long = this.#long(address.of);
      const bucket = long?.buckets.find(({ from }) => from === address.from);
      return bucket ? (long?.rows.slice(bucket.start, bucket.end) ?? []) : [];
    }
    const long = id === undefined ? undefined : this.#long(id);
    if (!long || id === undefined) return this.#list(id);
    return long.buckets.map(({ from }) => ({ kind: 'bucket', of: id, from }));
  }

  row(address: AccessAddress): Row | undefined {
    const state = this.#state;
    const made = this.#current;
    switch (address.kind) {
      case 'type': {
        const count = made.resources.get(accessId(address))?.count;
        return count === undefined ? undefined : typeRow(address, count, state);
      }
      case 'resource': {
        const resource = this.#index.resource(address.key);
        return resource && resourceRow(resource, this.#index, state);
      }
      case 'principals': {
        const count = made.groups.get(address.group)?.length;
        return count === undefined ? undefined : groupRow(address.group, count, state);
      }
      case 'principal': {
        const principal = this.#index.principal(address.key);
        return principal && principalRow(principal, this.#index, state);
      }
      case 'grant': {
        const grant = this.grant(address);
        return grant && grantRow(grant, address.below, this.#index, state);
      }
      case 'bucket': {
        const long = this.#long(address.of);
        const bucket = long?.buckets.find(({ from }) => from === address.from);
        if (!long || !bucket) return undefined;
        return bucketRow(rangeOf(long.names, bucket), bucket.end - bucket.start, 0, false);
      }
    }
  }

  /** The row above; undefined for the outermost. */
  parent(id: string): string | undefined {
    const address = parseAccessId(id);
    const above = address && this.#above(address);
    if (!address || above === undefined) return undefined;
    if (address.kind === 'bucket') return above;
    const long = this.#long(above);
    const key = keyOf(address);
    const place = long?.names.findIndex((row) => row.key === key) ?? -1;
    const bucket = long?.buckets.find(({ start, end }) => place >= start && place < end);
    return bucket ? accessId({ kind: 'bucket', of: above, from: bucket.from }) : above;
  }

  grant(address: GrantAddress): GrantTo | undefined {
    const { below } = address;
    return this.#grants(below, address.for ?? address[below]).get(accessId(address));
  }

  /** What a row is about: of a grant what its label names. */
  entity(address: AccessAddress): AccessResource | AccessPrincipal | undefined {
    switch (address.kind) {
      case 'resource':
        return this.#index.resource(address.key);
      case 'principal':
        return this.#index.principal(address.key);
      case 'grant':
        return address.below === 'resource'
          ? this.#index.principal(address.principal)
          : this.#index.resource(address.resource);
      case 'type':
      case 'principals':
      case 'bucket':
        return undefined;
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }

  get #current(): Made {
    const { version } = this.#index;
    if (this.#made?.version === version) return this.#made;
    const words = accessWords(this.#query);
    const search =
      words.length === 0
        ? undefined
        : new AccessSearch(this.#index, words, (principal) => labelOf(principal, this.#state));
    this.#made = {
      version,
      resources: this.#mode === 'resource' ? this.#byType(search) : new Map(),
      groups: this.#mode === 'principal' ? this.#byGroup(search) : new Map(),
      lists: new Map(),
      grants: new Map(),
      long: new Map(),
    };
    return this.#made;
  }

  #byType(search: AccessSearch | undefined): Made['resources'] {
    const types = resourcesByType(this.#index, search?.resources);
    return new Map(types.map((found) => [accessId({ ...found, kind: 'type' }), found]));
  }

  #byGroup(search: AccessSearch | undefined): Made['groups'] {
    const found = new Map<PrincipalGroup, AccessPrincipal[]>();
    for (const principal of [...this.#index.principals(), ...this.#index.reachedAccounts()]) {
      if (search && !search.principals.has(principal)) continue;
      const group = this.#groupOf(principal);
      const list = found.get(group) ?? [];
      found.set(group, list);
      list.push(principal);
    }
    return found;
  }

  #groupOf(principal: AccessPrincipal): PrincipalGroup {
    const standing = standingIn(this.#index, this.#state)(principal);
    return standing === 'outside' ? 'outside' : (kindOf(principal, this.#state) ?? 'other');
  }

  #list(id: string | undefined): readonly AccessAddress[] {
    const { lists } = this.#current;
    const known = lists.get(id ?? '');
    if (known) return known;
    const made = this.#below(id);
    lists.set(id ?? '', made);
    return made;
  }

  #below(id: string | undefined): readonly AccessAddress[] {
    const { resources, groups } = this.#current;
    const address = parseAccessId(id);
    if (!address) {
      return this.#mode === 'resource'
        ? [...resources.keys()].flatMap((type) => parseAccessId(type) ?? [])
        : principalGroups
            .filter((group) => groups.has(group))
            .map((group) => ({ kind: 'principals', group }));
    }
    switch (address.kind) {
      case 'type':
        return (resources.get(accessId(address))?.items() ?? []).map(({ key }) => ({
          kind: 'resource',
          key,
        }));
      case 'principals':
        return (groups.get(address.group) ?? []).map(({ key }) => ({ kind: 'principal', key }));
      case 'resource':
      case 'principal':
        return [...this.#grants(address.kind, address.key).keys()].flatMap(
          (grant) => parseAccessId(grant) ?? [],
        );
      case 'grant':
      case 'bucket':
        return [];
    }
  }

  #grants(below: AccessMode, key: string): ReadonlyMap<string, GrantTo> {
    const { grants } = this.#current;
    const above = accessId({ kind: below, key });
    const known = grants.get(above);
    if (known) return known;
    const made = new Map(
      this.#sortedGrants(below, key).map((grant) => [
        accessId(grantAddress(grant, below, key)),
        grant,
      ]),
    );
    grants.set(above, made);
    return made;
  }

  #sortedGrants(below: AccessMode, key: string): readonly GrantTo[] {
    if (below === 'resource') return this.#index.whoCanUse(key).toSorted(byPrincipal);
    const principal = this.#index.principal(key);
    return principal ? this.#index.givenTo(principal).toSorted(byResource) : [];
  }

  #long(id: string): Long | undefined {
    const { long } = this.#current;
    if (long.has(id)) return long.get(id);
    const rows = this.#list(id);
    let made: Long | undefined;
    if (rows.length > mostSiblings) {
      const names = this.#entitiesOf(id)?.map(nameOf) ?? rows.map((row) => this.#nameOf(row));
      made = { rows, names, buckets: bucketsOf(names) };
    }
    long.set(id, made);
    return made;
  }

  /** What the rows below a row stand for, where each is one thing. */
  #entitiesOf(id: string): readonly (AccessResource | AccessPrincipal)[] | undefined {
    const address = parseAccessId(id);
    if (address?.kind === 'type') return this.#current.resources.get(accessId(address))?.items();
    return address?.kind === 'principals' ? this.#current.groups.get(address.group) : undefined;
  }

  #nameOf(address: AccessAddress): Named {
    return { name: this.entity(address)?.id ?? '', key: keyOf(address) };
  }

  #above(address: AccessAddress): string | undefined {
    switch (address.kind) {
      case 'type':
      case 'principals':
        return undefined;
      case 'bucket':
        return address.of;
      case 'resource': {
        const resource = this.#index.resource(address.key);
        return resource && accessId({ ...resource, kind: 'type' });
      }
      case 'principal': {
        const principal = this.#index.principal(address.key);
        return principal && accessId({ kind: 'principals', group: this.#groupOf(principal) });
      }
      case 'grant': {
        const { below } = address;
        return accessId({ kind: below, key: address.for ?? address[below] });
      }
    }
  }
}

function grantAddress(grant: GrantTo, below: AccessMode, key: string): GrantAddress {
  const { share, resource, principal } = grant;
  return {
    ...{ kind: 'grant', below, resource: resource.key, principal: principal.key },
    ...{ accountId: share.scope.accountId, region: share.scope.region },
    shareId: share.entry.share.id,
    ...(grant.within && { for: key }),
  };
}

function nameOf({ id, key }: AccessResource | AccessPrincipal): Named {
  return { name: id, key };
}

/** Tells a row from those beside it. What there are tens of thousands of has a key of its own already. */
function keyOf(address: AccessAddress): string {
  return address.kind === 'resource' || address.kind === 'principal'
    ? address.key
    : accessId(address);
}

function byPrincipal(one: Grant, other: Grant): number {
  return compare(one.principal.id, other.principal.id) || byShare(one, other);
}

function byResource(one: Grant, other: Grant): number {
  return compare(one.resource.id, other.resource.id) || byShare(one, other);
}

function byShare(one: Grant, other: Grant): number {
  return compare(one.share.entry.share.name, other.share.entry.share.name);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function countsOf(types: Iterable<FoundType>): number {
  let sum = 0;
  for (const { count } of types) sum += count;
  return sum;
}

function lengths(lists: Iterable<readonly unknown[]>): number {
  let sum = 0;
  for (const { length } of lists) sum += length;
  return sum;
}
