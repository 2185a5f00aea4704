import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { CloudId } from '../../src/model/account.ts';
import { Random } from '../../src/sandbox/random.ts';
import { readCall, type WireCall, type WireRequest } from './wire-call.ts';
import {
  answerWith,
  type CloudAnswer,
  isMadeUp,
  type Stage,
  type WireFault,
  wireFaults,
} from './wire-faults.ts';

export interface FaultProxyOptions {
  readonly cloud: CloudId;
  /** Addresses of the cloud, each of which gets a door of its own. */
  readonly origins: readonly string[];
}

/** Servers on the loopback address through which a client reaches the cloud, or does not. */
export class FaultProxy {
  /** What is to happen to the next request; nothing while all is calm. */
  choose: (call: WireCall) => WireFault | undefined = () => undefined;
  random = new Random('');
  /** Who came where a redirect led to. */
  followed = 0;
  readonly writes: WriteLog;

  readonly #cloud: CloudId;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #servers: Server[] = [];
  readonly #doors = new Map<string, string>();
  readonly #busy = new Set<Promise<void>>();
  #elsewhere = '';

  private constructor(cloud: CloudId) {
    this.#cloud = cloud;
    this.writes = new WriteLog();
  }

  static async start({ cloud, origins }: FaultProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(cloud);
    for (const origin of new Set(origins)) {
      const server = createServer((incoming, response) => {
        const work = proxy.#serve(origin, incoming, response).catch(() => {
          response.socket?.destroy();
        });
        proxy.#busy.add(work);
        void work.finally(() => proxy.#busy.delete(work));
      });
      proxy.#doors.set(origin, await proxy.#open(server));
    }
    const trap = createServer((_incoming, response) => {
      proxy.followed += 1;
      response.end('{}');
    });
    proxy.#elsewhere = await proxy.#open(trap);
    return proxy;
  }

  /** The address to use in place of the cloud's. */
  door(origin: string): string {
    return this.#doors.get(origin) ?? origin;
  }

  /** When nothing is on its way any more. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all([...this.#busy]);
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #open(server: Server): Promise<string> {
    this.#servers.push(server);
    server.keepAliveTimeout = 60_000;
    // What resets do to a server's sockets is no fault of the test.
    server.on('clientError', (_error, socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return `http://127.0.0.1:${port}`;
  }

  async #serve(
    origin: string,
    incoming: IncomingMessage,
    response: Stage['response'],
  ): Promise<void> {
    const { method = 'GET', url = '/', headers } = incoming;
    const request: WireRequest = { method, url, headers, body: await bodyOf(incoming) };
    const call = readCall(this.#cloud, request);
    const stage: Stage = {
      call,
      request,
      response,
      random: this.random,
      elsewhere: this.#elsewhere,
      forward: () => this.#forward(origin, request, call),
      pause: (milliseconds) => pause(milliseconds, response),
    };
    const chosen = this.choose(call);
    const goesOn = chosen === 'tokens without end';
    const fault = isMadeUp(call.token) && !goesOn ? 'a page token that has expired' : chosen;
    if (fault === undefined) answerWith(stage, await stage.forward());
    else await wireFaults[fault](stage);
  }

  async #forward(origin: string, request: WireRequest, call: WireCall): Promise<CloudAnswer> {
    if (!call.isWrite) return await send(origin, request, this.#agent);
    const settle = this.writes.began(call.key);
    const answer = await send(origin, request, this.#agent);
    settle(answer.status >= 200 && answer.status < 300);
    return answer;
  }
}

/** The writes that reached the cloud. */
export class WriteLog {
  readonly #done = new Set<string>();
  sent = 0;
  /** Writes that reached the cloud again after they had been carried out. */
  duplicates: string[] = [];

  began(key: string): (done: boolean) => void {
    this.sent += 1;
    if (this.#done.has(key)) this.duplicates.push(key);
    return (done) => {
      if (done) this.#done.add(key);
    };
  }

  clear(): void {
    this.#done.clear();
    this.sent = 0;
    this.duplicates = [];
  }
}

function send(origin: string, request: WireRequest, agent: Agent): Promise<CloudAnswer> {
  const { method, url, headers, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(new URL(url, origin), { method, headers, agent }, (answer) => {
      bodyOf(answer).then(
        (content) =>
          resolve({ status: answer.statusCode ?? 0, headers: headersOf(answer), body: content }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Those that are of the answer, not of the connection. */
function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (/^(content-type|date|x-.*|retry-after)$/.test(name)) kept[name] = String(value);
  }
  return kept;
}

function pause(milliseconds: number, response: Stage['response']): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      response.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    response.on('close', done);
  });
}
