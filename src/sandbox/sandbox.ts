import { Agenda } from './agenda.ts';
import { startAlibabaCloud } from './alibaba/alibaba-cloud.ts';
import { servedRegions } from './alibaba/regions.ts';
import { Calls } from './calls.ts';
import { SandboxClock } from './clock.ts';
import type { SandboxContext } from './cloud-part.ts';
import { makeControl } from './control.ts';
import { Faults } from './faults.ts';
import { globalScope } from './huawei/gateway.ts';
import { startHuaweiCloud } from './huawei/huawei-cloud.ts';
import { huaweiHosts } from './huawei/hosts.ts';
import { listen, type Listener, type WireHandler } from './http-server.ts';
import { Network } from './network.ts';
import { Rates } from './rates.ts';
import type { Tuning } from './tuning.ts';
import { Writes } from './writes.ts';

export interface SandboxOptions {
  /** The first of consecutive ports, the control endpoint's; 0 or absent takes free ones. */
  readonly port?: number;
  /** The same seed gives the same ids, keys and data. */
  readonly seed?: number;
  /** How many shares the first account of each cloud owns over all regions; absent for those of the story. */
  readonly shares?: number;
  /** Over how many regions of Alibaba Cloud made-up shares are spread: 1 to 20, three when absent. */
  readonly regions?: number;
  /** Added to every answer, in milliseconds. */
  readonly latencyMs?: number;
  /** Whether calls above the documented rates are throttled; off unless said otherwise. */
  readonly rates?: 'documented' | 'off';
  /** How long an association takes, in milliseconds; one to four seconds when absent. */
  readonly settleMs?: number;
}

export interface SandboxAccount {
  readonly cloud: 'alibaba' | 'huawei';
  readonly label: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Only with temporary credentials. */
  readonly securityToken?: string;
  /** One sentence: what this account is in the story. */
  readonly role: string;
  /** `global` alone where a cloud has no regions. */
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
      /** Who is in the organisation. */
      readonly directory: string;
    };
    readonly huawei: {
      /** One for all regions: the service is global. */
      readonly endpoint: string;
      readonly iam: string;
      readonly sts: string;
      readonly organizations: string;
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
  const huawei = startHuaweiCloud(context);
  const control = makeControl({
    context,
    parts: { alibaba, huawei },
    describe: () => description,
  });
  const regionIds = servedRegions(context.regions).map(({ id }) => id);
  const endpoints = [...alibaba.endpoints, ...huawei.endpoints];
  const handlers = [control, ...endpoints.map(({ handle }) => handle)];
  const listeners = await listenAll(handlers, options.port ?? 0);
  const [controlOrigin = '', ...origins] = listeners.map(({ origin }) => origin);
  const regions = regionIds.map((id, index) => ({ id, endpoint: origins[index] ?? '' }));
  const [sts = '', directory = '', ...ofHuawei] = origins.slice(regionIds.length);
  const [endpoint = '', iam = '', huaweiSts = '', organizations = ''] = ofHuawei;
  const huaweiOrigins = { endpoint, iam, sts: huaweiSts, organizations };
  const description: SandboxDescription = {
    seed: context.seed,
    control: controlOrigin,
    clouds: { alibaba: { regions, sts, directory }, huawei: huaweiOrigins },
    hosts: {
      ...Object.fromEntries(
        regions.map((region) => [`resourcesharing.${region.id}.aliyuncs.com`, region.endpoint]),
      ),
      'sts.aliyuncs.com': sts,
      'resourcedirectory.aliyuncs.com': directory,
      ...huaweiHosts(huaweiOrigins),
    },
    accounts: [
      ...alibaba.accounts.map((account) => ({
        cloud: 'alibaba' as const,
        ...account,
        regions: regionIds,
      })),
      ...huawei.accounts.map((account) => ({
        cloud: 'huawei' as const,
        ...account,
        regions: [globalScope],
      })),
    ],
  };
  return {
    description,
    stop: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

function makeContext(options: SandboxOptions): SandboxContext {
  const clock = new SandboxClock();
  const seed = options.seed ?? 1;
  const tuning: Tuning = {
    latencyMs: options.latencyMs ?? 0,
    latencyJitter: 0,
    failedPart: 0,
    settleMs: options.settleMs,
    emptyPages: true,
    busyShares: false,
  };
  return {
    seed,
    clock,
    agenda: new Agenda(),
    faults: new Faults(),
    calls: new Calls(),
    writes: new Writes(),
    rates: new Rates(clock, options.rates === 'documented'),
    network: new Network(seed, tuning),
    tuning,
    shares: options.shares,
    regions: options.regions ?? 3,
  };
}

/** Opens one port for each handler, or none at all. */
async function listenAll(
  handlers: readonly WireHandler[],
  firstPort: number,
): Promise<readonly Listener[]> {
  const listeners: Listener[] = [];
  try {
    for (const [index, handler] of handlers.entries()) {
      listeners.push(await listen(firstPort === 0 ? 0 : firstPort + index, handler));
    }
    return listeners;
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    throw error;
  }
}
