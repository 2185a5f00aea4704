import type { CatalogueEntry } from '../http/catalogue-entry.ts';
import { sharingCodes } from './catalogue-sharing.ts';

/**
 * What a failure reason means. The vendor publishes no list of reasons for associations; where one carries a code
 * of the service, its meaning is known.
 */
export function explainFailure(reason: string): string | undefined {
  return entryOf(reason)?.meaning();
}

/** What to do about a code in a reason. Each of them speaks of something that has to change first. */
export function adviseFailure(
  reason: string,
): { readonly advice: string; readonly retry: boolean } | undefined {
  const entry = entryOf(reason);
  return entry && { advice: entry.advice(), retry: entry.busy === true };
}

function entryOf(reason: string): CatalogueEntry | undefined {
  const code = /\bRAM\.\d{4}\b/i.exec(reason)?.[0].toUpperCase();
  return code === undefined ? undefined : sharingCodes.get(code);
}
