import type { CallKind } from '../http/retry.ts';

export interface Operation {
  readonly version: string;
  readonly service: 'sharing' | 'sts' | 'directory';
  /** Decides after which failures it may be sent again. */
  readonly kind: CallKind;
  /** Calls a second and account (reference section 11). */
  readonly rate: number;
}

const sharing = { version: '2020-01-10', service: 'sharing' } as const;
const read = { ...sharing, kind: 'read', rate: 20 } as const;
const directory = {
  version: '2022-04-19',
  service: 'directory',
  kind: 'read',
  rate: 20,
} as const;

/** Rates not published are taken to be 10 for what changes something and 20 for what reads. */
export const operations = {
  CreateResourceShare: { ...sharing, kind: 'write', rate: 10 },
  AssociateResourceShare: { ...sharing, kind: 'write', rate: 10 },
  UpdateResourceShare: { ...sharing, kind: 'write', rate: 10 },
  DisassociateResourceShare: { ...sharing, kind: 'write', rate: 10 },
  DeleteResourceShare: { ...sharing, kind: 'write', rate: 10 },
  AcceptResourceShareInvitation: { ...sharing, kind: 'write', rate: 10 },
  RejectResourceShareInvitation: { ...sharing, kind: 'write', rate: 10 },
  AssociateResourceSharePermission: { ...sharing, kind: 'write', rate: 20 },
  DisassociateResourceSharePermission: { ...sharing, kind: 'write', rate: 20 },
  TagResources: { ...sharing, kind: 'write', rate: 10 },
  UntagResources: { ...sharing, kind: 'write', rate: 10 },
  ChangeResourceGroup: { ...sharing, kind: 'write', rate: 10 },
  EnableSharingWithResourceDirectory: { ...sharing, kind: 'write', rate: 10 },
  CheckSharingWithResourceDirectoryStatus: read,
  ListPermissionVersions: read,
  ListResourceShares: read,
  ListResourceShareAssociations: read,
  ListSharedResources: read,
  ListSharedTargets: read,
  ListResourceShareInvitations: read,
  ListPermissions: read,
  GetPermission: read,
  ListResourceSharePermissions: read,
  DescribeRegions: read,
  ListAccounts: directory,
  GetResourceDirectory: directory,
  GetCallerIdentity: { version: '2015-04-01', service: 'sts', kind: 'read', rate: 20 },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;
