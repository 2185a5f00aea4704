import { removeTemporaryFolder, temporaryFolder } from '../../scripts/temporary.ts';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import type { CloudDriver } from '../../src/clouds/cloud.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import type { CloudId } from '../../src/model/account.ts';
import { bothClouds, type CloudWords } from '../contract/both-clouds.ts';
import { openSession, type Session } from '../contract/session.ts';
import { FaultProxy } from './fault-proxy.ts';

/** A sandbox behind a proxy that loses, breaks and delays, for many runs one after the other. */
export interface FaultWorld {
  readonly words: CloudWords;
  readonly driver: CloudDriver;
  readonly session: Session;
  readonly proxy: FaultProxy;
  /** Everything as at the start. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export async function openWorld(cloud: CloudId): Promise<FaultWorld> {
  const words = bothClouds.find((one) => one.cloud === cloud);
  if (words === undefined) throw new Error(cloud);
  const session = await openSession({ cloud, settleMs: 0 });
  const ofCloud = cloud === 'alibaba' ? /aliyuncs/ : /myhuaweicloud/;
  const origins = Object.entries(session.endpoints)
    .filter(([host]) => ofCloud.test(host))
    .map(([, origin]) => origin);
  const proxy = await FaultProxy.start({ cloud, origins });
  return {
    words,
    driver: cloud === 'alibaba' ? alibabaDriver : huaweiDriver,
    session,
    proxy,
    reset: async () => {
      await proxy.idle();
      proxy.writes.clear();
      await session.control('/reset', {});
      await session.control('/settle', {});
    },
    stop: async () => {
      await proxy.stop();
      await session.stop();
    },
  };
}

/** Runs with a folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = temporaryFolder('faults');
  try {
    return await work(folder);
  } finally {
    await removeTemporaryFolder(folder);
  }
}
