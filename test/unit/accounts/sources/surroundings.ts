import type { Surroundings } from '../../../../src/accounts/sources/surroundings.ts';
import { FakeClock } from '../../clouds/fake-clock.ts';

/** A machine of which a test says what is on it. Paths have no drive and no back slash. */
export function surroundingsOf(
  change: Partial<Surroundings> & { readonly files?: Readonly<Record<string, string>> } = {},
): Surroundings {
  const { files = {}, ...more } = change;
  return {
    env: {},
    home: '/users/tester',
    readText: (path) => {
      const text = files[path.replaceAll('\\', '/')];
      return text === undefined
        ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
        : Promise.resolve(text);
    },
    endpoints: {},
    timeoutMs: 5_000,
    clock: new FakeClock(),
    ...more,
  };
}

export const aliyunFile = '/users/tester/.aliyun/config.json';
export const sdkFile = '/users/tester/.huaweicloud/credentials';
export const kooFile = '/users/tester/.hcloud/config.json';
