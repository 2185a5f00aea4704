import { CloudError } from '../clouds/cloud-error.ts';
import type { Abilities, ShareCloud } from '../clouds/cloud.ts';
import { outsideByRows } from '../inventory/access/standing.ts';
import { asCloudError } from '../inventory/failure.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Scope, scopeKey } from '../model/account.ts';
import { groupBy } from '../model/group-by.ts';
import type { Invitation } from '../model/invitation.ts';
import type { SharePermission } from '../model/permission.ts';
import type { Quota } from '../model/quota.ts';
import type { Change } from './change.ts';
import { shareIdOf } from './change.ts';
import { batches } from './chunks.ts';
import { shareState } from './inventory-state.ts';
import type { ChangeAccount, ChangeContext } from './change-context.ts';
import { principalKind } from './rules/principals.ts';

export interface KnowledgeOptions {
  readonly inventory: Pick<Inventory, 'snapshot' | 'refresh'>;
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  /** Undefined for an account that is not configured, or not any more. */
  readonly account: (accountId: string) => Promise<ChangeAccount | undefined>;
}

export interface KnowOptions {
  readonly signal: AbortSignal;
  /** `fresh`: the shares are read again. `held`: what is not known at all is read, the rest is taken as it is. */
  readonly shares: 'fresh' | 'held';
}

/**
 * Reads what is needed to plan and to check some changes, and nothing else: shares by their ids in batches, permissions
 * where one is changed, invitations that are answered, the organisation's switch and quotas where something is added.
 * What is only good for a warning may fail to be read and is unknown then.
 * @throws CloudError where shares or invitations that must be fresh could not be read
 */
export async function know(
  changes: readonly Change[],
  options: KnowledgeOptions,
  how: KnowOptions,
): Promise<ChangeContext> {
  const known = new Gathered(options, how);
  await known.gather(changes);
  return known;
}

class Gathered implements ChangeContext {
  readonly #options: KnowledgeOptions;
  readonly #how: KnowOptions;
  readonly #accounts = new Map<string, ChangeAccount | undefined>();
  readonly #looked = new Set<string>();
  readonly #permissions = new Map<string, readonly SharePermission[]>();
  readonly #invitations = new Map<string, Invitation | 'gone'>();
  /** Scope → principal → whether it is outside the organisation; gathered when it is first asked for. */
  readonly #outside = new Map<string, ReadonlyMap<string, boolean | undefined>>();
  readonly #sharing = new Map<string, boolean>();
  readonly #quotas = new Map<string, readonly Quota[]>();

  constructor(options: KnowledgeOptions, how: KnowOptions) {
    this.#options = options;
    this.#how = how;
  }

  account(accountId: string): ChangeAccount | undefined {
    return this.#accounts.get(accountId);
  }

  share(scope: Scope, shareId: string): ReturnType<ChangeContext['share']> {
    const entry = this.#options.inventory.snapshot(scope).entries.get(shareId);
    const permissions = this.#permissions.get(keyOf(scope, shareId)) ?? entry?.permissions;
    return entry && shareState(entry, permissions);
  }

  isGone(scope: Scope, shareId: string): boolean {
    return (
      this.#looked.has(keyOf(scope, shareId)) &&
      !this.#options.inventory.snapshot(scope).entries.has(shareId)
    );
  }

  invitation(scope: Scope, invitationId: string): Invitation | 'gone' | undefined {
    return this.#invitations.get(keyOf(scope, invitationId));
  }

  isOutside(scope: Scope, principalId: string): boolean | undefined {
    const key = scopeKey(scope);
    let known = this.#outside.get(key);
    if (!known) {
      const { entries } = this.#options.inventory.snapshot(scope);
      known = outsideByRows([...entries.values()].flatMap(({ principals }) => principals));
      this.#outside.set(key, known);
    }
    return known.get(principalId);
  }

  organizationSharing(accountId: string): boolean | undefined {
    return this.#sharing.get(accountId);
  }

  quotas(accountId: string): readonly Quota[] | undefined {
    return this.#quotas.get(accountId);
  }

  async gather(changes: readonly Change[]): Promise<void> {
    const ids = new Set(changes.map(({ scope }) => scope.accountId));
    await Promise.all(
      [...ids].map(async (id) => {
        this.#accounts.set(id, await this.#options.account(id));
      }),
    );
    // An account that is gone can't be asked; the check says so.
    const askable = changes.filter(({ scope }) => this.account(scope.accountId) !== undefined);
    const byScope = groupBy(askable, ({ scope }) => scopeKey(scope));
    await Promise.all(
      [...byScope.values()].flatMap((group) => [
        this.#readShares(group),
        this.#readInvitations(group),
      ]),
    );
    await Promise.all([
      ...askable.map((change) => this.#readPermissions(change)),
      ...[...groupBy(askable, ({ scope }) => scope.accountId)].map(([accountId, group]) =>
        this.#readAccount(accountId, group),
      ),
    ]);
  }

  async #readShares(changes: readonly Change[]): Promise<void> {
    const [first] = changes;
    if (!first) return;
    const { inventory } = this.#options;
    const { scope } = first;
    const { entries } = inventory.snapshot(scope);
    const fresh = this.#how.shares === 'fresh';
    const named = changes.filter(({ kind }) => kind !== 'accept' && kind !== 'reject');
    const shareIds = [...new Set(named.flatMap((change) => shareIdOf(change) ?? []))].filter(
      (id) => fresh || !entries.has(id),
    );
    if (shareIds.length === 0) return;
    try {
      const parts = { shareIds, shares: true, kinds: ['resource', 'principal'] } as const;
      await inventory.refresh(scope, parts, 'action');
      for (const id of shareIds) this.#looked.add(keyOf(scope, id));
    } catch (error) {
      if (fresh) throw asCloudError(error, 'ListResourceShares');
    }
  }

  async #readInvitations(changes: readonly Change[]): Promise<void> {
    const answers = changes.flatMap((change) =>
      change.kind === 'accept' || change.kind === 'reject' ? [change] : [],
    );
    const [first] = answers;
    if (!first) return;
    const { scope } = first;
    const ids = [...new Set(answers.map(({ invitation }) => invitation.id))];
    try {
      const cloud = await this.#options.connect(scope.accountId);
      for (const id of ids) this.#invitations.set(keyOf(scope, id), 'gone');
      const most = this.account(scope.accountId)?.abilities.itemsPerCall.shareIds ?? ids.length;
      for (const batch of batches(ids, most)) {
        const query = { side: 'received', ids: batch } as const;
        for await (const page of cloud.listInvitations(scope.region, query, this.#call())) {
          for (const one of page) this.#invitations.set(keyOf(scope, one.id), one);
        }
      }
    } catch (error) {
      for (const id of ids) this.#invitations.delete(keyOf(scope, id));
      if (this.#how.shares === 'fresh') throw asCloudError(error, 'ListResourceShareInvitations');
    }
  }

  async #readPermissions(change: Change): Promise<void> {
    if (change.kind !== 'setPermission' && change.kind !== 'removePermission') return;
    const { scope, shareId } = change;
    const key = keyOf(scope, shareId);
    const entry = this.#options.inventory.snapshot(scope).entries.get(shareId);
    if (this.#permissions.has(key) || entry?.share.owner !== 'self') return;
    if (entry.permissions && this.#how.shares === 'held') return;
    await this.#tryTo(async () => {
      const cloud = await this.#options.connect(scope.accountId);
      const found: SharePermission[] = [];
      const share = { id: shareId, owner: 'self' } as const;
      for await (const page of cloud.listSharePermissions(scope.region, share, this.#call())) {
        found.push(...page);
      }
      this.#permissions.set(key, found);
    });
  }

  async #readAccount(accountId: string, changes: readonly Change[]): Promise<void> {
    const abilities = this.account(accountId)?.abilities;
    if (!abilities) return;
    const adds = changes.some(({ kind }) => kind === 'create' || kind === 'associate');
    const restsOnSharing = changes.some(
      (change) => change.kind === 'organizationSharing' || reachesOrganization(change, abilities),
    );
    await Promise.all([
      restsOnSharing &&
        this.#tryTo(async () => {
          const cloud = await this.#options.connect(accountId);
          const { enabled } = await cloud.organizationSharing(this.#call());
          this.#sharing.set(accountId, enabled);
        }),
      adds &&
        abilities.quotas &&
        this.#tryTo(async () => {
          const cloud = await this.#options.connect(accountId);
          this.#quotas.set(accountId, await cloud.quotas(this.#call()));
        }),
    ]);
  }

  /** What is only good for a warning must not stand in the way of what it warns of. */
  async #tryTo(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      this.#how.signal.throwIfAborted();
      if (!(error instanceof CloudError)) throw error;
    }
  }

  #call() {
    return { signal: this.#how.signal, priority: 'action' } as const;
  }
}

/** Whether a change names the organisation or a part of it, rather than single accounts. */
function reachesOrganization(change: Change, abilities: Abilities): boolean {
  if (change.kind !== 'create' && change.kind !== 'associate') return false;
  return change.principals.some(({ id }) => {
    const kind = principalKind(id, abilities);
    return kind === 'organization' || kind === 'folder' || kind === 'unit';
  });
}

function keyOf(scope: Scope, id: string): string {
  return `${scopeKey(scope)}/${id}`;
}
