import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in, complete. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark, still encoded. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Aborts when the client is gone or the sandbox stops. */
  readonly signal: AbortSignal;
}

/** What goes back: an answer, a connection closed without one, or one closed in the middle of it. */
export type WireReply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'drop' }
  | { readonly kind: 'cut'; readonly answer: string };

export type WireHandler = (request: WireRequest) => Promise<WireReply> | WireReply;

export interface Listener {
  /** `http://127.0.0.1:P` */
  readonly origin: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const largestBody = 1_000_000;

/**
 * Serves on the loopback address only.
 * @param port 0 takes any free port
 * @throws the system's error when the port is taken
 */
export async function listen(port: number, handle: WireHandler): Promise<Listener> {
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    void serve(request, response, handle, stopping.signal);
  });
  server.keepAliveTimeout = 60_000;
  const bound = await bind(server, port);
  return {
    origin: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Resolves after the time, or at once when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}

/**
 * True for requests that name the loopback address as their host. Others come from a page of a browser
 * that was led here under a name of its own (DNS rebinding).
 */
export function isLoopbackHost(header: string | undefined): boolean {
  return header !== undefined && /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(header);
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: WireHandler,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  try {
    const body = await readBody(incoming);
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    const reply = await handle({
      method: incoming.method ?? 'GET',
      path: mark < 0 ? url : url.slice(0, mark),
      query: mark < 0 ? '' : url.slice(mark + 1),
      headers: plainHeaders(incoming),
      body,
      signal: AbortSignal.any([gone.signal, stopping]),
    });
    send(response, reply);
  } catch {
    response.destroy();
  }
}

function send(response: ServerResponse, reply: WireReply): void {
  switch (reply.kind) {
    case 'answer': {
      const body = Buffer.from(reply.body);
      // An answer that can have no content names no length either.
      const length = reply.status === 204 ? {} : { 'content-length': body.length };
      response.writeHead(reply.status, { ...reply.headers, ...length });
      response.end(body);
      return;
    }
    case 'drop':
      response.destroy();
      return;
    case 'cut': {
      const body = Buffer.from(reply.answer);
      response.writeHead(200, {
        'content-type': 'application/json;charset=utf-8',
        'content-length': body.length,
      });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    }
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function plainHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  return headers;
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
