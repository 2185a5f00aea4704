import { CloudError } from '../clouds/cloud-error.ts';
import type { CloudDriver, ConnectOptions, QueueState, ShareCloud } from '../clouds/cloud.ts';
import { smallestLimits, type ReadLimits } from '../inventory/read-shares.ts';
import type { Account, CloudId } from '../model/account.ts';
import { Emitter } from '../model/emitter.ts';
import type { Connectable, ConnectParts } from './accounts/connecting.ts';

/** One client an account, made when first needed; the code for a cloud is loaded with the first of its accounts. */
export class Connections {
  readonly #parts: ConnectParts;
  readonly #drivers = new Map<CloudId, CloudDriver>();
  readonly #clients = new Map<string, Promise<ShareCloud>>();
  readonly #open = new Map<string, ShareCloud>();
  readonly #queueChanged = new Emitter<undefined>();
  readonly #learned = new Emitter<undefined>();
  readonly #expiry = new Map<string, number>();

  constructor(parts: ConnectParts) {
    this.#parts = parts;
  }

  readonly onDidChangeQueue = this.#queueChanged.listen;

  /** What only the code of a cloud knows, such as names of regions, or when keys end, can be shown from now on. */
  readonly onDidLearn = this.#learned.listen;

  /** When the keys of an account end, in milliseconds since the epoch, where that is known. */
  expiresAt(accountId: string): number | undefined {
    return this.#expiry.get(accountId);
  }

  /** The driver of a cloud if it is loaded: for drawing, where nothing may wait. */
  loaded(cloud: CloudId): CloudDriver | undefined {
    return this.#drivers.get(cloud);
  }

  /** What one list call of the account's cloud takes and gives; the least of all clouds until its code is loaded. */
  limits(accountId: string): ReadLimits {
    const cloud = this.#parts.store.find(accountId)?.cloud;
    const abilities = cloud && this.loaded(cloud)?.abilities;
    if (!abilities) return smallestLimits;
    const { itemsPerCall, pageSize, receivedPermissions } = abilities;
    return { shareIds: itemsPerCall.shareIds, pageSize, receivedPermissions };
  }

  async driver(cloud: CloudId): Promise<CloudDriver> {
    const { loadDriver } = await import('../clouds/drivers.ts');
    const driver = await loadDriver(cloud);
    if (!this.#drivers.has(cloud)) {
      this.#drivers.set(cloud, driver);
      this.#learned.fire(undefined);
    }
    return driver;
  }

  /**
   * The client of a configured account.
   * @throws CloudError of kind `credentials` when there is no such account
   */
  async client(accountId: string): Promise<ShareCloud> {
    const known = this.#clients.get(accountId);
    if (known) return known;
    const account = this.#parts.store.find(accountId);
    if (!account) {
      throw new CloudError({
        kind: 'cancelled',
        code: 'AccountRemoved',
        message: 'The account was removed.',
        operation: 'connect',
      });
    }
    const opening = this.#connect(account);
    this.#clients.set(accountId, opening);
    try {
      const client = await opening;
      if (this.#clients.get(accountId) === opening) {
        this.#open.set(accountId, client);
        client.onDidChangeQueue(() => {
          this.#queueChanged.fire(undefined);
        });
      } else {
        client.dispose();
      }
      return client;
    } catch (error) {
      // It may have been forgotten meanwhile, and another one be on its way.
      if (this.#clients.get(accountId) === opening) this.#clients.delete(accountId);
      throw error;
    }
  }

  /** How a client for an account that is not stored yet is to be made. */
  async options(
    account: Connectable,
    credentials: ConnectOptions['credentials'],
  ): Promise<ConnectOptions> {
    const { connectOptions } = await import('./accounts/connecting.ts');
    return connectOptions(this.#parts, account, credentials);
  }

  queues(): readonly { readonly accountId: string; readonly state: QueueState }[] {
    return [...this.#open].map(([accountId, client]) => ({
      accountId,
      state: client.queueState(),
    }));
  }

  /** Drops the client of an account: what it runs is aborted, what it waits for is forgotten. */
  forget(accountId: string): void {
    this.#clients.delete(accountId);
    this.#expiry.delete(accountId);
    this.#open.get(accountId)?.dispose();
    this.#open.delete(accountId);
    this.#queueChanged.fire(undefined);
  }

  dispose(): void {
    for (const accountId of [...this.#clients.keys()]) this.forget(accountId);
    this.#queueChanged.dispose();
    this.#learned.dispose();
  }

  async #connect(account: Account): Promise<ShareCloud> {
    const driver = await this.driver(account.cloud);
    const { accountKeys } = await import('./accounts/connecting.ts');
    const keys = await accountKeys(this.#parts, account, (expiresAt) => {
      if (expiresAt === undefined || expiresAt === this.#expiry.get(account.id)) return;
      this.#expiry.set(account.id, expiresAt);
      this.#learned.fire(undefined);
    });
    return driver.connect(await this.options(account, keys));
  }
}
