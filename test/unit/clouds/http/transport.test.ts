import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  exchange,
  type HttpAnswer,
  type HttpFailure,
} from '../../../../src/clouds/http/transport.ts';
import { type Clock, systemClock } from '../../../../src/model/clock.ts';

/** Time that is up as soon as the test says so. */
function handClock(): Clock & { readonly fire: () => void } {
  let due: (() => void) | undefined;
  return {
    now: () => Date.now(),
    schedule: (_delayMs, run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
    fire: () => due?.(),
  };
}

describe('one HTTP exchange', () => {
  let server: Server | undefined;

  afterEach(async () => {
    const ended = server;
    server = undefined;
    ended?.closeAllConnections();
    await new Promise((resolve) => (ended ? ended.close(resolve) : resolve(undefined)));
  });

  async function serve(listener: RequestListener): Promise<string> {
    const made = createServer(listener);
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    const address = made.address();
    assert.ok(address !== null && typeof address === 'object');
    return `http://127.0.0.1:${address.port}/`;
  }

  function post(
    url: string,
    options: { signal?: AbortSignal; clock?: Clock; body?: string } = {},
  ): Promise<HttpAnswer | HttpFailure> {
    const { signal = new AbortController().signal, clock = systemClock, body = 'a=1' } = options;
    const headers = body ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    return exchange({ url, method: 'POST', headers, body }, { signal, clock, timeoutMs: 10_000 });
  }

  it('sends exactly the headers and the body that were signed', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      const chunks: string[] = [];
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(request.headers['content-type'], request.headers.host, chunks.join(''));
        response.end('done');
      });
    });
    const answer = await post(url);
    assert.equal(answer.type, 'answer');
    await post(url, { body: '' });
    const host = new URL(url).host;
    assert.deepEqual(seen, ['application/x-www-form-urlencoded', host, 'a=1', undefined, host, '']);
  });

  it('gives status, headers and text, whole characters even where a chunk cuts one', async () => {
    const bytes = Buffer.from('网络');
    const url = await serve((_request, response) => {
      response.writeHead(409, { 'x-acs-request-id': 'R-1' });
      response.write(bytes.subarray(0, 1));
      setImmediate(() => response.end(bytes.subarray(1)));
    });
    const answer = await post(url);
    assert.ok(answer.type === 'answer');
    assert.deepEqual(
      [answer.status, answer.headers.get('x-acs-request-id'), answer.text],
      [409, 'R-1', '网络'],
    );
  });

  it('follows no redirect', async () => {
    let calls = 0;
    const url = await serve((_request, response) => {
      calls += 1;
      response.writeHead(307, { location: '/elsewhere' }).end('gone');
    });
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual(
      [failure.kind, failure.code, failure.status],
      ['unreadable', 'Redirected', 307],
    );
    assert.equal(calls, 1);
  });

  it('tells a proxy that demands a sign-in from the cloud', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="x"' }).end('<html>');
    });
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.code], ['unreadable', 'ProxyAuthentication']);
  });

  it('knows that a tunnel carried nothing that a proxy did not open without a sign-in', async () => {
    const { fetch } = globalThis;
    const cause = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const failure = await post('http://127.0.0.1/').finally(() => {
      globalThis.fetch = fetch;
    });
    assert.ok(failure.type === 'failure');
    assert.deepEqual(
      [failure.kind, failure.code, failure.notSent],
      ['unreadable', 'ProxyAuthentication', true],
    );
  });

  it('stops reading a body without end', async () => {
    let open = true;
    const url = await serve((_request, response) => {
      response.on('close', () => {
        open = false;
      });
      const chunk = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        if (open) response.write(chunk, () => setImmediate(more));
      };
      more();
    });
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.code], ['unreadable', 'TooLarge']);
  });

  for (const [encoding, compress] of Object.entries({
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
  })) {
    it(`stops unpacking a small ${encoding} body that is huge once unpacked`, async () => {
      const bomb = compress(Buffer.alloc(100 * 1024 * 1024, 'x'));
      assert.ok(bomb.length < 200_000);
      const url = await serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(bomb);
      });
      const failure = await post(url);
      assert.ok(failure.type === 'failure');
      assert.deepEqual([failure.kind, failure.code], ['unreadable', 'TooLarge']);
    });
  }

  it('reads a packed body that is what it says', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    const answer = await post(url);
    assert.equal(answer.type === 'answer' && answer.text, '{"a":1}');
  });

  it('takes a body that is not packed as it says for a broken answer', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"a":1}');
    });
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.notSent], ['network', false]);
  });

  it('ends by its time limit while the answer has not begun', async () => {
    const clock = handClock();
    const url = await serve(() => clock.fire());
    const failure = await post(url, { clock });
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.code, failure.notSent], ['timeout', 'Timeout', false]);
  });

  it('ends by its time limit while the body is being read', async () => {
    const clock = handClock();
    const url = await serve((_request, response) => {
      response.write('{', () => setImmediate(() => clock.fire()));
    });
    const failure = await post(url, { clock });
    assert.equal(failure.type === 'failure' && failure.kind, 'timeout');
  });

  it('ends when it is aborted, before and during', async () => {
    const controller = new AbortController();
    const url = await serve(() => controller.abort());
    const during = await post(url, { signal: controller.signal });
    assert.equal(during.type === 'failure' && during.kind, 'cancelled');
    const before = await post(url, { signal: controller.signal });
    assert.equal(before.type === 'failure' && before.kind, 'cancelled');
  });

  it('takes a broken connection for a request that may have arrived', async () => {
    const url = await serve((request) => request.socket.destroy());
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.notSent], ['network', false]);
  });

  it('takes an answer that breaks off for a request that may have arrived', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => request.socket.destroy());
    });
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual([failure.kind, failure.notSent], ['network', false]);
  });

  it('knows that a refused connection carried nothing', async () => {
    const url = await serve(() => undefined);
    const closing = server;
    server = undefined;
    await new Promise((resolve) => closing?.close(resolve));
    const failure = await post(url);
    assert.ok(failure.type === 'failure');
    assert.deepEqual(
      [failure.kind, failure.code, failure.notSent],
      ['network', 'ECONNREFUSED', true],
    );
  });
});
