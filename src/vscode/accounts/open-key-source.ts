import type { Credentials } from '../../clouds/cloud.ts';
import { KeySource } from '../../accounts/sources/key-source.ts';
import { machineSurroundings, type Surroundings } from '../../accounts/sources/surroundings.ts';
import type { Account } from '../../model/account.ts';
import { endpointsFor, requestTimeoutMs } from './endpoint-settings.ts';

/**
 * The keys of an account, from where they lie.
 * @param stored gives those of the secret storage
 */
export function openKeySource(
  account: Pick<Account, 'cloud' | 'label' | 'source' | 'role'>,
  stored: () => Promise<Credentials>,
): KeySource {
  return new KeySource(account, stored, surroundingsOf(account.label));
}

/** This machine, as an account of that name sees it. */
export function surroundingsOf(accountLabel: string): Surroundings {
  return machineSurroundings({
    endpoints: endpointsFor(accountLabel),
    timeoutMs: requestTimeoutMs(),
  });
}
