import type { Abilities, ResourceRef } from '../../src/clouds/cloud.ts';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import type { CloudId } from '../../src/model/account.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';

/** What a cloud has other words for; nothing else in suites for both clouds depends on the cloud. */
export interface CloudWords {
  readonly cloud: CloudId;
  readonly name: string;
  readonly region: string;
  readonly abilities: Abilities;
  /** A type that may be shared with anybody. */
  readonly resourceType: string;
  /** A type with a permission beside the default one. */
  readonly typeWithChoice: string;
  readonly unknownShare: string;
  readonly unknownPermission: string;
  readonly unknownInvitation: string;
  /** Of an account that nobody has keys for, another one for each number below 100. */
  accountId(number: number): string;
  /** A resource of the account, by the form that the cloud takes. */
  resource(name: string, accountId: string, type?: string): ResourceRef;
}

export const bothClouds: readonly CloudWords[] = [
  {
    cloud: 'alibaba',
    name: 'Alibaba Cloud',
    region: 'cn-hangzhou',
    abilities: alibabaDriver.abilities,
    resourceType: 'VSwitch',
    typeWithChoice: 'KMSInstance',
    unknownShare: 'rs-Nowhere12345',
    unknownPermission: 'AliyunRSPermissionOfNoType',
    unknownInvitation: 'i-Nowhere123456789',
    accountId: (number) => String(1_720_505_253_001_000 + number),
    resource: (name, _accountId, type = 'VSwitch') => ({ type, id: `any-${name}` }),
  },
  {
    cloud: 'huawei',
    name: 'Huawei Cloud',
    region: 'global',
    abilities: huaweiDriver.abilities,
    resourceType: 'vpc:subnet',
    typeWithChoice: 'vpc:subnet',
    unknownShare: '00000000-0000-0000-0000-000000000000',
    unknownPermission: '00000000-0000-0000-0000-000000000000',
    unknownInvitation: '00000000-0000-0000-0000-000000000000',
    accountId: (number) => `05c734152f00d4200f2bc0179ac6${String(1_000 + number)}`,
    resource: (name, accountId, type = 'vpc:subnet') => ({
      arn: `${type.replace(':', `:cn-north-4:${accountId}:`)}:${name}`,
    }),
  },
];

/** The machine's time, but waiting is over fifty times sooner. */
export const hastyClock: Clock = {
  now: () => systemClock.now(),
  schedule: (delayMs, run) => systemClock.schedule(delayMs / 50, run),
};

/** How a row names what a reference names. */
export function isNamed(ref: ResourceRef): (row: { entityId: string; arn?: string }) => boolean {
  return ({ entityId, arn }) => ('arn' in ref ? arn === ref.arn : entityId === ref.id);
}
