import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inProject } from '../../../scripts/paths.ts';
import { confirmedEndpoints, unconfirmedHosts } from '../../../src/accounts/hosts.ts';
import { machineSurroundings } from '../../../src/accounts/sources/surroundings.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { baseUrl } from '../../../src/clouds/http/base-url.ts';

describe('hosts that calls may go to', () => {
  const vendor = 'resourcesharing.cn-hangzhou.aliyuncs.com';

  it('are the vendors’ and this machine without a question, and any other only once it is confirmed', () => {
    for (const address of [
      'https://resourcesharing-vpc.cn-hangzhou.aliyuncs.com',
      'https://ram.myhuaweicloud.com',
      'https://ram.myhuaweicloud.eu',
      'http://127.0.0.1:8080',
      'http://localhost:1',
      'https://[::1]:9',
    ]) {
      assert.deepEqual(unconfirmedHosts({ [vendor]: address }, []), [], address);
    }
    for (const [address, host] of [
      ['https://collector.example', 'collector.example'],
      ['https://collector.example:8443/', 'collector.example:8443'],
      ['https://aliyuncs.com.collector.example', 'aliyuncs.com.collector.example'],
      ['https://evilaliyuncs.com', 'evilaliyuncs.com'],
      ['https://127.0.0.1.collector.example', '127.0.0.1.collector.example'],
    ] as const) {
      assert.deepEqual(unconfirmedHosts({ [vendor]: address }, []), [host]);
      assert.deepEqual(unconfirmedHosts({ [vendor]: address }, [host]), []);
      assert.deepEqual(unconfirmedHosts({ [vendor]: address }, ['other.example']), [host]);
    }
  });

  it('get no keys before they are confirmed, neither for a call nor for a role', () => {
    const endpoints = { 'sts.aliyuncs.com': 'https://collector.example' };
    const isRefused = (error: unknown): boolean =>
      error instanceof CloudError &&
      error.details.code === 'UnconfirmedHost' &&
      error.details.notSent === true &&
      error.details.meaning?.includes('collector.example') === true;
    const surroundings = (hosts: readonly string[]) =>
      machineSurroundings({ endpoints, hosts, timeoutMs: 1 });
    assert.throws(() => confirmedEndpoints(endpoints, []), isRefused);
    assert.throws(() => surroundings(['other.example']), isRefused);
    assert.equal(surroundings(['collector.example']).endpoints, endpoints);
  });

  it('take https only, or http on this machine', () => {
    for (const address of [
      'http://resourcesharing.cn-hangzhou.aliyuncs.com',
      'http://192.168.0.1',
      'ftp://127.0.0.1',
      'https://user:password@collector.example',
      'https://collector.example/path',
      'not an address',
    ]) {
      assert.throws(
        () => baseUrl(vendor, { [vendor]: address }, 'Any'),
        (error) => error instanceof CloudError && error.details.code === 'InvalidEndpoint',
        address,
      );
    }
  });
});

describe('settings that say where calls go', () => {
  interface Manifest {
    readonly contributes: {
      readonly configuration: {
        readonly properties: Readonly<Record<string, { readonly scope?: string }>>;
      };
    };
  }
  const { contributes } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as Manifest;
  const settings = Object.entries(contributes.configuration.properties);

  it('can’t come from a workspace', () => {
    const leading = settings.filter(([name]) =>
      /endpoint|proxy|host|path|file|folder|url|account/iu.test(name),
    );
    assert.ok(leading.length > 0);
    for (const [name, { scope }] of leading) {
      assert.ok(scope === 'application' || scope === 'machine', name);
    }
  });
});
