import * as z from 'zod/mini';
import type { Account } from '../model/account.ts';

/** Accounts as they lie in the global state: no secret, and nothing that a newer version could not read. */
const profileSchema = z.object({
  id: z.string().check(z.minLength(1)),
  cloud: z.enum(['alibaba', 'huawei']),
  label: z.string(),
  ownerId: z.string(),
  regions: z.array(z.string()).check(z.minLength(1)),
  sandbox: z.optional(z.boolean()),
});

/**
 * Reads the stored list; entries that can't be read are left out and counted, the others stay usable.
 * @param stored whatever the storage gave
 */
export function parseProfiles(stored: unknown): {
  readonly accounts: readonly Account[];
  readonly unreadable: number;
} {
  const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const accounts = list.flatMap((item): Account[] => {
    const parsed = profileSchema.safeParse(item);
    if (!parsed.success) return [];
    const { sandbox, ...profile } = parsed.data;
    return [sandbox === true ? { ...profile, sandbox } : profile];
  });
  return { accounts, unreadable: list.length - accounts.length };
}

/** What may stand in a label: something to see, on one line, and short enough for a row. */
export const labelMaximum = 60;
