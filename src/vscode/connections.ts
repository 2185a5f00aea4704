import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import { CloudError } from '../clouds/cloud-error.ts';
import type { CloudDriver, ConnectOptions, QueueState, ShareCloud } from '../clouds/cloud.ts';
import { smallestLimits, type ReadLimits } from '../inventory/read-shares.ts';
import type { Account, CloudId } from '../model/account.ts';
import { Emitter } from '../model/emitter.ts';
import type { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import type { SandboxHost } from './sandbox-host.ts';
import { settings } from './settings.ts';

/** One client an account, made when first needed; the code for a cloud is loaded with the first of its accounts. */
export class Connections {
  readonly #store: AccountStore;
  readonly #sandbox: Lazy<SandboxHost>;
  readonly #log: Log;
  readonly #drivers = new Map<CloudId, CloudDriver>();
  readonly #clients = new Map<string, Promise<ShareCloud>>();
  readonly #open = new Map<string, ShareCloud>();
  readonly #queueChanged = new Emitter<undefined>();
  readonly #driverLoaded = new Emitter<CloudId>();

  constructor(store: AccountStore, sandbox: Lazy<SandboxHost>, log: Log) {
    this.#store = store;
    this.#sandbox = sandbox;
    this.#log = log;
  }

  readonly onDidChangeQueue = this.#queueChanged.listen;

  /** What only the code of a cloud knows, such as names of regions, can be shown from now on. */
  readonly onDidLoadDriver = this.#driverLoaded.listen;

  /** The driver of a cloud if it is loaded: for drawing, where nothing may wait. */
  loaded(cloud: CloudId): CloudDriver | undefined {
    return this.#drivers.get(cloud);
  }

  /** What one list call of the account's cloud takes and gives; the least of all clouds until its code is loaded. */
  limits(accountId: string): ReadLimits {
    const cloud = this.#store.find(accountId)?.cloud;
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
      this.#driverLoaded.fire(cloud);
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
    const account = this.#store.find(accountId);
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
      this.#clients.delete(accountId);
      throw error;
    }
  }

  /** How a client for this account is to be made; also used to try keys that are not stored yet. */
  async options(
    account: Pick<Account, 'label'> & Partial<Pick<Account, 'sandbox' | 'site' | 'ownerId'>>,
    credentials: ConnectOptions['credentials'],
  ): Promise<ConnectOptions> {
    return {
      credentials,
      endpoints:
        account.sandbox === true
          ? await (await this.#sandbox.get()).endpoints()
          : settings.endpoints(account.label),
      ...(account.site !== undefined && { site: account.site }),
      ...(account.ownerId !== undefined && { ownerId: account.ownerId }),
      timeoutMs: settings.requestTimeoutMs,
      language: vscode.env.language,
      onRequest: (record) => {
        this.#log.request(account.label, record);
      },
    };
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
    this.#open.get(accountId)?.dispose();
    this.#open.delete(accountId);
    this.#queueChanged.fire(undefined);
  }

  dispose(): void {
    for (const accountId of [...this.#clients.keys()]) this.forget(accountId);
    this.#queueChanged.dispose();
    this.#driverLoaded.dispose();
  }

  async #connect(account: Account): Promise<ShareCloud> {
    const driver = await this.driver(account.cloud);
    const credentials =
      account.sandbox === true
        ? async () => (await this.#sandbox.get()).credentials(account)
        : () => this.#store.credentials(account.id);
    return driver.connect(await this.options(account, credentials));
  }
}
