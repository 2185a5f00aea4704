import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, list } from './wire.ts';

const domainsAnswer = z.object({ domains: list(z.object({ id: identity })) });
const callerAnswer = z.object({ account_id: identity });

/** Reference section 2.5: the accounts that the keys can use, which is their own. */
export function listAuthDomains(): Call<typeof domainsAnswer> {
  return { operation: 'KeystoneListAuthDomains', answer: domainsAnswer };
}

/** Reference section 2.5. */
export function getCallerIdentity(): Call<typeof callerAnswer> {
  return { operation: 'GetCallerIdentity', answer: callerAnswer };
}
