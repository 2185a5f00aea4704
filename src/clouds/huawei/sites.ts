import type { CloudSite } from '../../model/account.ts';
import type { Service } from './operations.ts';

/**
 * The vendor's hosts (reference sections 1 and 2.5). Sharing, identity and organisations have one address for all regions;
 * the token service is asked in the region that the vendor's own packages take for global services.
 */
const hosts: Readonly<Record<CloudSite, Readonly<Record<Service, string>>>> = {
  china: {
    sharing: 'ram.myhuaweicloud.com',
    iam: 'iam.myhuaweicloud.com',
    organizations: 'organizations.myhuaweicloud.com',
    sts: 'sts.cn-north-4.myhuaweicloud.com',
  },
  europe: {
    sharing: 'ram.myhuaweicloud.eu',
    iam: 'iam.myhuaweicloud.eu',
    organizations: 'organizations.myhuaweicloud.eu',
    sts: 'sts.eu-west-101.myhuaweicloud.eu',
  },
};

export function hostOf(service: Service, site: CloudSite = 'china'): string {
  return hosts[site][service];
}
