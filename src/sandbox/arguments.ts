import { parseArgs } from 'node:util';
import { mostRegions } from './alibaba/regions.ts';
import type { SandboxOptions } from './sandbox.ts';

export const usage = `Starts a local cloud to try Resource Share Explorer and any other client against.

  npm run sandbox -- [options]

  --json                    print one line of JSON with endpoints and keys, and nothing else
  --port N                  first of consecutive ports, the control endpoint's (default: free ones)
  --seed N                  the same seed gives the same ids, keys and data (default: 1)
  --shares N                shares that the first account of each cloud owns (default: those of the story)
  --regions N               regions of Alibaba Cloud that made-up shares lie in, 1 to 20 (default: 3)
  --latency MS              time added to every answer (default: 0)
  --rates documented|off    whether calls above the documented rates are throttled (default: documented)
  --help                    this text
`;

/** Wrong arguments: told in one line, with status 2. */
export class UsageError extends Error {}

export interface Arguments {
  readonly options: SandboxOptions;
  readonly json: boolean;
  readonly help: boolean;
}

/**
 * Reads the flags of `npm run sandbox`.
 * @throws UsageError for flags that it does not know and values that they do not take
 */
export function readArguments(args: readonly string[]): Arguments {
  const values = parse(args);
  const rates = values.rates ?? 'documented';
  if (rates !== 'documented' && rates !== 'off') {
    throw new UsageError(`--rates takes documented or off, not "${rates}".`);
  }
  const port = whole('port', values.port, 65_527);
  const seed = whole('seed', values.seed, 2 ** 31);
  const shares = whole('shares', values.shares, 100_000);
  const regions = whole('regions', values.regions, mostRegions);
  if (regions === 0) throw new UsageError('--regions takes 1 at least.');
  const latencyMs = whole('latency', values.latency, 60_000);
  return {
    options: {
      rates,
      ...(port === undefined ? {} : { port }),
      ...(seed === undefined ? {} : { seed }),
      ...(shares === undefined ? {} : { shares }),
      ...(regions === undefined ? {} : { regions }),
      ...(latencyMs === undefined ? {} : { latencyMs }),
    },
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseFlags>['values'] {
  try {
    return parseFlags(args).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message} See --help.`);
  }
}

function parseFlags(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      port: { type: 'string' },
      seed: { type: 'string' },
      shares: { type: 'string' },
      regions: { type: 'string' },
      latency: { type: 'string' },
      rates: { type: 'string' },
    },
  });
}

function whole(flag: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!(number <= most)) {
    throw new UsageError(`--${flag} takes a whole number from 0 to ${most}, not "${value}".`);
  }
  return number;
}
