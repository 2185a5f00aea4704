import { CloudError } from '../cloud-error.ts';
import type { CallOptions, Organization, OrganizationQuery } from '../cloud.ts';
import { collect } from '../http/pages.ts';
import type { Caller } from './caller.ts';
import { listEntities, type WireEntity } from './calls/entities.ts';
import { isPartOf, organizationPart, type Accounts } from './organization.ts';
import { readPages } from './pages.ts';

/** Units that one reading asks for at most, a call each; of what would take more it stays unknown who is in it. */
const mostUnits = 200;

/**
 * Puts to the accounts of an organisation the units that they are in: those that are asked for and are of this
 * organisation, with a call for each unit in them. An answer names no parents, so it takes as many; of units that no
 * share names nothing need be known.
 */
export async function withUnits(
  { id, managementId, members, readAt }: Accounts,
  { parts }: OrganizationQuery,
  caller: Caller,
  options: CallOptions,
): Promise<Organization> {
  const own = parts.flatMap((urn) => {
    const part = organizationPart(urn);
    return part && isPartOf(part, { id, managementId }) ? [{ ...part, urn }] : [];
  });
  const units = own.filter(({ type }) => type === 'ou');
  const wholes = own.filter(({ type }) => type !== 'ou').map(({ urn }) => urn);
  const below = await entitiesBelow(
    units.map((unit) => unit.id),
    caller,
    options,
  );
  const known = units.filter((unit) => below.has(unit.id));
  // The smaller the nearer: two that hold the same account lie one within the other.
  const contents = known
    .map(({ id: unitId, urn }) => ({ urn, ids: contentOf(unitId, below) }))
    .toSorted((one, other) => one.ids.size - other.ids.size);
  const containers = new Map<string, string[]>();
  const put = (inner: string, outer: string): void => {
    const list = containers.get(inner) ?? [];
    containers.set(inner, list);
    list.push(outer);
  };
  const urnOf = new Map(known.map((unit) => [unit.id, unit.urn]));
  for (const { urn, ids } of contents) for (const inner of ids) put(urnOf.get(inner) ?? inner, urn);
  for (const whole of wholes.filter((urn) => urn !== urnOfOrganization(managementId, id))) {
    for (const inner of [...members, ...urnOf.values()]) put(inner, whole);
  }
  return {
    ...{ id: urnOfOrganization(managementId, id), managementId, members, containers, readAt },
    known: new Set([...wholes, ...urnOf.values()]),
  };
}

function urnOfOrganization(managementId: string, id: string): string {
  return `organizations::${managementId}:organization:${id}`;
}

type Below = ReadonlyMap<string, readonly WireEntity[]>;

/** What is right below the units that are given, and below those in them. Without those that it was too much for. */
async function entitiesBelow(
  units: readonly string[],
  caller: Caller,
  options: CallOptions,
): Promise<Below> {
  const below = new Map<string, readonly WireEntity[]>();
  let calls = 0;
  for (const unit of units) {
    const found = new Map<string, readonly WireEntity[]>();
    const open = [unit];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (below.has(next) || found.has(next)) continue;
      if ((calls += 1) > mostUnits) return below;
      const rows = await rightBelow(next, caller, options);
      if (!rows) return below;
      found.set(next, rows);
      open.push(...rows.filter(isUnit).map(({ id }) => id));
    }
    for (const [id, rows] of found) below.set(id, rows);
  }
  return below;
}

/** Undefined where this account may list accounts, but not units. */
async function rightBelow(
  unit: string,
  caller: Caller,
  options: CallOptions,
): Promise<readonly WireEntity[] | undefined> {
  try {
    return await collect(
      readPages(caller, listEntities(unit), options, ({ entities }) => entities),
    );
  } catch (error) {
    if (error instanceof CloudError && error.kind === 'denied') return undefined;
    throw error;
  }
}

/** The ids of all accounts and units in a unit, however deep. */
function contentOf(unit: string, below: Below): ReadonlySet<string> {
  const ids = new Set<string>();
  const open = [unit];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const row of below.get(next) ?? []) {
      if (row.id === unit || ids.has(row.id)) continue;
      ids.add(row.id);
      if (isUnit(row)) open.push(row.id);
    }
  }
  return ids;
}

function isUnit({ type }: WireEntity): boolean {
  return type === 'organizational_unit';
}
