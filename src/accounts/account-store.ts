import * as z from 'zod/mini';
import { CloudError } from '../clouds/cloud-error.ts';
import type { Credentials } from '../clouds/cloud.ts';
import type { Account } from '../model/account.ts';
import { Emitter } from '../model/emitter.ts';
import { t } from '@vscode/l10n';
import { parseProfiles } from './profile.ts';

const profilesKey = 'accounts';
const secretPrefix = 'account/';

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.optional(z.string()),
});

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

  constructor(profiles: ProfileStorage, vault: SecretVault) {
    this.#profiles = profiles;
    this.#vault = vault;
    this.#known = JSON.stringify(this.list());
    this.#watch = vault.onDidChange(({ key }) => {
      if (key.startsWith(secretPrefix)) this.reread();
    });
  }

  readonly onDidChange = this.#changed.listen;

  list(): readonly Account[] {
    return parseProfiles(this.#profiles.get(profilesKey)).accounts;
  }

  find(accountId: string): Account | undefined {
    return this.list().find(({ id }) => id === accountId);
  }

  /** Stores the keys first: a profile without keys would be an account that can't work. */
  async add(account: Account, credentials?: Credentials): Promise<void> {
    if (credentials) {
      await this.#vault.store(secretPrefix + account.id, JSON.stringify(credentials));
    }
    await this.#save([...this.list().filter(({ id }) => id !== account.id), account]);
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
    const parsed = credentialsSchema.safeParse(parseJson(text));
    if (!parsed.success) {
      throw new CloudError({
        kind: 'credentials',
        code: 'NoStoredKeys',
        message: t('No keys are stored for this account.'),
        operation: 'readCredentials',
        advice: t('Remove the account and add it again.'),
      });
    }
    const { securityToken, ...keys } = parsed.data;
    return securityToken === undefined ? keys : { ...keys, securityToken };
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

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
