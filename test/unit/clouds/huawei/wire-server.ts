import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { ConnectOptions, RequestRecord, ShareCloud } from '../../../../src/clouds/cloud.ts';
import { huaweiDriver } from '../../../../src/clouds/huawei/driver.ts';
import { systemClock } from '../../../../src/model/clock.ts';

export interface WireRequest {
  /** `POST /v1/resource-shares/search` */
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
}

export interface WireAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON unless it is a text; nothing where it is absent. */
  readonly body?: unknown;
}

export interface WireServer {
  readonly seen: readonly WireRequest[];
  readonly requests: readonly RequestRecord[];
  connect(changes?: Partial<ConnectOptions>): ShareCloud;
  stop(): Promise<void>;
}

/** What the cloud says to an account that may not list its organisation. */
const notTheManagement: WireAnswer = {
  status: 401,
  body: { error_code: 'Organizations.1002', error_msg: 'Management account only.' },
};

/**
 * A server that says what a test wants, bare of any rule of the cloud: for what a sandbox never says.
 * @param accounts what it says to those who ask for the organisation; such calls are not among the seen ones
 */
export async function openWire(
  answer: (request: WireRequest, index: number) => WireAnswer,
  accounts: (request: WireRequest) => WireAnswer | Promise<WireAnswer> = () => notTheManagement,
): Promise<WireServer> {
  const seen: WireRequest[] = [];
  const requests: RequestRecord[] = [];
  const open: ShareCloud[] = [];
  const server = createServer((request, response) => {
    const chunks: string[] = [];
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://wire');
      const text = chunks.join('');
      const got: WireRequest = {
        route: `${request.method ?? ''} ${url.pathname}`,
        query: Object.fromEntries(url.searchParams),
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      const ofOrganization = got.route === 'GET /v1/organizations/accounts';
      if (!ofOrganization) seen.push(got);
      const said = ofOrganization ? accounts(got) : answer(got, seen.length - 1);
      void Promise.resolve(said).then(({ status = 200, headers = {}, body }) => {
        response.writeHead(status, { ...headers });
        response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const origin = `http://127.0.0.1:${address.port}`;
  const hosts = [
    'ram.myhuaweicloud.com',
    'iam.myhuaweicloud.com',
    'sts.cn-north-4.myhuaweicloud.com',
    'organizations.myhuaweicloud.com',
    'ram.myhuaweicloud.eu',
    'iam.myhuaweicloud.eu',
    'sts.eu-west-101.myhuaweicloud.eu',
    'organizations.myhuaweicloud.eu',
  ];
  return {
    seen,
    requests,
    connect: (changes) => {
      const client = huaweiDriver.connect({
        credentials: () =>
          Promise.resolve({ accessKeyId: 'FAKEAK01', accessKeySecret: 'FakeSecret01' }),
        endpoints: Object.fromEntries(hosts.map((host) => [host, origin])),
        timeoutMs: 1_000_000,
        // Waiting is over a hundred times sooner.
        clock: {
          now: () => systemClock.now(),
          schedule: (delayMs, run) => systemClock.schedule(delayMs / 100, run),
        },
        random: () => 0,
        onRequest: (record) => requests.push(record),
        ...changes,
      });
      open.push(client);
      return client;
    },
    stop: async () => {
      for (const client of open) client.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
