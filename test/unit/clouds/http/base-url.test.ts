import assert from 'node:assert/strict';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import { baseUrl } from '../../../../src/clouds/http/base-url.ts';

const host = 'sharing.example.com';

describe('addresses that stand in for a host', () => {
  it('take https anywhere and plain http on this machine', () => {
    for (const address of [
      'https://private.example.com',
      'https://private.example.com:8443/',
      'http://127.0.0.1:4010',
      'http://127.3.2.1:4010',
      'http://localhost:4010',
      'http://[::1]:4010',
    ]) {
      const url = baseUrl(host, { [host]: address }, 'List');
      assert.equal(url.origin, new URL(address).origin);
    }
  });

  it('refuse everything else', () => {
    for (const address of [
      '',
      'nonsense',
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'http://10.0.0.1',
      'ftp://127.0.0.1',
      'file:///etc/passwd',
      'https://user:word@example.com',
      'https://example.com/path',
      'https://example.com/?query',
      'https://example.com/#part',
    ]) {
      assert.throws(
        () => baseUrl(host, { [host]: address }, 'List'),
        (error) =>
          error instanceof CloudError && error.kind === 'invalid' && error.details.notSent === true,
        address,
      );
    }
  });
});
