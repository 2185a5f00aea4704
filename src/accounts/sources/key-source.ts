import { createHash } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { Credentials } from '../../clouds/cloud.ts';
import type { Account } from '../../model/account.ts';
import { assumed, aliyunProvider, fixed } from './alibaba-chain.ts';
import { aliyunConfigFile, parseAliyunConfig } from './aliyun-config.ts';
import { alibabaEnvironment, huaweiEnvironment } from './environment.ts';
import { assumedAgency, parseAgency } from './huawei-agency.ts';
import { huaweiSdkKeys, kooKeys } from './huawei-profiles.ts';
import type { KeyProvider, Keys } from './keys.ts';
import { readProfileFile } from './read-profile-file.ts';
import { parseSource } from './source.ts';
import { sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

/** For how long what was read serves the calls that are made together, in milliseconds. */
const togetherMs = 2_000;

/**
 * The keys of one account, from where they lie, with the role on top of them. Files are read when calls are made, and
 * nothing of them is kept longer than that but keys for a while, until they end.
 */
export class KeySource {
  readonly #account: Pick<Account, 'cloud' | 'site' | 'source' | 'role'>;
  readonly #stored: () => Promise<Credentials>;
  readonly #surroundings: Surroundings;
  #base: { readonly digest: string; readonly provider: KeyProvider } | undefined;
  #role: KeyProvider | undefined;
  #last: { readonly at: number; readonly keys: Promise<Keys & { ownerId?: string }> } | undefined;

  /** @param stored gives the keys of the secret storage, for an account whose keys lie there */
  constructor(
    account: Pick<Account, 'cloud' | 'site' | 'source' | 'role'>,
    stored: () => Promise<Credentials>,
    surroundings: Surroundings,
  ) {
    this.#account = account;
    this.#stored = stored;
    this.#surroundings = surroundings;
  }

  /**
   * Keys that work now. `ownerId` is the account that they are of, where their file says so.
   * @throws CloudError, of kind `credentials` for what is wrong where they lie
   */
  keys(): Promise<Keys & { readonly ownerId?: string }> {
    const now = this.#surroundings.clock.now();
    if (this.#last && Math.abs(now - this.#last.at) < togetherMs) return this.#last.keys;
    const keys = this.#account.role === undefined ? this.#baseKeys() : this.#roleKeys();
    const last = { at: now, keys };
    this.#last = last;
    keys.catch(() => {
      if (this.#last === last) this.#last = undefined;
    });
    return keys;
  }

  /** Those of the account itself, before it takes on a role. */
  async #baseKeys(): Promise<Keys & { readonly ownerId?: string }> {
    const { cloud } = this.#account;
    const source = parseSource(this.#account.source);
    switch (source?.kind) {
      case 'stored':
        return { credentials: await this.#stored() };
      case 'environment':
        return cloud === 'huawei'
          ? huaweiEnvironment(this.#surroundings)
          : await this.#provider('', () => alibabaEnvironment(this.#surroundings))();
      case 'profile':
        switch (source.file) {
          case 'aliyun':
            return await this.#aliyunKeys(source.name);
          case 'huaweicloud':
            return await huaweiSdkKeys(source.name, this.#surroundings);
          case 'hcloud':
            return await this.#kooKeys(source.name);
        }
        break;
      case undefined:
    }
    throw unknownSource();
  }

  async #aliyunKeys(name: string): Promise<Keys> {
    const file = aliyunConfigFile(this.#surroundings);
    const text = await readProfileFile(file, this.#surroundings);
    return await this.#provider(text, () =>
      aliyunProvider(name, parseAliyunConfig(text, file), this.#surroundings),
    )();
  }

  async #kooKeys(name: string): Promise<Keys & { readonly ownerId?: string }> {
    const { agency, ...keys } = await kooKeys(name, this.#surroundings);
    if (agency === undefined) return keys;
    return await this.#provider(JSON.stringify([keys, agency]), () =>
      assumedAgency(fixed(keys.credentials), agency, this.#account.site, this.#surroundings),
    )();
  }

  /** Where the file is as it was, its temporary keys serve until they end. */
  #provider(text: string, make: () => KeyProvider): KeyProvider {
    const digest = createHash('sha256').update(text).digest('hex');
    if (this.#base?.digest !== digest) this.#base = { digest, provider: make() };
    return this.#base.provider;
  }

  async #roleKeys(): Promise<Keys> {
    this.#role ??= this.#roleProvider();
    return await this.#role();
  }

  #roleProvider(): KeyProvider {
    const { cloud, site, role = '' } = this.#account;
    const base: KeyProvider = () => this.#baseKeys();
    if (cloud === 'alibaba') return assumed(base, { arn: role }, this.#surroundings);
    const agency = parseAgency(role);
    if (agency === undefined) throw unknownSource();
    return assumedAgency(base, agency, site, this.#surroundings);
  }
}

function unknownSource(): Error {
  return sourceError(
    'UnknownSource',
    t('Where the keys of this account lie is not known to this version.'),
    t('Remove the account and add it again.'),
  );
}
