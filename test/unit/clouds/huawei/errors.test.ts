import assert from 'node:assert/strict';
import type { CloudError, ErrorKind } from '../../../../src/clouds/cloud-error.ts';
import { sharingCodes } from '../../../../src/clouds/huawei/catalogue-sharing.ts';
import { lookUp } from '../../../../src/clouds/huawei/catalogue.ts';
import { answerError } from '../../../../src/clouds/huawei/errors.ts';
import { adviseFailure, explainFailure } from '../../../../src/clouds/huawei/failure-reasons.ts';

const now = Date.UTC(2026, 2, 1, 8, 0, 0);

function errorOf(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  operation = 'SearchResourceShares',
): CloudError {
  return answerError(
    {
      type: 'answer',
      status,
      headers: new Headers(headers),
      text: typeof body === 'string' ? body : JSON.stringify(body),
    },
    { operation, now, secrets: ['FakeSecret00000001'] },
  );
}

/** Every code that the reference names, with what may follow for the kinds. */
const documented: Readonly<Record<string, readonly [status: number, kind: ErrorKind]>> = {
  'APIGW.0101': [404, 'invalid'],
  'APIGW.0103': [404, 'invalid'],
  'APIGW.0106': [400, 'invalid'],
  'APIGW.0201': [400, 'invalid'],
  'APIGW.0301': [401, 'credentials'],
  'APIGW.0302': [403, 'denied'],
  'APIGW.0303': [401, 'credentials'],
  'APIGW.0304': [403, 'denied'],
  'APIGW.0305': [401, 'credentials'],
  'APIGW.0306': [403, 'denied'],
  'APIGW.0307': [401, 'credentials'],
  'APIGW.0308': [429, 'throttled'],
  'APIGW.0310': [403, 'denied'],
  'APIGW.0401': [403, 'denied'],
  'APIGW.0402': [403, 'denied'],
  'APIGW.0601': [500, 'server'],
  'APIGW.0602': [400, 'invalid'],
  'APIGW.0607': [400, 'invalid'],
  'APIGW.0610': [502, 'server'],
  'RAM.1001': [400, 'credentials'],
  'RAM.1002': [400, 'invalid'],
  'RAM.1003': [400, 'credentials'],
  'RAM.1004': [400, 'invalid'],
  'RAM.1005': [400, 'invalid'],
  'RAM.1006': [400, 'invalid'],
  'RAM.1007': [400, 'invalid'],
  'RAM.1008': [400, 'denied'],
  'RAM.1009': [400, 'invalid'],
  'RAM.1010': [400, 'invalid'],
  'RAM.1011': [400, 'conflict'],
  'RAM.1012': [400, 'conflict'],
  'RAM.1013': [400, 'conflict'],
  'RAM.1014': [400, 'denied'],
  'RAM.1015': [400, 'denied'],
  'RAM.1026': [400, 'conflict'],
  'RAM.1027': [400, 'conflict'],
  'RAM.1028': [400, 'invalid'],
  'RAM.1102': [400, 'conflict'],
  'RAM.1801': [400, 'denied'],
  'RAM.1802': [400, 'conflict'],
};

describe('the error catalogue of Huawei Cloud', () => {
  for (const [code, [status, kind]] of Object.entries(documented)) {
    it(`explains ${code} in either letter case`, () => {
      for (const spelling of [code, code.toLowerCase()]) {
        const { details } = errorOf(status, { error_code: spelling, error_msg: 'x' });
        assert.deepEqual([details.kind, details.code], [kind, spelling]);
        assert.ok(details.meaning && details.advice);
      }
    });
  }

  it('keeps no id or code that sends a secret back', () => {
    const secret = 'FakeSecret00000001';
    const body = { error_code: `x ${secret} ${'x'.repeat(9_000)}`, error_msg: ` ${secret}` };
    const { details } = errorOf(403, body, { 'x-request-id': secret });
    assert.doesNotMatch(JSON.stringify(details), /FakeSecret/);
    assert.equal(details.requestId, undefined);
    assert.ok(details.code.length <= 200);
  });

  it('has nothing but what is documented', () => {
    for (const code of sharingCodes.keys()) assert.ok(code in documented, code);
  });

  it('knows the gateway by its older name', () => {
    const older = lookUp({ code: 'APIG.0308', message: '', status: 429 });
    assert.equal(older?.kind, 'throttled');
  });

  it('never calls it plain RAM, which is the identity service elsewhere', () => {
    for (const entry of sharingCodes.values()) {
      assert.doesNotMatch(entry.meaning() + entry.advice(), /\bRAM\b/);
    }
  });

  it('tells a gateway that is not answered from a request that is too large', () => {
    const body = { error_code: 'APIGW.0201', error_msg: 'x' };
    assert.equal(errorOf(502, body).kind, 'server');
    assert.equal(errorOf(504, body).kind, 'server');
    assert.match(errorOf(413, body).details.meaning ?? '', /larger/);
  });

  it('explains a failure of an association that carries a code', () => {
    assert.equal(
      explainFailure('ram.1010: The domain id x does not own the resource urn y.'),
      sharingCodes.get('RAM.1010')?.meaning(),
    );
    assert.equal(explainFailure('whatever'), undefined);
    assert.deepEqual(adviseFailure('RAM.1010'), {
      advice: sharingCodes.get('RAM.1010')?.advice(),
      retry: false,
    });
    assert.equal(adviseFailure('whatever'), undefined);
  });
});

describe('errors of keys', () => {
  const refused = (reason: string): unknown => ({
    error_code: 'APIGW.0301',
    error_msg: `Incorrect IAM authentication information: ${reason}`,
    request_id: '0123456789abcdef0123456789abcdef',
  });

  for (const [reason, field] of [
    ['verify aksk signature fail', 'accessKeySecret'],
    ['Get secretKey failed', 'accessKeyId'],
    ['decrypt token fail', 'securityToken'],
    ['AK access failed to reach the limit,forbidden', undefined],
    ['something new', undefined],
  ] as const) {
    it(`say what is wrong: ${reason}`, () => {
      const { details } = errorOf(401, refused(reason));
      assert.deepEqual([details.kind, details.field], ['credentials', field]);
      assert.equal(details.requestId, '0123456789abcdef0123456789abcdef');
      assert.ok(details.meaning && details.advice);
    });
  }

  it("blame the clock where the answer's date is far from ours, and only then", () => {
    const dateOf = (minutes: number): Record<string, string> => ({
      date: new Date(now + minutes * 60_000).toUTCString(),
    });
    const body = refused('verify aksk signature fail');
    for (const [minutes, words] of [
      [61, /61 minutes behind/],
      [-20, /20 minutes ahead/],
    ] as const) {
      const { details } = errorOf(401, body, dateOf(minutes));
      assert.deepEqual([details.kind, details.field], ['clock', 'clock']);
      assert.match(details.meaning ?? '', words);
    }
    assert.equal(errorOf(401, body, dateOf(5)).kind, 'credentials');
  });
});

describe('the shapes in which errors come', () => {
  it('are read in every spelling, also nested', () => {
    for (const body of [
      { error_code: 'RAM.1005', error_msg: 'no' },
      { errorCode: 'RAM.1005', errorMsg: 'no' },
      { code: 'RAM.1005', message: 'no' },
      { error: { code: 'RAM.1005', message: 'no' } },
      { outer: { inner: { error_code: 'RAM.1005', error_msg: 'no' } } },
    ]) {
      const { details } = errorOf(400, body);
      assert.deepEqual([details.code, details.message], ['RAM.1005', 'no']);
    }
  });

  it('take the status for the code where there is none', () => {
    for (const body of ['', '<html>', 'null', '[]', { error: { code: 401, message: 'no' } }]) {
      assert.equal(errorOf(401, body).details.code, 'HTTP401');
    }
    const kinds = [400, 403, 404, 409, 429, 500, 503].map((status) => errorOf(status, '').kind);
    assert.deepEqual(kinds, [
      'invalid',
      'denied',
      'notFound',
      'conflict',
      'throttled',
      'server',
      'server',
    ]);
  });

  it('give the request id of the header, of the body, or none', () => {
    const body = { error_code: 'APIGW.0601', error_msg: 'x', request_id: 'in-body' };
    assert.equal(
      errorOf(500, body, { 'X-Request-Id': 'in-header' }).details.requestId,
      'in-header',
    );
    assert.equal(errorOf(500, body).details.requestId, 'in-body');
    assert.equal(errorOf(500, '', { 'X-IAM-Trace-Id': 'of-iam' }).details.requestId, 'of-iam');
    assert.equal('requestId' in errorOf(500, '').details, false);
  });

  it('ask to wait as long as the cloud does', () => {
    const body = { error_code: 'APIGW.0308', error_msg: 'x' };
    assert.equal(errorOf(429, body, { 'Retry-After': '7' }).details.retryAfterMs, 7_000);
    assert.equal('retryAfterMs' in errorOf(429, body).details, false);
  });

  it('name the action that a policy must allow', () => {
    for (const [status, body] of [
      [403, { error_code: 'PDP.0001', error_msg: 'x', encoded_authorization_message: 'y' }],
      [403, { error_code: 'APIGW.0302', error_msg: 'x' }],
      [400, { error_code: 'RAM.1008', error_msg: 'x' }],
    ] as const) {
      const { details } = errorOf(status, body, {}, 'CreateResourceShare');
      assert.match(details.advice ?? '', /ram:resourceShares:create/);
    }
    const management = errorOf(400, { error_code: 'RAM.1801', error_msg: 'x' });
    assert.doesNotMatch(management.details.advice ?? '', /ram:/);
  });

  it('lose secrets and what is too long', () => {
    const message = `FakeSecret00000001 ${'x'.repeat(5_000)}`;
    const { details } = errorOf(400, { error_code: 'RAM.1028', error_msg: message });
    assert.ok(details.message.length <= 1_000);
    assert.doesNotMatch(details.message, /FakeSecret/);
  });
});
