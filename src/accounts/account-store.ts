import { CloudError } from '../clouds/cloud-error.ts';
import type { Credentials } from '../clouds/cloud.ts';
import type { Account } from '../model/account.ts';
import { Emitter } from '../model/emitter.ts';
import { t } from '@vscode/l10n';
import { parseProfiles } from './profile.ts';

const profilesKey = 'accounts';
const secretPrefix = 'account/';

/** The part of VS Code's `Memento` that is used here. */
export interface ProfileStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** The part of VS Code's `SecretStorage` that is used here. */
export interface SecretVault {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  onDidChange(listener: (event: { readonly key: string }) => void): { dispose(): void };
}

/**
 * The configured accounts: profiles in one storage, keys in the other.
 * Another window's change reaches this one through the vault's event, after which the profiles are read again.
 */
export class AccountStore {
  readonly #profiles: ProfileStorage;
  readonly #vault: SecretVault;
  readonly #changed = new Emitter<undefined>();
  readonly #watch: { dispose(): void };
  #known: string;
  #parsed: { readonly stored: unknown; readonly accounts: readonly Account[] } | undefined;

  constructor(profiles: ProfileStorage, vault: SecretVault) {
    this.#profiles = profiles;
    this.#vault = vault;
    this.#known = JSON.stringify(this.list());
    this.#watch = vault.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) this.reread();
    });
  }

  readonly onDidChange = this.#changed.listen;

  /** In the order they were added. Cheap: the tree asks for every row it draws. */
  list(): readonly Account[] {
    const stored = this.#profiles.get(profilesKey);
    if (this.#parsed?.stored !== stored || !this.#parsed) {
      this.#parsed = { stored, accounts: parseProfiles(stored).accounts };
    }
    return this.#parsed.accounts;
  }

  find(accountId: string): Account | undefined {
    return this.list().find(({ id }) => id === accountId);
  }

  /** Stores the keys first: a profile without keys would be an account that can't work. */
  async add(account: Account, credentials: Credentials): Promise<void> {
    await this.#vault.store(secretPrefix + account.id, JSON.stringify(credentials));
    await this.#save([...this.list().filter(({ id }) => id !== account.id), account]);
  }

  /** Adds accounts whose keys lie elsewhere, all at once. Those that are there already stay as they are. */
  async addWithoutKeys(accounts: readonly Account[]): Promise<void> {
    const present = this.list();
    const fresh = accounts.filter(({ id }) => !present.some((account) => account.id === id));
    if (fresh.length > 0) await this.#save([...present, ...fresh]);
  }

  async remove(accountId: string): Promise<void> {
    await this.#save(this.list().filter(({ id }) => id !== accountId));
    await this.#vault.delete(secretPrefix + accountId);
  }

  /**
   * The stored keys of an account.
   * @throws CloudError of kind `credentials` when there are none, or none that can be read
   */
  async credentials(accountId: string): Promise<Credentials> {
    const text = await this.#vault.get(secretPrefix + accountId);
    const { parseKeys } = await import('./stored-keys.ts');
    const keys = parseKeys(text);
    if (!keys) {
      throw new CloudError({
        kind: 'credentials',
        code: 'NoStoredKeys',
        message: t('No keys are stored for this account.'),
        operation: 'readCredentials',
        advice: t('Remove the account and add it again.'),
      });
    }
    return keys;
  }

  /** Looks whether another window changed the list, and tells the listeners if so. */
  reread(): void {
    const now = JSON.stringify(this.list());
    if (now === this.#known) return;
    this.#known = now;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }

  async #save(accounts: readonly Account[]): Promise<void> {
    await this.#profiles.update(profilesKey, accounts);
    this.reread();
  }
}
