import type { AssociationStatus, InvitationStatus } from './share.ts';
import type { AccountKey } from './story-accounts.ts';

/** One resource (`service:type region label`) or one principal (a key, `organisation`, `root`) of a share. */
export type StoryRow =
  | string
  | {
      readonly what: string;
      readonly status?: AssociationStatus;
      readonly message?: string;
      readonly invitation?: InvitationStatus;
      /** How long ago it came to this. */
      readonly hours?: number;
    };

export interface StoryShare {
  readonly owner: AccountKey;
  readonly name: string;
  readonly description?: string;
  /** Age. */
  readonly days: number;
  /** Only what is inside the organisation; the vendor's default is the other way. */
  readonly insideOnly?: true;
  readonly tags?: Readonly<Record<string, string>>;
  /** Types that have the permission to read only. */
  readonly readOnly?: readonly string[];
  readonly resources: readonly StoryRow[];
  readonly principals: readonly StoryRow[];
  readonly ends?: 'deleting' | 'deleted';
}

const north = 'cn-north-4';
const east = 'cn-east-3';
const singapore = 'ap-southeast-3';

/** About twenty shares of a railway, every status and every state of an invitation among them. */
export const storyShares: readonly StoryShare[] = [
  {
    owner: 'rail',
    name: 'backbone-network',
    description: 'Subnets of the operations network, for everything that runs trains',
    days: 503,
    insideOnly: true,
    tags: { env: 'prod', team: 'network' },
    resources: [
      `vpc:subnet ${north} core-a`,
      `vpc:subnet ${north} core-b`,
      `vpc:subnet ${east} core-c`,
    ],
    principals: ['operations', 'timetable'],
  },
  {
    owner: 'rail',
    name: 'transit-routers',
    description: 'Enterprise routers between the regions',
    days: 466,
    insideOnly: true,
    tags: { env: 'prod', team: 'network' },
    resources: [`er:instances ${north} transit`, `er:instances ${east} transit`],
    principals: ['root'],
  },
  {
    owner: 'rail',
    name: 'internal-dns',
    description: 'Private zones that every account resolves',
    days: 451,
    insideOnly: true,
    tags: { team: 'network' },
    readOnly: ['dns:zone'],
    resources: [`dns:zone ${north} rail.internal`, `dns:zone ${east} rail-east.internal`],
    principals: ['organisation'],
  },
  {
    owner: 'rail',
    name: 'resolver-rules',
    days: 420,
    insideOnly: true,
    tags: { team: 'network' },
    resources: [
      `dns:resolverRule ${north} on-premises`,
      {
        what: `dns:resolverRule ${east} gone-branch`,
        status: 'failed',
        message: 'The resource does not exist.',
        hours: 6,
      },
    ],
    principals: ['digital', 'operations'],
  },
  {
    owner: 'rail',
    name: 'station-wifi-certs',
    description: 'Wildcard certificates of the station portals',
    days: 310,
    tags: { env: 'prod', team: 'security', rotation: '2026-11' },
    resources: [`scm:cert ${north} wifi-portal`, `scm:cert ${north} wifi-portal-old`],
    principals: ['stations', { what: 'caterer', invitation: 'accepted' }],
  },
  {
    owner: 'rail',
    name: 'signalling-ca',
    description: 'Issues the certificates of interlocking devices',
    days: 298,
    insideOnly: true,
    tags: { env: 'prod', team: 'security' },
    resources: [`pca:ca ${north} devices`],
    principals: ['signalling'],
  },
  {
    owner: 'rail',
    name: 'timetable-functions',
    days: 204,
    tags: { env: 'prod', team: 'timetable' },
    resources: [
      `functiongraph:function ${north} next-departures`,
      { what: `functiongraph:function ${north} delays`, status: 'associating', hours: 0 },
    ],
    principals: ['stations', { what: 'ticketing', status: 'associating', hours: 0 }],
  },
  {
    owner: 'rail',
    name: 'survey-exchange',
    description: 'Track survey results, for the surveyors',
    days: 12,
    tags: { team: 'infrastructure' },
    resources: [`functiongraph:function ${east} survey-upload`, `dns:zone ${east} survey.internal`],
    principals: [{ what: 'surveyor', invitation: 'pending', hours: 70 }],
  },
  {
    owner: 'rail',
    name: 'onboard-catering',
    description: 'Stock feed of the dining cars',
    days: 2,
    tags: { team: 'service' },
    resources: [`functiongraph:function ${north} stock-feed`, `vpc:subnet ${north} dining`],
    principals: [{ what: 'caterer', invitation: 'pending', hours: 20 }],
  },
  {
    owner: 'rail',
    name: 'lounge-catering',
    days: 40,
    resources: [`functiongraph:function ${north} lounge-orders`],
    principals: [
      'stations',
      { what: 'caterer', invitation: 'rejected', hours: 30 },
      { what: 'surveyor', invitation: 'expired', hours: 10 },
    ],
  },
  {
    owner: 'rail',
    name: 'ticketing-network',
    days: 377,
    insideOnly: true,
    tags: { env: 'prod', team: 'ticketing' },
    resources: [
      `vpc:subnet ${east} gates-a`,
      { what: `vpc:subnet ${east} gates-old`, status: 'disassociating', hours: 0 },
    ],
    principals: ['ticketing', { what: 'timetable', status: 'disassociated', hours: 26 }],
  },
  {
    owner: 'rail',
    name: 'trial-battery-train',
    description: 'Everything for the battery train, until the trial ends',
    days: 88,
    tags: { env: 'trial', lifecycle: 'sunset' },
    resources: [
      `vpc:subnet ${singapore} telemetry`,
      {
        what: `pca:ca ${east} trial`,
        status: 'failed',
        message: 'The resource type is not available in the region of the resource.',
        hours: 31,
      },
    ],
    principals: [
      'trials',
      {
        what: 'frozen',
        status: 'failed',
        message: 'The account is restricted or frozen.',
        hours: 31,
      },
    ],
  },
  {
    owner: 'rail',
    name: 'dispatch-live',
    description: 'In use day and night: it cannot be deleted while it is',
    days: 333,
    insideOnly: true,
    tags: { env: 'prod' },
    resources: [`functiongraph:function ${north} dispatch-inuse`],
    principals: ['operations', 'timetable'],
  },
  {
    owner: 'rail',
    name: 'reserve',
    days: 5,
    resources: [],
    principals: [],
  },
  {
    owner: 'rail',
    name: '列车-显示屏',
    description: '列车上的显示屏',
    days: 150,
    tags: { env: 'prod', 部门: '旅客服务' },
    resources: [`functiongraph:function ${east} displays`],
    principals: ['operations', 'digital'],
  },
  {
    owner: 'rail',
    name: 'night-train-archive',
    days: 600,
    resources: [`dns:zone ${north} night.internal`],
    principals: ['timetable'],
    ends: 'deleted',
  },
  {
    owner: 'rail',
    name: 'ferry-link',
    days: 240,
    resources: [`vpc:subnet ${east} ferry`],
    principals: ['stations'],
    ends: 'deleting',
  },
  {
    owner: 'stations',
    name: 'station-displays',
    description: 'Departure boards, fed by the timetable',
    days: 190,
    insideOnly: true,
    tags: { env: 'prod' },
    resources: [`functiongraph:function ${north} boards`, `vpc:subnet ${north} boards`],
    principals: ['rail', 'timetable'],
  },
  {
    owner: 'stations',
    name: 'shop-network',
    description: 'Payment terminals of the shops',
    days: 77,
    tags: { env: 'prod', contract: 'fc-2211' },
    readOnly: ['vpc:subnet'],
    resources: [`vpc:subnet ${north} shops-a`, `vpc:subnet ${north} shops-b`],
    principals: [{ what: 'caterer', invitation: 'accepted' }],
  },
  {
    owner: 'caterer',
    name: 'menu-service',
    description: 'Menus for the onboard screens',
    days: 61,
    resources: [`functiongraph:function ${north} menus`, `scm:cert ${north} menus`],
    principals: [
      { what: 'rail', invitation: 'accepted' },
      { what: 'stations', invitation: 'pending', hours: 3 },
    ],
  },
  {
    owner: 'ticketing',
    name: 'fare-tables',
    days: 120,
    insideOnly: true,
    tags: { env: 'prod' },
    resources: [`functiongraph:function ${east} fares`],
    principals: ['stations', 'rail'],
  },
];
