import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import { HttpCaller } from '../../../../src/clouds/http/caller.ts';

describe('the caller', () => {
  let server: Server;
  let url: string;

  before(async () => {
    server = createServer((_request, response) => response.end('{}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('lets no change out where writing is off, also where it is turned off before a second try', async () => {
    const answers: number[] = [];
    const busy = createServer((_request, response) => {
      answers.push(response.statusCode);
      response.statusCode = 503;
      writable = false;
      response.end('{}');
    });
    busy.listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const busyUrl = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    let writable = false;
    const caller = new HttpCaller(
      {
        credentials: () => Promise.resolve({ accessKeyId: 'id', accessKeySecret: 'secret' }),
        mayWrite: () => writable,
        timeoutMs: 10_000,
        random: () => 0,
      },
      {
        rate: () => 1_000,
        requestId: () => undefined,
        // Proves that nothing happened, so that it may be sent again.
        error: (_answer, { operation }) =>
          new CloudError({
            kind: 'throttled',
            code: 'Busy',
            message: '',
            operation,
            retryAfterMs: 1,
          }),
      },
    );
    const send = (kind: 'read' | 'write', to: string): Promise<unknown> =>
      caller.send(
        {
          ...{ operation: 'Any', region: '', kind },
          request: () => ({ url: to, method: 'POST', headers: {} }),
          read: () => 'answered',
        },
        { priority: 'action', signal: new AbortController().signal },
      );
    const readOnly = (error: unknown): boolean =>
      error instanceof CloudError &&
      error.details.code === 'AccountReadOnly' &&
      error.details.notSent === true;
    assert.equal(await send('read', url), 'answered');
    await assert.rejects(send('write', busyUrl), readOnly);
    assert.equal(answers.length, 0);
    writable = true;
    assert.equal(await send('write', url), 'answered');
    await assert.rejects(send('write', busyUrl), readOnly);
    assert.equal(answers.length, 1);
    caller.dispose();
    busy.close();
    busy.closeAllConnections();
  });

  it('gives each call and each answer a turn of the event loop, however many come at once', async () => {
    const caller = new HttpCaller(
      {
        credentials: () => Promise.resolve({ accessKeyId: 'id', accessKeySecret: 'secret' }),
        timeoutMs: 10_000,
      },
      {
        rate: () => 100,
        requestId: () => undefined,
        error: (_answer, { operation }) =>
          new CloudError({ kind: 'server', code: 'Test', message: '', operation }),
      },
    );
    let round = 0;
    let done = false;
    const count = (): void => {
      round += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const sent: number[] = [];
    const read: number[] = [];
    const calls = Array.from({ length: 20 }, () =>
      caller.send(
        {
          operation: 'List',
          region: '',
          kind: 'read',
          request: () => {
            sent.push(round);
            return { url, method: 'GET', headers: {} };
          },
          read: () => read.push(round),
        },
        { priority: 'view', signal: new AbortController().signal },
      ),
    );
    await Promise.all(calls);
    done = true;
    caller.dispose();
    assert.equal(new Set(sent).size, 20);
    assert.equal(new Set(read).size, 20);
  });
});
