import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Scope } from '../model/account.ts';
import type { Step, StepKind } from './plan.ts';

export interface SendSurroundings {
  readonly cloud: ShareCloud;
  readonly inventory: Pick<Inventory, 'merge'>;
  readonly scope: Scope;
  /** The share to change; absent while there is none. */
  readonly shareId: string | undefined;
  /** The account's id on the cloud's side. */
  readonly ownerId: string;
  /** Ids of the shares that have the name of a new one already. */
  readonly knownIds: readonly string[];
  readonly options: CallOptions;
}

/**
 * Makes one call of a plan. What the cloud answers stands in the inventory at once.
 * @returns the id of a share that was created
 * @throws CloudError
 */
export async function sendStep(
  step: Step,
  { cloud, inventory, scope, options, ...known }: SendSurroundings,
): Promise<string | undefined> {
  const { region } = scope;
  switch (step.kind) {
    case 'create': {
      const { knownIds } = known;
      const share = await cloud.createShare(region, { ...step.request, knownIds }, options);
      inventory.merge(scope, { shares: [share] });
      return share.id;
    }
    case 'associate': {
      const rows = await cloud.associate(region, idOf(known), step.request, options);
      inventory.merge(scope, { associations: rows });
      return undefined;
    }
    case 'disassociate': {
      const rows = await cloud.disassociate(region, idOf(known), step.request, options);
      inventory.merge(scope, { associations: rows });
      return undefined;
    }
    case 'update': {
      const share = await cloud.updateShare(region, idOf(known), step.request, options);
      inventory.merge(scope, { shares: [share] });
      return undefined;
    }
    case 'delete':
      await cloud.deleteShare(region, idOf(known), options);
      return undefined;
    case 'leave':
      await cloud.leaveShare(region, idOf(known), { ownerId: known.ownerId }, options);
      return undefined;
    case 'accept':
      await cloud.acceptInvitation(region, step.invitationId, options);
      return undefined;
    case 'reject':
      await cloud.rejectInvitation(region, step.invitationId, options);
      return undefined;
    case 'setPermission': {
      const { permissionId, replace } = step;
      await cloud.setPermission(region, idOf(known), permissionId, { replace }, options);
      return undefined;
    }
    case 'removePermission':
      await cloud.removePermission(region, idOf(known), step.permissionId, options);
      return undefined;
    case 'tag':
      await cloud.tagShare(region, idOf(known), step.tags, options);
      return undefined;
    case 'untag':
      await cloud.untagShare(region, idOf(known), step.keys, options);
      return undefined;
    case 'moveToResourceGroup':
      await cloud.moveToResourceGroup(region, idOf(known), step.resourceGroupId, options);
      return undefined;
    case 'organizationSharing':
      if (step.enabled) await cloud.enableOrganizationSharing(options);
      else await cloud.disableOrganizationSharing(options);
      return undefined;
  }
}

function idOf({ shareId }: Pick<SendSurroundings, 'shareId'>): string {
  if (shareId === undefined) throw new Error('A plan that creates no share has to name one.');
  return shareId;
}

const operations: Readonly<Record<StepKind, string>> = {
  create: 'CreateResourceShare',
  associate: 'AssociateResourceShare',
  disassociate: 'DisassociateResourceShare',
  update: 'UpdateResourceShare',
  delete: 'DeleteResourceShare',
  leave: 'DisassociateResourceShare',
  accept: 'AcceptResourceShareInvitation',
  reject: 'RejectResourceShareInvitation',
  setPermission: 'AssociateResourceSharePermission',
  removePermission: 'DisassociateResourceSharePermission',
  tag: 'TagResources',
  untag: 'UntagResources',
  moveToResourceGroup: 'ChangeResourceGroup',
  organizationSharing: 'EnableSharingWithResourceDirectory',
};

/** The operation that a step is, by the name that most clouds have for it. */
export function operationOf({ kind }: Pick<Step, 'kind'>): string {
  return operations[kind];
}
