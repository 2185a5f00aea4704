import type { AssociationStatus, FailureReason, InvitationStatus } from './share.ts';
import type { AccountKey } from './story-accounts.ts';
import type { StoryRegion } from './regions.ts';

/** One resource (`type label`) or one principal (a key, `organisation`, a service name) of a share. */
export type StoryRow =
  | string
  | {
      readonly what: string;
      readonly status?: AssociationStatus;
      readonly reason?: FailureReason;
      /** The other sides that failed. */
      readonly pairs?: readonly string[];
      readonly property?: string;
      readonly invitation?: InvitationStatus;
      /** How long ago it came to this. */
      readonly hours?: number;
    };

export interface StoryShare {
  readonly region: StoryRegion;
  readonly owner: AccountKey;
  readonly name: string;
  /** Age. */
  readonly days: number;
  readonly external?: true;
  readonly tags?: Readonly<Record<string, string>>;
  readonly resources: readonly StoryRow[];
  readonly principals: readonly StoryRow[];
  readonly ends?: 'Deleting' | 'Deleted';
}

const hangzhou = 'cn-hangzhou';
const shanghai = 'cn-shanghai';
const singapore = 'ap-southeast-1';
const prod = { env: 'prod' } as const;

const nightWindow = JSON.stringify({
  timeRange: {
    timeRangeType: 'timeRange',
    beginAtTime: '00:00',
    endAtTime: '19:59',
    timezone: 'UTC+8',
  },
});

/** About forty shares, every status and every reason among them. In flight only in Hangzhou and Shanghai. */
export const storyShares: readonly StoryShare[] = [
  // Hangzhou, owned by the management account
  {
    region: hangzhou,
    owner: 'hub',
    name: 'network-hub-prod',
    days: 412,
    tags: { ...prod, team: 'network' },
    resources: ['VSwitch app-a', 'VSwitch app-b', 'VSwitch db-a', 'VSwitch db-b'],
    principals: ['production', 'data'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'network-hub-staging',
    days: 398,
    tags: { env: 'staging', team: 'network' },
    resources: [
      'VSwitch stage-a',
      'VSwitch stage-b',
      {
        what: 'VSwitch stage-c',
        status: 'Failed',
        reason: 'LimitExceeded',
        pairs: ['dev'],
        hours: 5,
      },
    ],
    principals: ['sandboxes', 'dev'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'shared-images',
    days: 377,
    tags: { team: 'platform' },
    resources: [
      'Image golden-linux',
      'Image golden-windows',
      { what: 'Image golden-old', status: 'Disassociated', hours: 20 },
    ],
    principals: ['organisation'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'partner-snapshots',
    days: 96,
    external: true,
    tags: { team: 'data', review: '2026-q2' },
    resources: ['Snapshot exchange-1', 'Snapshot exchange-2'],
    principals: [
      { what: 'partner', invitation: 'Accepted' },
      { what: 'consultant', invitation: 'Pending', hours: 30 },
    ],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'freight-tracking-network',
    days: 2,
    external: true,
    tags: prod,
    resources: ['VSwitch tracking-a', 'PrefixList tracking-peers'],
    principals: [{ what: 'partner', invitation: 'Pending', hours: 44 }],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'payments-network',
    days: 300,
    tags: { ...prod, team: 'payments' },
    resources: ['VSwitch pay-a', { what: 'VSwitch pay-b', status: 'Associating', hours: 0 }],
    principals: ['payments', { what: 'logistics', status: 'Associating', hours: 0 }],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'logistics-network',
    days: 288,
    tags: prod,
    resources: ['VSwitch ship-a', { what: 'VSwitch ship-b', status: 'Disassociating', hours: 0 }],
    principals: ['logistics', 'retail'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'legacy-batch',
    days: 610,
    tags: { lifecycle: 'sunset' },
    resources: ['VSwitch batch-a'],
    principals: [
      'data',
      {
        what: 'legacy',
        status: 'Failed',
        reason: 'Unavailable',
        pairs: ['VSwitch batch-a'],
        hours: 11,
      },
    ],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'gpu-reservations',
    days: 41,
    external: true,
    tags: { team: 'ml' },
    resources: ['CapacityReservation gpu-night', 'CapacityReservation gpu-day'],
    principals: ['data', { what: 'pai.aliyuncs.com', property: nightWindow }],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'ip-pools',
    days: 210,
    tags: { team: 'network' },
    resources: ['PublicIpAddressPool bgp-1', 'PublicIpAddressPool bgp-2'],
    principals: ['production'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'ipam-central',
    days: 199,
    tags: { team: 'network' },
    resources: ['IpamPool ten-zero', 'IpamResourceDiscovery group'],
    principals: ['organisation'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'allow-lists',
    days: 187,
    resources: ['PrefixList offices', 'PrefixList vpn', 'PrefixList partners'],
    principals: ['organisation'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'kms-payments',
    days: 150,
    tags: { ...prod, team: 'payments', data: 'restricted' },
    resources: ['KMSInstance cards'],
    principals: [
      'payments',
      {
        what: 'retail',
        status: 'Failed',
        reason: 'UnsupportedOperation',
        pairs: ['KMSInstance cards'],
        hours: 2,
      },
    ],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'service-catalog',
    days: 133,
    resources: [
      {
        what: 'ServiceCatalogPortfolio landing-zone',
        property: '{"sharePrincipals":true,"shareTagOptions":false}',
      },
    ],
    principals: ['production', 'platform'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'elastic-assurance',
    days: 88,
    resources: ['ElasticityAssurance sale-season'],
    principals: ['retail'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'deployment-sets',
    days: 80,
    resources: [
      'DeploymentSet spread',
      {
        what: 'DeploymentSet rack',
        status: 'Failed',
        reason: 'ZonalResourceInaccessible',
        pairs: ['retail', 'data'],
        hours: 30,
      },
    ],
    principals: ['retail', 'data'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'polardb-backups',
    days: 55,
    tags: { team: 'data' },
    resources: ['PolarDBBackupSet orders', 'PolarDBBackupSet customers'],
    principals: ['data', 'audit'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'audit-evidence',
    days: 47,
    tags: { team: 'security' },
    resources: [
      'Snapshot evidence-1',
      'Snapshot evidence-2',
      {
        what: 'Snapshot evidence-3',
        status: 'Failed',
        reason: 'InternalError',
        pairs: ['audit'],
        hours: 1,
      },
    ],
    principals: ['audit'],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'old-partner-images',
    days: 500,
    external: true,
    resources: ['Image exchange'],
    principals: [
      { what: 'partner', invitation: 'Rejected', hours: 26 },
      { what: 'consultant', invitation: 'Expired', hours: 8 },
    ],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'partner-vswitches',
    days: 6,
    external: true,
    resources: ['VSwitch dock-a', 'VSwitch dock-b'],
    principals: [
      {
        what: 'partner',
        invitation: 'AcceptFailed',
        status: 'Failed',
        reason: 'LimitExceeded',
        pairs: ['VSwitch dock-b'],
        hours: 3,
      },
    ],
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'migration-2025',
    days: 260,
    resources: ['VSwitch move-a', 'Snapshot move-1'],
    principals: ['data'],
    ends: 'Deleting',
  },
  {
    region: hangzhou,
    owner: 'hub',
    name: 'pilot-network',
    days: 320,
    resources: ['VSwitch pilot-a'],
    principals: ['dev'],
    ends: 'Deleted',
  },
  { region: hangzhou, owner: 'hub', name: 'empty-for-now', days: 1, resources: [], principals: [] },
  // Shanghai, owned by the management account
  {
    region: shanghai,
    owner: 'hub',
    name: 'network-hub-prod',
    days: 405,
    tags: { ...prod, team: 'network' },
    resources: ['VSwitch sh-app-a', 'VSwitch sh-app-b'],
    principals: ['production'],
  },
  {
    region: shanghai,
    owner: 'hub',
    name: 'ros-templates',
    days: 240,
    tags: { team: 'platform' },
    resources: ['ROSTemplate baseline', 'ROSTemplate vpc', 'ROSTemplate logging'],
    principals: ['organisation'],
  },
  {
    region: shanghai,
    owner: 'hub',
    name: 'analytics-network',
    days: 90,
    resources: ['VSwitch olap-a', { what: 'VSwitch olap-b', status: 'Associating', hours: 0 }],
    principals: ['data'],
  },
  {
    region: shanghai,
    owner: 'hub',
    name: 'shared-images-east',
    days: 85,
    resources: ['Image golden-linux', 'Image golden-ml'],
    principals: ['organisation'],
  },
  {
    region: shanghai,
    owner: 'hub',
    name: 'disaster-recovery',
    days: 60,
    tags: prod,
    resources: [
      'Snapshot dr-1',
      'Snapshot dr-2',
      {
        what: 'Snapshot dr-3',
        status: 'Failed',
        reason: 'Unavailable',
        pairs: ['retail'],
        hours: 40,
      },
    ],
    principals: ['retail'],
  },
  {
    region: shanghai,
    owner: 'hub',
    name: 'consultant-access',
    days: 3,
    external: true,
    resources: ['Snapshot case-17'],
    principals: [
      { what: 'consultant', invitation: 'Cancelled', status: 'Disassociated', hours: 9 },
    ],
  },
  // Singapore, owned by the management account
  {
    region: singapore,
    owner: 'hub',
    name: 'apac-network',
    days: 220,
    tags: { ...prod, team: 'network' },
    resources: ['VSwitch sg-app-a', 'VSwitch sg-app-b'],
    principals: ['productionEmea', 'retail'],
  },
  {
    region: singapore,
    owner: 'hub',
    name: 'apac-images',
    days: 215,
    resources: ['Image golden-linux'],
    principals: ['organisation'],
  },
  {
    region: singapore,
    owner: 'hub',
    name: 'apac-allow-lists',
    days: 120,
    resources: ['PrefixList sg-offices'],
    principals: ['organisation'],
  },
  {
    region: singapore,
    owner: 'hub',
    name: 'freight-apac',
    days: 75,
    external: true,
    resources: ['Snapshot sg-exchange'],
    principals: [{ what: 'partner', invitation: 'Accepted' }],
  },
  // Owned by others
  {
    region: hangzhou,
    owner: 'retail',
    name: 'retail-catalogue-images',
    days: 140,
    tags: { team: 'retail' },
    resources: ['Image shop'],
    principals: ['logistics', 'data'],
  },
  {
    region: hangzhou,
    owner: 'retail',
    name: 'retail-exports',
    days: 15,
    external: true,
    resources: ['Snapshot orders-q1', 'Snapshot orders-q2'],
    principals: ['hub', { what: 'partner', invitation: 'Pending', hours: 100 }],
  },
  {
    region: shanghai,
    owner: 'retail',
    name: 'retail-dr-snapshots',
    days: 33,
    resources: ['Snapshot shop-dr'],
    principals: ['data', 'audit'],
  },
  {
    region: hangzhou,
    owner: 'data',
    name: 'lake-network',
    days: 170,
    tags: { team: 'data' },
    resources: ['VSwitch lake-a', 'VSwitch zone1-lake'],
    principals: ['hub', 'retail', 'audit'],
  },
  {
    region: singapore,
    owner: 'data',
    name: 'lake-apac',
    days: 66,
    resources: ['Snapshot lake-sg'],
    principals: ['hub', 'audit'],
  },
  {
    region: hangzhou,
    owner: 'partner',
    name: 'northwind-manifests',
    days: 20,
    external: true,
    resources: ['Snapshot manifests-1'],
    principals: [
      { what: 'hub', invitation: 'Accepted' },
      { what: 'retail', invitation: 'Pending', hours: 12 },
    ],
  },
  {
    region: shanghai,
    owner: 'partner',
    name: 'northwind-routes',
    days: 9,
    external: true,
    resources: ['PrefixList routes'],
    principals: [{ what: 'retail', invitation: 'Accepted' }],
  },
  {
    region: hangzhou,
    owner: 'audit',
    name: 'scanner-images',
    days: 28,
    resources: ['Image scanner'],
    principals: ['organisation'],
  },
];
