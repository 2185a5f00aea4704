import dns from 'node:dns';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer } from 'node:net';
import type { Clock } from '../../src/model/clock.ts';
import { Random } from '../../src/sandbox/random.ts';
import { selfSigned } from './self-signed.ts';
import type { WireCall } from './wire-call.ts';
import { fits, type WireFault, wireFaults } from './wire-faults.ts';

/** Faults before a request is on the wire: where it is sent to leads nowhere. */
const detours = [
  'a name that is not found',
  'a name server that does not answer',
  'a port that nobody listens on',
  'a certificate of nobody known',
  'a certificate that has expired',
] as const;
export type Detour = (typeof detours)[number];

const jumps = ['the clock jumps ahead', 'the clock jumps back'] as const;
export type FaultKind = WireFault | Detour | (typeof jumps)[number];

const wireKinds = Object.keys(wireFaults).filter((kind): kind is WireFault => kind in wireFaults);
export const faultKinds: readonly FaultKind[] = [...wireKinds, ...detours, ...jumps];

/** How many requests in a row a fault hits at most. */
const longestBurst: Readonly<Partial<Record<FaultKind, number>>> = {
  throttling: 8,
  'a 5xx': 6,
  'a 4xx of something between': 5,
  'tokens without end': 12,
  'a page token that has expired': 6,
  'a proxy that demands a sign-in': 4,
  'a name that is not found': 4,
};

/** Time that waits are over a lot sooner in than people would have to wait, and that can be set wrong. */
export class JumpingClock implements Clock {
  aheadMs = 0;
  readonly #speed: number;

  constructor(speed: number) {
    this.#speed = speed;
  }

  now(): number {
    return Date.now() + this.aheadMs;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(run, delayMs / this.#speed);
    return () => clearTimeout(timer);
  }
}

/** The weather of one run: which faults come, how often, and how many requests each hits. The same for the same seed. */
export class Storm {
  readonly #random: Random;
  readonly #kinds: readonly FaultKind[];
  readonly #rate: number;
  readonly #places: Places;
  readonly #counts: Map<FaultKind, number>;
  readonly #clock: JumpingClock;
  #burst: { readonly kind: FaultKind; left: number } | undefined;
  #over = false;

  /** @param chosen one of its faults, so that each has its turn */
  constructor(
    chosen: { readonly seed: string; readonly kind: FaultKind | undefined },
    parts: {
      readonly places: Places;
      readonly clock: JumpingClock;
      readonly counts: Map<FaultKind, number>;
    },
  ) {
    const { seed, kind } = chosen;
    const { places, clock, counts } = parts;
    this.#random = new Random(`${seed}/storm`);
    this.#places = places;
    this.#clock = clock;
    this.#counts = counts;
    this.#rate = [0.05, 0.12, 0.25, 0.4][this.#random.between(0, 3)] ?? 0.1;
    const kinds = new Set<FaultKind>(kind === undefined ? [] : [kind]);
    while (kinds.size < 4)
      kinds.add(faultKinds[this.#random.between(0, faultKinds.length - 1)] ?? 'a 5xx');
    this.#kinds = [...kinds];
  }

  /** Nothing happens any more. */
  end(): void {
    this.#over = true;
    this.#clock.aheadMs = 0;
  }

  /** Where the next request goes instead of to the proxy. */
  detour(): string | undefined {
    const kind = detours.find((one) => one === this.#current());
    if (kind === undefined) return undefined;
    this.#use(kind);
    return this.#places.of(kind);
  }

  /** What happens to a request that has come to the proxy. */
  choose(call: WireCall): WireFault | undefined {
    const kind = wireKinds.find((one) => one === this.#current());
    if (kind === undefined || !fits(kind, call)) return undefined;
    this.#use(kind);
    return kind;
  }

  /** Moves the clock, now and then, between two steps of a run and in the middle of them. */
  #jump(kind: (typeof jumps)[number]): void {
    const far = this.#random.next() < 0.5 ? 20 * 60_000 : this.#random.between(1_000, 90_000);
    this.#clock.aheadMs = kind === 'the clock jumps ahead' ? far : -far;
    this.#use(kind);
  }

  #current(): FaultKind | undefined {
    if (this.#over) return undefined;
    if (this.#burst !== undefined) return this.#burst.kind;
    if (this.#random.next() >= this.#rate) return undefined;
    const kind = this.#kinds[this.#random.between(0, this.#kinds.length - 1)];
    if (kind === undefined) return undefined;
    // Each takes tens of milliseconds to find out, which other faults are to have.
    if (kind === 'a gzip bomb' && this.#random.next() < 0.7) return undefined;
    const jump = jumps.find((one) => one === kind);
    if (jump !== undefined) {
      this.#jump(jump);
      return undefined;
    }
    this.#burst = { kind, left: this.#random.between(1, longestBurst[kind] ?? 2) };
    return kind;
  }

  #use(kind: FaultKind): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    if (this.#burst?.kind !== kind) return;
    this.#burst.left -= 1;
    if (this.#burst.left === 0) this.#burst = undefined;
  }
}

const notFound = 'name-not-found.invalid';
const noAnswer = 'no-name-server.invalid';

/** Places that lead nowhere. */
export class Places {
  readonly #addresses: Readonly<Record<Detour, string>>;
  readonly #servers: readonly Server[];
  readonly #restoreLookup: () => void;

  private constructor(addresses: Readonly<Record<Detour, string>>, servers: readonly Server[]) {
    this.#addresses = addresses;
    this.#servers = servers;
    this.#restoreLookup = failLookups();
  }

  static async open(): Promise<Places> {
    const day = 24 * 3_600_000;
    const now = Date.now();
    const unknown = await serve(selfSigned(new Date(now - day), new Date(now + day)));
    const expired = await serve(selfSigned(new Date(now - 9 * day), new Date(now - day)));
    return new Places(
      {
        'a name that is not found': `https://${notFound}/`,
        'a name server that does not answer': `https://${noAnswer}/`,
        'a port that nobody listens on': `http://127.0.0.1:${await closedPort()}/`,
        'a certificate of nobody known': unknown.address,
        'a certificate that has expired': expired.address,
      },
      [unknown.server, expired.server],
    );
  }

  of(detour: Detour): string {
    return this.#addresses[detour];
  }

  async close(): Promise<void> {
    this.#restoreLookup();
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}

async function serve(
  identity: ReturnType<typeof selfSigned>,
): Promise<{ readonly address: string; readonly server: Server }> {
  const server = createServer(identity, (_request, response) => response.end('{}'));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { address: `https://127.0.0.1:${port}/`, server };
}

async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 1;
}

/** A real name server may take its time, or be none: for two names the answer comes from here. */
function failLookups(): () => void {
  const { lookup } = dns;
  const failing = (name: string, ...rest: readonly unknown[]): void => {
    const callback = rest.at(-1);
    const code = name === notFound ? 'ENOTFOUND' : name === noAnswer ? 'EAI_AGAIN' : undefined;
    if (code === undefined || typeof callback !== 'function') {
      Reflect.apply(lookup, dns, [name, ...rest]);
      return;
    }
    const error = Object.assign(new Error(`getaddrinfo ${code} ${name}`), { code, hostname: name });
    setImmediate(() => {
      Reflect.apply(callback, undefined, [error]);
    });
  };
  Reflect.set(dns, 'lookup', Object.assign(failing, lookup));
  return () => {
    Reflect.set(dns, 'lookup', lookup);
  };
}
