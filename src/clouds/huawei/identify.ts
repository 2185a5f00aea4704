import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, Identity } from '../cloud.ts';
import type { Caller } from './caller.ts';
import { getCallerIdentity, listAuthDomains } from './calls/identity.ts';

/**
 * Finds the account of the keys: the identity service knows it, else the token service (reference section 2.5).
 * @throws {@link CloudError} with code `AccountUnknown` when neither tells: the user has to
 */
export async function identify(caller: Caller, options: CallOptions): Promise<Identity> {
  try {
    const { domains } = await caller.call(listAuthDomains(), options);
    const [own] = domains;
    if (own !== undefined) return { ownerId: own.id };
  } catch (error) {
    if (isFinal(error)) throw error;
  }
  try {
    const { account_id: ownerId } = await caller.call(getCallerIdentity(), options);
    return { ownerId };
  } catch (error) {
    if (!(error instanceof CloudError) || isFinal(error)) throw error;
    throw new CloudError({
      ...error.details,
      code: 'AccountUnknown',
      meaning: t('The cloud does not tell which account these credentials belong to.'),
      advice: t('Enter the account id. The console shows it under My Credentials.'),
      cause: error,
    });
  }
}

/** Asking elsewhere with the same keys would fail alike, and five wrong signatures lock a key. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof CloudError)) return true;
  return error.kind === 'credentials' || error.kind === 'clock' || error.kind === 'cancelled';
}
