import { type Account, type CloudId, cloudIds, type Writing } from '../model/account.ts';

/** What may stand in a label: something to see, on one line, and short enough for a row. */
export const labelMaximum = 60;

/** For how long writing is turned on where it ends by itself, in milliseconds. */
export const writingWhile = 15 * 60_000;

/**
 * Reads the stored list; entries that can't be read are left out and counted, the others stay usable.
 * Written without a schema library, as it runs at activation, before anything else is loaded.
 * @param stored whatever the storage gave
 * @param now milliseconds since the epoch: writing that has ended reads `off`
 */
export function parseProfiles(
  stored: unknown,
  now: number,
): {
  readonly accounts: readonly Account[];
  readonly unreadable: number;
  /** When the first of the accounts ceases to be writable; never unless given. */
  readonly until?: number;
} {
  const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const accounts = list
    .map((entry) => parseProfile(entry, now))
    .filter((account) => account !== undefined);
  const ends = accounts.flatMap(({ writing }) =>
    typeof writing === 'object' ? writing.until : [],
  );
  return {
    accounts,
    unreadable: list.length - accounts.length,
    ...(ends.length > 0 && { until: Math.min(...ends) }),
  };
}

function parseProfile(stored: unknown, now: number): Account | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { id, cloud, label, ownerId, regions, site, sandbox, ...more } = stored as Readonly<
    Record<keyof Account, unknown>
  >;
  if (typeof id !== 'string' || id === '') return undefined;
  if (typeof label !== 'string' || typeof ownerId !== 'string' || !isCloud(cloud)) return undefined;
  if (!Array.isArray(regions) || regions.length === 0 || !regions.every(isText)) return undefined;
  return {
    id,
    cloud,
    label,
    ownerId,
    regions,
    ...((site === 'china' || site === 'europe') && { site }),
    ...(sandbox === true && { sandbox }),
    ...(more.writing !== undefined && { writing: parseWriting(more.writing, now) }),
    ...(isText(more.source) && { source: more.source }),
    ...(Array.isArray(more.hosts) && { hosts: more.hosts.filter(isText) }),
    ...(isText(more.role) && { role: more.role }),
    ...(more.production === true && { production: true }),
  };
}

/** What can't be read, is over, or lies so far ahead that the clock was put back since, allows nothing. */
function parseWriting(stored: unknown, now: number): Writing {
  if (stored === 'on') return stored;
  if (typeof stored !== 'object' || stored === null || !('until' in stored)) return 'off';
  const { until } = stored;
  return typeof until === 'number' && until > now && until <= now + writingWhile
    ? { until }
    : 'off';
}

function isCloud(value: unknown): value is CloudId {
  return cloudIds.some((id) => id === value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
