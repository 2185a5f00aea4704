import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { ConnectOptions } from '../../clouds/cloud.ts';
import { type Account, isWritable } from '../../model/account.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { accountEndpoints, requestTimeoutMs } from './endpoint-settings.ts';

export interface ConnectParts {
  readonly store: AccountStore;
  readonly sandbox: Lazy<SandboxHost>;
  readonly log: Log;
}

/** As much of an account as a client is made from, also before it is stored. */
export type Connectable = Pick<Account, 'cloud' | 'label'> &
  Partial<Pick<Account, 'id' | 'sandbox' | 'site' | 'ownerId' | 'hosts'>>;

/**
 * How a client for an account is to be made.
 * @throws CloudError where the settings lead to a host that the user has not confirmed for it
 */
export async function connectOptions(
  { store, sandbox, log }: ConnectParts,
  account: Connectable,
  credentials: ConnectOptions['credentials'],
): Promise<ConnectOptions> {
  const { id, label, site, ownerId } = account;
  return {
    credentials,
    endpoints:
      account.sandbox === true
        ? await (await sandbox.get()).endpoints()
        : accountEndpoints(account),
    ...(site !== undefined && { site }),
    ...(ownerId !== undefined && { ownerId }),
    // Keys that are only tried may change nothing, nor may those of an account that is gone.
    mayWrite: () => {
      const present = id === undefined ? undefined : store.find(id);
      return present !== undefined && isWritable(present);
    },
    timeoutMs: requestTimeoutMs(),
    language: vscode.env.language,
    onRequest: (record) => {
      log.request(label, record);
    },
  };
}

/**
 * The keys of a stored account, from wherever they lie.
 * @param onKeys gets when those that were just had will end, where that is known
 */
export async function accountKeys(
  { store, sandbox }: ConnectParts,
  account: Account,
  onKeys: (expiresAt: number | undefined) => void,
): Promise<ConnectOptions['credentials']> {
  const stored = () => store.credentials(account.id);
  if (account.sandbox === true) {
    return async () => (await sandbox.get()).credentials(account);
  }
  if (account.source === undefined && account.role === undefined) return stored;
  const { openKeySource } = await import('./open-key-source.ts');
  const source = openKeySource(account, stored);
  return async () => {
    const { credentials, expiresAt } = await source.keys();
    onKeys(expiresAt);
    return credentials;
  };
}
