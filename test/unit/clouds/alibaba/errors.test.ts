import assert from 'node:assert/strict';
import { answerError } from '../../../../src/clouds/alibaba/errors.ts';
import type { CloudError } from '../../../../src/clouds/cloud-error.ts';

const now = Date.UTC(2026, 2, 1, 8, 0, 0);

function error(status: number, body: unknown, headers: Record<string, string> = {}): CloudError {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerError(
    { type: 'answer', status, headers: new Headers(headers), text },
    { operation: 'CreateResourceShare', now, secrets: ['canarySecret', 'canaryToken', undefined] },
  );
}

describe('the error of an answer', () => {
  it('carries code, message, request id, status, meaning and advice', () => {
    const { details } = error(404, {
      RequestId: '7463B73D-35CC-4A19-A010-6B8D65D242EF',
      HostId: 'resourcesharing.cn-hangzhou.aliyuncs.com',
      Code: 'EntityNotExists.ResourceShare',
      Message: 'The resource share does not exist in the current account.',
      Recommend: 'https://api.aliyun.com/troubleshoot',
    });
    const { meaning, advice, ...rest } = details;
    assert.deepEqual(rest, {
      kind: 'notFound',
      code: 'EntityNotExists.ResourceShare',
      message: 'The resource share does not exist in the current account.',
      operation: 'CreateResourceShare',
      requestId: '7463B73D-35CC-4A19-A010-6B8D65D242EF',
      httpStatus: 404,
    });
    assert.ok(meaning && advice);
  });

  it('reads small letters, and takes the request id from the header when it must', () => {
    const { details } = error(
      400,
      { code: 'InvalidTarget', message: 'no' },
      { 'x-acs-request-id': 'R-1' },
    );
    assert.deepEqual(
      [details.code, details.message, details.requestId],
      ['InvalidTarget', 'no', 'R-1'],
    );
  });

  it('keeps no id, code or action that sends a secret back, or is none', () => {
    const body = {
      RequestId: 'canarySecret',
      Code: `Denied canaryToken ${'x'.repeat(10_000)}`,
      Message: ' '.repeat(2_000_000),
      AccessDeniedDetail: { AuthAction: '[x](command:y)' },
    };
    const { details } = error(403, body, { 'x-acs-request-id': 'canaryToken' });
    assert.deepEqual([details.requestId, details.missingAction], [undefined, undefined]);
    assert.doesNotMatch(JSON.stringify(details), /canary|command:/);
    assert.ok(details.code.length <= 200 && details.message.length <= 1_000);
  });

  it('decides by the code before the status', () => {
    assert.equal(error(400, { Code: 'Throttling.User', Message: '' }).kind, 'throttled');
    assert.equal(
      error(404, { Code: 'InvalidAccessKeyId.NotFound', Message: '' }).kind,
      'credentials',
    );
    assert.equal(error(400, { Code: 'SystemError', Message: '' }).kind, 'server');
    assert.equal(error(409, { Code: 'InvalidTarget', Message: '' }).kind, 'invalid');
  });

  it('makes the best of the status where the code says nothing', () => {
    for (const [status, kind] of [
      [429, 'throttled'],
      [500, 'server'],
      [502, 'server'],
      [403, 'denied'],
      [409, 'conflict'],
      [404, 'invalid'],
    ] as const) {
      const made = error(status, '<html>Oops</html>');
      assert.equal(made.kind, kind);
      assert.equal(made.details.code, `HTTP${status}`);
      assert.doesNotMatch(made.message, /html/);
    }
  });

  it('never shows the text that was signed, nor a secret', () => {
    const made = error(400, {
      Code: 'SignatureDoesNotMatch',
      Message:
        'Specified signature is not matched with our calculation. server string to sign is:ACS3-HMAC-SHA256\nabc123',
    });
    assert.equal(made.details.message, 'Specified signature is not matched with our calculation.');
    assert.equal(made.details.field, 'accessKeySecret');
    const leaky = error(400, { Code: 'Odd', Message: 'Got canarySecret and canaryToken.' });
    assert.doesNotMatch(JSON.stringify(leaky.details) + leaky.message, /canary/);
  });

  it('names the action that is denied', () => {
    const { details } = error(403, {
      Code: 'NoPermission',
      Message: 'You are not authorized to perform this action.',
      AccessDeniedDetail: { AuthAction: 'resourcesharing:CreateResourceShare', Invented: 1 },
    });
    assert.equal(details.kind, 'denied');
    assert.match(details.advice ?? '', /resourcesharing:CreateResourceShare/);
  });

  it('says by how much the clock differs, and which way', () => {
    const expired = { Code: 'InvalidTimeStamp.Expired', Message: 'expired' };
    const later = new Date(now + 3_600_000).toUTCString();
    const earlier = new Date(now - 1_260_000).toUTCString();
    assert.match(error(400, expired, { date: later }).details.meaning ?? '', /60 minutes behind/);
    assert.match(error(400, expired, { date: earlier }).details.meaning ?? '', /21 minutes ahead/);
    const untold = error(400, expired).details;
    assert.equal(untold.field, 'clock');
    assert.ok(untold.meaning && !/\d/.test(untold.meaning));
  });

  it('reads how long to wait: milliseconds, seconds or a date', () => {
    const throttled = { Code: 'Throttling.User', Message: '' };
    const wait = (headers: Record<string, string>): number | undefined =>
      error(400, throttled, headers).details.retryAfterMs;
    assert.equal(wait({ 'x-acs-retry-after': '1500' }), 1_500);
    assert.equal(wait({ 'retry-after': '3' }), 3_000);
    assert.equal(wait({ 'retry-after': new Date(now + 7_000).toUTCString() }), 7_000);
    for (const nonsense of ['0', '-1', 'soon', '']) {
      assert.equal(wait({ 'x-acs-retry-after': nonsense }), undefined);
      assert.equal(wait({ 'retry-after': nonsense }), undefined);
    }
  });
});
