import type { Association } from '../../model/share.ts';

/**
 * Whether somebody is in the organisation of those who share with them. A service of the cloud is no account, and
 * neither inside nor outside.
 */
export type Standing = 'inside' | 'outside' | 'service' | 'unknown';

/**
 * What rows say of one principal about being outside. They were written at different times, and by clouds that looked
 * from different owners: where some say so and others say otherwise, it is not known.
 * @param said nothing for a row that does not say
 */
export function agreedOutside(said: Iterable<boolean | undefined>): boolean | undefined {
  const words = new Set(said);
  if (words.has(true)) return words.has(false) ? undefined : true;
  return words.has(false) ? false : undefined;
}

/**
 * The same of everybody whom some rows name, by id.
 * @returns those of whom rows say something; undefined for those of whom they contradict each other
 */
export function outsideByRows(
  rows: Iterable<Pick<Association, 'entityId' | 'external'>>,
): Map<string, boolean | undefined> {
  const said = new Map<string, boolean | undefined>();
  addOutsideByRows(said, rows);
  return said;
}

/** Takes in more rows, of whom something is known already. */
export function addOutsideByRows(
  said: Map<string, boolean | undefined>,
  rows: Iterable<Pick<Association, 'entityId' | 'external'>>,
): void {
  for (const { entityId, external } of rows) {
    if (external === undefined) continue;
    const isNew = !said.has(entityId);
    said.set(entityId, isNew || said.get(entityId) === external ? external : undefined);
  }
}
