import * as z from 'zod/mini';
import { queryPage } from '../fields.ts';
import { readQuery, type Operation } from '../operation.ts';
import { cutPage } from '../paging.ts';
import { resourceRegions, resourceTypes, typeOnWire } from '../resource-types.ts';
import { stillThere } from '../sharing-rules.ts';

/** What is used of a limit for one share is that of the fullest share: nobody says what it is. */
export const listQuota: Operation = {
  name: 'ListQuota',
  method: 'GET',
  path: '/v1/resource-shares/quotas',
  status: 200,
  action: 'ram:resourceShares:listQuota',
  run: ({ world, accountId }) => {
    const { quotas, store } = world;
    const active = [...store.sharesOf(accountId)].filter(({ status }) => status === 'active');
    const rows = [...store.rowsOf(accountId)].filter(stillThere);
    const count = (kind: string): number => rows.filter((row) => row.kind === kind).length;
    const fullest = (sizes: readonly number[]): number =>
      sizes.reduce((most, size) => Math.max(most, size), 0);
    const row = (type: string, quota: number, used: number): object => ({
      type,
      quota,
      min: 0,
      max: quota * 10,
      used,
    });
    return {
      quotas: {
        resources: [
          row('resource_share', quotas.sharesPerAccount, active.length),
          row('resource_association', quotas.resourcesPerAccount, count('resource')),
          row('principal_association', quotas.principalsPerAccount, count('principal')),
          row(
            'permission_association',
            quotas.permissionsPerShare,
            fullest(active.map(({ permissions }) => permissions.size)),
          ),
          row('tag_association', quotas.tagsPerShare, fullest(active.map(({ tags }) => tags.size))),
        ],
      },
    };
  },
};

/** One row for each region and type. */
export const listResourceTypes: Operation = {
  name: 'ListResourceTypes',
  method: 'GET',
  path: '/v1/resource-types',
  status: 200,
  action: 'ram:resourceTypes:list',
  run: (call) => {
    const input = readQuery(call, z.object(queryPage));
    const rows = resourceRegions
      .flatMap((region) =>
        resourceTypes
          .filter(({ regions }) => regions?.includes(region) ?? true)
          .map(({ name }) => ({ region, name })),
      )
      .map((row, index) => ({ ...row, seq: index + 1 }));
    const page = cutPage(call.world, input, rows);
    return {
      resource_types: page.items.map(({ region, name }) => ({
        region_id: region,
        resource_type: typeOnWire(call.world, name),
      })),
      page_info: page.page_info,
    };
  },
};
