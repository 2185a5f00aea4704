import type { Credentials } from '../clouds/cloud.ts';
import type { Account } from '../model/account.ts';
import { type Clock, systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import { parseProfiles } from './profile.ts';
import type { SecretVault } from './secret-vault.ts';
import type { KeyPlace } from './stored-keys.ts';

const profilesKey = 'accounts';
const secretPrefix = 'account/';

/** How often to look whether another window changed the list. It lies in memory: no call, no file. */
const lookEveryMs = 2_000;

/** The part of VS Code's `Memento` that is used here. */
export interface ProfileStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * The configured accounts: profiles in one storage, keys in the other.
 * VS Code brings another window's change into this one's storage but tells nobody. Its vault tells some of them, in some
 * of its editions, and of an account that was added before the profile is there: so the list is looked at now and then.
 */
export class AccountStore {
  readonly #profiles: ProfileStorage;
  readonly #keys: { readonly vault: SecretVault; readonly session: Map<string, string> };
  readonly #changed = new Emitter<undefined>();
  readonly #keysChanged = new Emitter<string>();
  readonly #clock: Clock;
  readonly #watch: { dispose(): void };
  #stopLooking: (() => void) | undefined;
  #told: readonly Account[];
  #parsed:
    | {
        readonly stored: unknown;
        readonly accounts: readonly Account[];
        readonly until?: number;
      }
    | undefined;

  constructor(profiles: ProfileStorage, vault: SecretVault, clock: Clock = systemClock) {
    this.#profiles = profiles;
    this.#keys = { vault, session: new Map() };
    this.#clock = clock;
    this.#told = this.list();
    this.#watch = vault.onDidChange(({ key }) => {
      if (!key.startsWith(secretPrefix)) return;
      this.#reread();
      // What was stored last holds, wherever: keys of this window alone would hide those of another one.
      this.#keys.session.delete(key);
      const accountId = key.slice(secretPrefix.length);
      if (this.find(accountId)) this.#keysChanged.fire(accountId);
    });
    this.#lookAgain();
  }

  readonly onDidChange = this.#changed.listen;

  /** An account that was there before has other keys, or none, here or in another window. Gives its id. */
  readonly onDidChangeKeys = this.#keysChanged.listen;

  /** In the order they were added. Cheap: the tree asks for every row it draws. */
  list(): readonly Account[] {
    const stored = this.#profiles.get(profilesKey);
    const now = this.#clock.now();
    if (
      this.#parsed?.stored !== stored ||
      !this.#parsed ||
      now >= (this.#parsed.until ?? now + 1)
    ) {
      this.#parsed = { stored, ...parseProfiles(stored, now) };
    }
    return this.#parsed.accounts;
  }

  find(accountId: string): Account | undefined {
    return this.list().find(({ id }) => id === accountId);
  }

  /** Stores the keys first: a profile without keys would be an account that can't work. */
  async add(account: Account, credentials: Credentials, place?: KeyPlace): Promise<void> {
    await this.#keep(account.id, credentials, place);
    await this.#save([...this.list().filter(({ id }) => id !== account.id), account]);
  }

  /** Adds accounts whose keys lie elsewhere, all at once. Those that are there already stay as they are. */
  async addWithoutKeys(accounts: readonly Account[]): Promise<void> {
    const present = this.list();
    const fresh = accounts.filter(({ id }) => !present.some((account) => account.id === id));
    if (fresh.length > 0) await this.#save([...present, ...fresh]);
  }

  /** Changes what is known of an account; its keys stay. Does nothing where it is gone. */
  async change(
    accountId: string,
    change: Partial<
      Pick<Account, 'label' | 'regions' | 'hosts' | 'source' | 'writing' | 'production'>
    >,
  ): Promise<void> {
    await this.#save(
      this.list().map((account) =>
        account.id === accountId ? { ...account, ...change } : account,
      ),
    );
  }

  /** Stores other keys for an account, wherever those of before lie. Every window is told by the vault. */
  async replaceKeys(accountId: string, credentials: Credentials, place?: KeyPlace): Promise<void> {
    await this.#keep(accountId, credentials, place);
    const account = this.find(accountId);
    if (!account) return;
    const { source, ...rest } = account;
    if (source !== undefined) {
      await this.#save(this.list().map((one) => (one.id === accountId ? rest : one)));
    }
    if (place === 'session') this.#keysChanged.fire(accountId);
  }

  async remove(accountId: string): Promise<void> {
    await this.#save(this.list().filter(({ id }) => id !== accountId));
    this.#keys.session.delete(secretPrefix + accountId);
    await this.#keys.vault.delete(secretPrefix + accountId);
  }

  /**
   * The stored keys of an account.
   * @throws CloudError of kind `credentials` when there are none, or none that can be read
   */
  async credentials(accountId: string): Promise<Credentials> {
    const { readKeys } = await import('./stored-keys.ts');
    return readKeys(secretPrefix + accountId, this.#keys);
  }

  dispose(): void {
    this.#stopLooking?.();
    this.#watch.dispose();
    this.#changed.dispose();
    this.#keysChanged.dispose();
  }

  async #keep(accountId: string, credentials: Credentials, place?: KeyPlace): Promise<void> {
    const { writeKeys } = await import('./stored-keys.ts');
    await writeKeys(secretPrefix + accountId, credentials, place ?? 'vault', this.#keys);
  }

  async #save(accounts: readonly Account[]): Promise<void> {
    const saved = this.#profiles.update(profilesKey, accounts);
    // The list is the new one from here on, before it is stored: who draws it meanwhile has to know.
    this.#reread();
    await saved;
  }

  #lookAgain(): void {
    this.#stopLooking = this.#clock.schedule(lookEveryMs, () => {
      this.#reread();
      this.#lookAgain();
    });
  }

  /** Tells the listeners if the list is another one than they know. */
  #reread(): void {
    const list = this.list();
    if (list === this.#told) return;
    const same = JSON.stringify(list) === JSON.stringify(this.#told);
    this.#told = list;
    if (!same) this.#changed.fire(undefined);
  }
}
