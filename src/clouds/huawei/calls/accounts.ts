import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, paged, text } from './wire.ts';

/** Without the list nobody knows who is inside: it must be there. */
const accountsAnswer = z.object({
  accounts: z.array(z.object({ id: identity, urn: text })),
  ...paged,
});

/**
 * Organizations API v1, "Listing Accounts in an Organization" (support.huaweicloud.com/intl/en-us/api-organizations/ListAccounts.html):
 * answered to the management account, and to members that are delegated administrators of some service.
 */
export function listAccounts(): Call<typeof accountsAnswer> {
  return { operation: 'ListAccounts', answer: accountsAnswer };
}
