import { sharingCodes } from './catalogue-sharing.ts';

/**
 * What a failure reason means. The vendor publishes no list of reasons for associations; where one carries a code
 * of the service, its meaning is known.
 */
export function explainFailure(reason: string): string | undefined {
  const code = /\bRAM\.\d{4}\b/i.exec(reason)?.[0].toUpperCase();
  return code === undefined ? undefined : sharingCodes.get(code)?.meaning();
}
