import { Agenda } from './agenda.ts';
import { startAlibabaCloud } from './alibaba/alibaba-cloud.ts';
import { regionIds } from './alibaba/world.ts';
import { Calls } from './calls.ts';
import { SandboxClock } from './clock.ts';
import type { SandboxContext } from './cloud-part.ts';
import { makeControl } from './control.ts';
import { Faults } from './faults.ts';
import { listen, type Listener, type WireHandler } from './http-server.ts';
import { Rates } from './rates.ts';

export interface SandboxOptions {
  /** The first of consecutive ports, the control endpoint's; 0 or absent takes free ones. */
  readonly port?: number;
  /** The same seed gives the same ids, keys and data. */
  readonly seed?: number;
  /** How many shares the first account owns over all regions; absent for the 33 of the story. */
  readonly shares?: number;
  /** Added to every answer, in milliseconds. */
  readonly latencyMs?: number;
  /** Whether calls above the documented rates are throttled; off unless said otherwise. */
  readonly rates?: 'documented' | 'off';
  /** How long an association takes, in milliseconds; one to four seconds when absent. */
  readonly settleMs?: number;
}

export interface SandboxAccount {
  readonly cloud: 'alibaba';
  readonly label: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Only with temporary credentials. */
  readonly securityToken?: string;
  /** One sentence: what this account is in the story. */
  readonly role: string;
  readonly regions: readonly string[];
}

export interface SandboxDescription {
  readonly seed: number;
  /** `http://127.0.0.1:P` */
  readonly control: string;
  readonly clouds: {
    readonly alibaba: {
      /** One endpoint each: a share lives in the region whose endpoint made it. */
      readonly regions: readonly { readonly id: string; readonly endpoint: string }[];
      readonly sts: string;
    };
  };
  /** The vendors' hosts that the sandbox stands in for, with the address of each stand-in. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly accounts: readonly SandboxAccount[];
}

export interface Sandbox {
  readonly description: SandboxDescription;
  /** Closes every port and connection. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud on the loopback address; its state is in memory and ends with it.
 * @throws the system's error when a port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const context = makeContext(options);
  const alibaba = startAlibabaCloud(context);
  const control = makeControl({
    context,
    parts: { alibaba },
    describe: () => description,
  });
  const handlers = [control, ...alibaba.endpoints.map(({ handle }) => handle)];
  const [controlListener, ...alibabaListeners] = await listenAll(handlers, options.port ?? 0);
  const origins = alibabaListeners.map(({ origin }) => origin);
  const regions = regionIds.map((id, index) => ({ id, endpoint: origins[index] ?? '' }));
  const sts = origins[regionIds.length] ?? '';
  const description: SandboxDescription = {
    seed: context.seed,
    control: controlListener.origin,
    clouds: { alibaba: { regions, sts } },
    hosts: {
      ...Object.fromEntries(
        regions.map(({ id, endpoint }) => [`resourcesharing.${id}.aliyuncs.com`, endpoint]),
      ),
      'sts.aliyuncs.com': sts,
    },
    accounts: alibaba.accounts.map((account) => ({
      cloud: 'alibaba',
      ...account,
      regions: regionIds,
    })),
  };
  const listeners = [controlListener, ...alibabaListeners];
  return {
    description,
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function makeContext(options: SandboxOptions): SandboxContext {
  const clock = new SandboxClock();
  return {
    seed: options.seed ?? 1,
    clock,
    agenda: new Agenda(),
    faults: new Faults(),
    calls: new Calls(),
    rates: new Rates(clock, options.rates === 'documented'),
    tuning: {
      latencyMs: options.latencyMs ?? 0,
      settleMs: options.settleMs,
      emptyPages: true,
    },
    shares: options.shares,
  };
}

/** Opens one port for each handler, or none at all. */
async function listenAll(
  handlers: readonly WireHandler[],
  firstPort: number,
): Promise<[Listener, ...Listener[]]> {
  const listeners: Listener[] = [];
  try {
    for (const [index, handler] of handlers.entries()) {
      listeners.push(await listen(firstPort === 0 ? 0 : firstPort + index, handler));
    }
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw error;
  }
  const [first, ...rest] = listeners;
  if (first === undefined) throw new RangeError('There is nothing to serve.');
  return [first, ...rest];
}
