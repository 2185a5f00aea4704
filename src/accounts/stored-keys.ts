import { t } from '@vscode/l10n';
import * as z from 'zod/mini';
import type { Credentials } from '../clouds/cloud.ts';
import type { SecretVault } from './secret-vault.ts';
import { sourceError } from './sources/source-error.ts';

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.exactOptional(z.string()),
});

/** Where keys are put: for good, or for as long as the window is open, where the secret storage fails. */
export type KeyPlace = 'vault' | 'session';

/** Marks the failure after which keys may be kept for the session only. */
export const vaultFailed = 'SecretStorageFailed';

/**
 * Puts keys where they are to be kept.
 * @param session keys of this window by the same names
 * @throws CloudError with the code `SecretStorageFailed`, without what the vault said
 */
export async function writeKeys(
  key: string,
  credentials: Credentials,
  place: KeyPlace,
  { vault, session }: { readonly vault: SecretVault; readonly session: Map<string, string> },
): Promise<void> {
  const text = JSON.stringify(credentials);
  if (place === 'session') {
    session.set(key, text);
    return;
  }
  try {
    await vault.store(key, text);
    session.delete(key);
  } catch {
    throw sourceError(
      vaultFailed,
      t('The secret storage of VS Code failed: the keys were not stored.'),
      t('Unlock or set up the keyring of this computer, and try again.'),
    );
  }
}

/**
 * The keys of an account.
 * @throws CloudError of kind `credentials` when there are none, or none that can be read
 */
export async function readKeys(
  key: string,
  { vault, session }: { readonly vault: SecretVault; readonly session: Map<string, string> },
): Promise<Credentials> {
  let text: string | undefined;
  try {
    text = session.get(key) ?? (await vault.get(key));
  } catch {
    throw sourceError(
      vaultFailed,
      t('The secret storage of VS Code failed: the keys can’t be read.'),
      t('Unlock or set up the keyring of this computer, or replace the keys of the account.'),
    );
  }
  const keys = parseKeys(text);
  if (keys) return keys;
  throw sourceError(
    'NoStoredKeys',
    t('No keys are stored for this account.'),
    t('Replace the keys of this account.'),
  );
}

/** Reads keys as they lie in the vault; undefined for anything else. */
function parseKeys(text: string | undefined): Credentials | undefined {
  try {
    return credentialsSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
