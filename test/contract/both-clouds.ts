import * as z from 'zod/mini';
import type { Abilities, CloudDriver, ResourceRef } from '../../src/clouds/cloud.ts';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import type { CloudId } from '../../src/model/account.ts';
import type { QuotaKind } from '../../src/model/quota.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';

/** What a cloud has other words for; nothing else in suites for both clouds depends on the cloud. */
export interface CloudWords {
  readonly cloud: CloudId;
  readonly name: string;
  readonly region: string;
  readonly abilities: Abilities;
  readonly driver: CloudDriver;
  /** A type that may be shared with anybody. */
  readonly resourceType: string;
  /** A type with a permission beside the default one. */
  readonly typeWithChoice: string;
  /** A type that nobody may leave a share with. */
  readonly typeThatStays: string;
  readonly unknownShare: string;
  readonly unknownPermission: string;
  readonly unknownInvitation: string;
  /** Of an account that nobody has keys for, another one for each number below 100. */
  accountId(number: number): string;
  /** The principal that is the whole organisation, by the state of the sandbox. */
  organizationIn(state: unknown): string;
  /** How the sandbox calls the limits that it lets a test change. */
  readonly quotaControls: Readonly<Partial<Record<QuotaKind, string>>>;
  /** A resource of the account, by the form that the cloud takes. */
  resource(name: string, accountId: string, type?: string): ResourceRef;
}

const stateSchema = z.object({
  alibaba: z.object({ directory: z.object({ id: z.string() }) }),
  huawei: z.object({ organisation: z.object({ urn: z.string() }) }),
});

export const bothClouds: readonly CloudWords[] = [
  {
    cloud: 'alibaba',
    name: 'Alibaba Cloud',
    region: 'cn-hangzhou',
    abilities: alibabaDriver.abilities,
    driver: alibabaDriver,
    resourceType: 'VSwitch',
    typeWithChoice: 'KMSInstance',
    typeThatStays: 'IpamPool',
    unknownShare: 'rs-Nowhere12345',
    unknownPermission: 'AliyunRSPermissionOfNoType',
    unknownInvitation: 'i-Nowhere123456789',
    organizationIn: (state) => stateSchema.parse(state).alibaba.directory.id,
    quotaControls: {
      shares: 'sharesPerAccount',
      resources: 'resourcesPerAccount',
      invitations: 'pendingInvitations',
    },
    accountId: (number) => String(1_720_505_253_001_000 + number),
    resource: (name, _accountId, type = 'VSwitch') => ({ type, id: `any-${name}` }),
  },
  {
    cloud: 'huawei',
    name: 'Huawei Cloud',
    region: 'global',
    abilities: huaweiDriver.abilities,
    driver: huaweiDriver,
    resourceType: 'vpc:subnet',
    typeWithChoice: 'vpc:subnet',
    typeThatStays: 'er:instances',
    unknownShare: '00000000-0000-0000-0000-000000000000',
    unknownPermission: '00000000-0000-0000-0000-000000000000',
    unknownInvitation: '00000000-0000-0000-0000-000000000000',
    organizationIn: (state) => stateSchema.parse(state).huawei.organisation.urn,
    quotaControls: {
      shares: 'sharesPerAccount',
      resources: 'resourcesPerAccount',
      principals: 'principalsPerAccount',
      invitations: 'pendingInvitations',
      permissions: 'permissionsPerShare',
      tags: 'tagsPerShare',
    },
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
