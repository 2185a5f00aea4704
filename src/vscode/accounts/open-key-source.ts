import type { Credentials } from '../../clouds/cloud.ts';
import { KeySource } from '../../accounts/sources/key-source.ts';
import { machineSurroundings, type Surroundings } from '../../accounts/sources/surroundings.ts';
import type { Account } from '../../model/account.ts';
import { endpointsFor, requestTimeoutMs } from './endpoint-settings.ts';

/**
 * The keys of an account, from where they lie.
 * @param stored gives those of the secret storage
 * @throws CloudError where the settings lead to a host that the user has not confirmed for it
 */
export function openKeySource(
  account: Pick<Account, 'cloud' | 'label' | 'site' | 'source' | 'role' | 'hosts'>,
  stored: () => Promise<Credentials>,
): KeySource {
  const { label, hosts = [] } = account;
  const surroundings = machineSurroundings({
    endpoints: endpointsFor(label),
    hosts,
    timeoutMs: requestTimeoutMs(),
  });
  return new KeySource(account, stored, surroundings);
}

/** This machine, for looking what lies on it: nothing is sent for that. */
export function surroundingsToList(): Surroundings {
  return machineSurroundings({ endpoints: {}, hosts: [], timeoutMs: requestTimeoutMs() });
}
