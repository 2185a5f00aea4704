import { type Account, type CloudId, cloudIds } from '../model/account.ts';

/** What may stand in a label: something to see, on one line, and short enough for a row. */
export const labelMaximum = 60;

/**
 * Reads the stored list; entries that can't be read are left out and counted, the others stay usable.
 * Written without a schema library, as it runs at activation, before anything else is loaded.
 * @param stored whatever the storage gave
 */
export function parseProfiles(stored: unknown): {
  readonly accounts: readonly Account[];
  readonly unreadable: number;
} {
  const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
  const accounts = list.map(parseProfile).filter((account) => account !== undefined);
  return { accounts, unreadable: list.length - accounts.length };
}

function parseProfile(stored: unknown): Account | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { id, cloud, label, ownerId, regions, site, sandbox } = stored as Readonly<
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
  };
}

function isCloud(value: unknown): value is CloudId {
  return cloudIds.some((id) => id === value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
