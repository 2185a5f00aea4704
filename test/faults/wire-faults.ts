import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Random } from '../../src/sandbox/random.ts';
import { emptyPage, refusalBody, refusals, type WireCall, type WireRequest } from './wire-call.ts';

/** What the cloud answered. */
export interface CloudAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request on its way, and what can be done to it. */
export interface Stage {
  readonly call: WireCall;
  readonly request: WireRequest;
  readonly response: ServerResponse;
  readonly random: Random;
  /** Where a redirect leads: whoever comes there has followed it. */
  readonly elsewhere: string;
  /** Lets the cloud have it. */
  readonly forward: () => Promise<CloudAnswer>;
  /** Ends early when the client has gone. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

type Suffering = (stage: Stage) => Promise<void> | void;

const bomb = gzipSync(Buffer.alloc(24 * 1024 * 1024, ' '));
const page = '<html><body>Something between says no.</body></html>';

/** Everything that can happen to a request on its way; each answers it, or ends the connection. */
export const wireFaults = {
  latency: async (stage) => {
    const before = stage.random.next() < 0.5;
    if (before) await stage.pause(stage.random.between(1, 25));
    // A client that has given up has closed its connection: nothing of it arrives later.
    if (stage.response.destroyed) return;
    const answer = await stage.forward();
    if (!before) await stage.pause(stage.random.between(1, 25));
    answerWith(stage, answer);
  },
  'reset before the request': (stage) => reset(stage),
  'reset after the request': async (stage) => {
    await stage.forward();
    reset(stage);
  },
  'no answer at all': async (stage) => {
    if (stage.random.next() < 0.5) await stage.forward();
    await stage.pause(60_000);
    reset(stage);
  },
  'half a body': async (stage) => {
    const { status, headers, body } = await stage.forward();
    stage.response.writeHead(status, { ...headers, 'content-length': body.length });
    stage.response.write(body.subarray(0, Math.floor(body.length / 2)), () => reset(stage));
  },
  'a slow body': async (stage) => {
    const { status, headers, body } = await stage.forward();
    stage.response.writeHead(status, { ...headers, 'content-length': body.length });
    const size = Math.ceil(body.length / 5);
    for (let start = 0; start < body.length; start += size) {
      stage.response.write(body.subarray(start, start + size));
      await stage.pause(3);
    }
    stage.response.end();
  },
  'a length that is too great': async (stage) => {
    const { status, headers, body } = await stage.forward();
    stage.response.writeHead(status, { ...headers, 'content-length': body.length + 10 });
    stage.response.write(body, () => stage.response.socket?.end());
  },
  'a length that is too small': async (stage) => {
    const { body } = await stage.forward();
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Math.max(1, body.length - 7)}\r\n\r\n`;
    stage.response.socket?.end(Buffer.concat([Buffer.from(head), body]));
  },
  'garbage for HTTP': async (stage) => {
    if (stage.random.next() < 0.5) await stage.forward();
    stage.response.socket?.end(randomBytes(200));
  },
  'garbage for JSON': async (stage) => {
    // Where a success need not say anything, who says it without having done it can't be found out.
    if (stage.call.isWrite || stage.random.next() < 0.5) await stage.forward();
    const texts = ['null', '[]', '"x"', '{', '{}', '', '\ufeff{}', '[[[[', '{"RequestId":1}', page];
    const text = texts[stage.random.between(0, texts.length - 1)] ?? '';
    answerWith(stage, { status: 200, headers: {}, body: Buffer.from(text) });
  },
  'headers without end': (stage) => {
    stage.response.socket?.end(`HTTP/1.1 200 OK\r\nx-a: ${'a'.repeat(200_000)}\r\n\r\n{}`);
  },
  'a gzip bomb': async (stage) => {
    if (stage.random.next() < 0.5) await stage.forward();
    answerWith(stage, { status: 200, headers: { 'content-encoding': 'gzip' }, body: bomb });
  },
  'a 4xx of something between': (stage) => {
    const statuses = [400, 401, 403, 404, 405, 408, 413, 418, 421, 451];
    const status = statuses[stage.random.between(0, statuses.length - 1)] ?? 400;
    answerWith(stage, {
      status,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from(page),
    });
  },
  'an error that sends the request back': async (stage) => {
    const executed = stage.random.next() < 0.5;
    if (executed) await stage.forward();
    const { headers, body } = stage.request;
    const echo = `${JSON.stringify(headers)} ${body.toString()}`;
    const id = String(headers['x-acs-security-token'] ?? headers.authorization ?? '');
    const refusal = { status: executed ? 502 : 400, code: 'Bad', message: echo };
    const text = refusalBody(stage.call.cloud, refusal, id.slice(0, 60));
    answerWith(stage, { status: refusal.status, headers: {}, body: Buffer.from(text) });
  },
  'a 5xx': async (stage) => {
    if (stage.random.next() < 0.5) await stage.forward();
    const status = [500, 502, 503, 504][stage.random.between(0, 3)] ?? 500;
    answerWith(stage, {
      status,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from(page),
    });
  },
  throttling: (stage) => {
    refuse(stage, 'throttled', stage.random.next() < 0.3 ? { 'retry-after': '1' } : {});
  },
  'a page token that has expired': (stage) => {
    if (stage.call.isFurtherPage) refuse(stage, 'pageToken');
    else goOn(stage);
  },
  'credentials that have expired': (stage) => refuse(stage, 'credentials'),
  'a proxy that demands a sign-in': (stage) => {
    const headers = { 'proxy-authenticate': 'Basic realm="proxy"' };
    answerWith(stage, { status: 407, headers, body: Buffer.from(page) });
  },
  'a redirect': (stage) => {
    const status = [301, 302, 303, 307, 308][stage.random.between(0, 4)] ?? 302;
    answerWith(stage, { status, headers: { location: stage.elsewhere }, body: Buffer.alloc(0) });
  },
  'tokens without end': (stage) => goOn(stage),
} as const satisfies Readonly<Record<string, Suffering>>;

export type WireFault = keyof typeof wireFaults;

/** Whether a fault can happen to a request. */
export function fits(fault: WireFault, call: WireCall): boolean {
  switch (fault) {
    case 'a page token that has expired':
    case 'tokens without end':
      return call.isList;
    default:
      return true;
  }
}

export function answerWith({ response }: Stage, { status, headers, body }: CloudAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-length': body.length }),
  });
  response.end(body);
}

function refuse(
  stage: Stage,
  what: keyof (typeof refusals)['alibaba'],
  headers: Readonly<Record<string, string>> = {},
): void {
  const { cloud } = stage.call;
  const refusal = refusals[cloud][what];
  const body = Buffer.from(refusalBody(cloud, refusal, 'refused-by-proxy'));
  answerWith(stage, { status: refusal.status, headers, body });
}

/** Told from the cloud's own, which may not see it: it would answer with the end of the list. */
function madeUpToken(random: Random): string {
  return `8888${random.between(100_000_000, 999_999_999)}`;
}

export function isMadeUp(token: string | undefined): boolean {
  return token !== undefined && /^8888\d{9}$/.test(token);
}

/** An empty page, and a token for the next one. */
function goOn(stage: Stage): void {
  const token = madeUpToken(stage.random);
  const body = Buffer.from(emptyPage(stage.call.cloud, token, 'on-and-on'));
  answerWith(stage, { status: 200, headers: { 'content-type': 'application/json' }, body });
}

function reset({ response }: Stage): void {
  response.socket?.resetAndDestroy();
}
