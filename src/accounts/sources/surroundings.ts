import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Endpoints } from '../../clouds/cloud.ts';
import { type Clock, systemClock } from '../../model/clock.ts';
import { confirmedEndpoints } from '../hosts.ts';

/** What credentials that lie outside of this tool are read from. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own folder. */
  readonly home: string;
  /**
   * The text of a file.
   * @throws where it is not there, can't be read, or is too long to be what it should be
   */
  readonly readText: (path: string) => Promise<string>;
  /** Hosts to call instead of the vendor's. */
  readonly endpoints: Endpoints;
  /** Limit for one HTTP request, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** No file of credentials is nearly as long. */
const longest = 1024 * 1024;

/**
 * Those of this machine and user.
 * @param hosts those that the user has let the calls of the account go to
 * @throws CloudError where an endpoint leads to another host: keys are used there before anything else asks
 */
export function machineSurroundings({
  endpoints,
  hosts,
  timeoutMs,
}: Pick<Surroundings, 'endpoints' | 'timeoutMs'> & {
  readonly hosts: readonly string[];
}): Surroundings {
  return {
    endpoints: confirmedEndpoints(endpoints, hosts),
    timeoutMs,
    env: process.env,
    home: homedir(),
    readText: async (path) => {
      const { size } = await stat(path);
      if (size > longest) throw new Error('Too long');
      return await readFile(path, 'utf8');
    },
    clock: systemClock,
  };
}
