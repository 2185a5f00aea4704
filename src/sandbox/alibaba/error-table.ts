import { gatewayErrors, type ErrorEntry } from './gateway-errors.ts';

/**
 * Every error of the product, and of the gateway before it, with the vendor's own words, slips included.
 * A code with two texts has a second entry; what follows the `#` tells them apart and is not sent.
 * Source: the vendor's error pages of ResourceSharing 2020-01-10 and the common error codes.
 */
export const errorTable = {
  ...gatewayErrors,

  // Paging
  'InvalidParameter.MaxResults': { status: 400, message: 'The MaxResults is invalid.' },
  'InvalidParameter.NextToken': { status: 400, message: 'The NextToken is invalid.' },
  'InvalidParameter.NextToken.Length': {
    status: 400,
    message: 'The maximum length of NextToken exceeds 256 characters.',
  },

  // Shares
  'MissingParameter.ResourceShareId': {
    status: 400,
    message: 'You must specify ResourceShareId.',
  },
  'InvalidParameter.ResourceShareId': {
    status: 400,
    message: 'The ResourceShareId is invalid.',
  },
  'InvalidParameter.ResourceShareIds': {
    status: 400,
    message: 'The ResourceShareIds is invalid.',
  },
  'InvalidParameter.ResourceShareIds.Duplicate': {
    status: 400,
    message: 'The ResourceShareIds contains duplicate values.',
  },
  'InvalidParameter.ResourceShareIds.Length': {
    status: 400,
    message: 'The maximum length of ResourceShareIds exceeds 5 characters.',
  },
  'MissingParameter.ResourceOwner': { status: 400, message: 'You must specify ResourceOwner.' },
  'InvalidParameter.ResourceOwner': { status: 400, message: 'The ResourceOwner is invalid.' },
  'MissingParameter.ResourceShareName': {
    status: 400,
    message: 'You must specify ResourceShareName.',
  },
  'InvalidParameter.ResourceShareName': {
    status: 400,
    message: 'The ResourceShareName is invalid.',
  },
  'InvalidParameter.ResourceShareName.Length': {
    status: 400,
    message: 'The maximum length of ResourceShareName exceeds 50 characters.',
  },
  'InvalidParameter.ResourceShareStatus': {
    status: 400,
    message: 'The ResourceShareStatus is invalid.',
  },
  'InvalidParameter.ResourceOwnerAndTag': {
    status: 400,
    message: 'You cannot use ResourceOwner set to OtherAccounts and tags in one request.',
  },
  'EntityNotExists.ResourceShare': {
    status: 404,
    message: 'The resource share does not exist in the current account.',
  },
  'EntityAlreadyExists.ResourceShare': {
    status: 409,
    message: 'The specified resource share ID already exists.',
  },
  'QuotaExceeded.ResourceShare.Count': {
    status: 409,
    message: 'The maximum number of ResourceShare exceeds the limit.',
  },
  OperationNotPermitted: {
    status: 409,
    message: 'You do not have permission to do this operation.',
  },
  ResourceShareStatusMismatchAction: {
    status: 409,
    message: 'The status of the resource share does not allow the specified operation.',
  },
  'NotSupport.AllowExternalTargets': {
    status: 409,
    message:
      'External sharing is not permitted for resource shares with unsupported configurations.',
  },
  DeleteResourceShareConflict: {
    status: 409,
    message: 'You cannot delete a resource share while there are unfinished tasks.',
  },
  ConcurrentExecutionError: {
    status: 409,
    message:
      'The operation could not be completed because another process is currently accessing the same resource.',
  },

  // What goes into a share
  'InvalidParameter.Resources': { status: 400, message: 'The Resources is invalid.' },
  'InvalidParameter.Resources.Duplicate': {
    status: 400,
    message: 'The Resources contains duplicate values.',
  },
  'InvalidParameter.Resources.Length': {
    status: 400,
    message: 'The maximum number of Resources exceeds 5.',
  },
  'InvalidParameter.Targets': { status: 400, message: 'The Targets is invalid.' },
  'InvalidParameter.Targets.Duplicate': {
    status: 400,
    message: 'The Targets contains duplicate values.',
  },
  'InvalidParameter.Targets.Length': {
    status: 400,
    message: 'The maximum number of Targets exceeds 5.',
  },
  'InvalidParameter.ResourceType': { status: 400, message: 'The ResourceType is invalid.' },
  'InvalidParameter.ResourceArns': { status: 400, message: 'The ResourceArns is invalid.' },
  'InvalidParameter.ResourceArns.Duplicate': {
    status: 400,
    message: 'The ResourceArns contains duplicate values.',
  },
  'InvalidParameter.ResourceArns.Length': {
    status: 400,
    message: 'The ResourceArns beyond the length limit.',
  },
  'InvalidParameter.ResourceConflict': {
    status: 400,
    message:
      'Both Resources and ResourceArns cannot be specified simultaneously. Please provide only one of these parameters.',
  },
  'InvalidParameter.ResourceConflict#list': {
    status: 400,
    message:
      'Both ResourceId and ResourceArn cannot be specified simultaneously. Please provide only one of these parameters.',
  },
  'NotSupport.ResourceType.ResourcesParameter': {
    status: 400,
    message:
      'The Resources parameter does not support this resource type. Please use ResourceArns instead.',
  },
  'InvalidParameter.PermissionNames.Duplicate': {
    status: 400,
    message: 'The PermissionNames duplicate values.',
  },
  'InvalidParameter.PermissionNames.Length': {
    status: 400,
    message: 'The maximum length of PermissionNames exceeds quota limit.',
  },
  'InvalidParameter.TargetProperties': {
    status: 400,
    message: 'The TargetProperties is invalid.',
  },
  'InvalidParameter.TargetProperties.Duplicate': {
    status: 400,
    message: 'The TargetProperties contains duplicate values.',
  },
  'InvalidParameter.TargetProperties.Length': {
    status: 400,
    message: 'The TargetProperties beyond the length limit.',
  },
  'InvalidParameter.ResourceProperties': {
    status: 400,
    message: 'The ResourceProperties is invalid.',
  },
  'InvalidParameter.ResourceProperties.Duplicate': {
    status: 400,
    message: 'The ResourceProperties contains duplicate values.',
  },
  'InvalidParameter.ResourceProperties.Length': {
    status: 400,
    message: 'The ResourceProperties beyond the length limit.',
  },
  'NotSupport.ResourceProperty': {
    status: 400,
    message: 'The resource type does not support resource property.',
  },
  'NotSupport.ResourcePropertyConflict': {
    status: 409,
    message: 'The ResourceProperty can not be updated until the last operation is completed.',
  },

  // Sharing
  InvalidTarget: {
    status: 400,
    message: 'The shared target does not exist in the resource directory.',
  },
  'EntityNotExists.Permission': {
    status: 404,
    message: 'The resource share permission does not exist.',
  },
  NotEnableSharingWithResourceDirectory: {
    status: 409,
    message: 'You have not enabled sharing with your Resource Directory.',
  },
  AccountNotInResourceDirectory: {
    status: 409,
    message: 'The account is not a master or a member of a resource directory.',
  },
  'QuotaExceeded.SharedResource.Count': {
    status: 409,
    message: 'The maximum number of shared resources per account exceeds the limit.',
  },
  ShareWithYourself: { status: 409, message: 'You cannot share resources with yourself.' },
  NotManagementAccount: {
    status: 409,
    message: 'Only the management account of the service is allowed to share such resources.',
  },
  'QuotaExceeded.PendingInvitations': {
    status: 409,
    message: 'The maximum number of pending invitations exceeds the limit.',
  },
  'InvalidTarget.LegalEntityMismatch': {
    status: 409,
    message:
      'The target account does not have the same legal entity as the resource owner account.',
  },
  'ExternalTargetsNotAllowed.ResourceType': {
    status: 409,
    message:
      'The resource share includes resource types that cannot be shared with accounts outside the resource directory.',
  },
  'InvalidTarget.SiteMismatch': {
    status: 409,
    message: 'Cross-site resource sharing is not supported.',
  },
  'NotSupport.Service.ExistInOtherResourceShare': {
    status: 409,
    message:
      'The resource type has been shared to the target service through other resourceShare. Please share it in the same resourceShare.',
  },
  'NotSupport.Service.AssociateConflict': {
    status: 409,
    message: 'The same resource cannot be shared repeatedly to the target service.',
  },
  ResourceAndTargetBothEmpty: {
    status: 400,
    message: 'Either a resource or a shared target must be specified.',
  },
  AssociateConflict: {
    status: 409,
    message: 'You cannot perform the operation while disassociation operation is being performed.',
  },
  DisassociateInvalid: {
    status: 400,
    message: 'You can not disassociate unassociated resource or target.',
  },
  DisassociateConflict: {
    status: 409,
    message: 'You cannot perform the operation while association is already in progress.',
  },
  'LeavingFailed.Account': {
    status: 409,
    message: 'The account was added to the resource share automatically by resoucre directory.',
  },
  'LeavingFailed.ResourceType': {
    status: 409,
    message:
      'The resource share contains resources of the resource types that dont support this action.',
  },
  ExternalTargetWithdrawConflict: {
    status: 409,
    message:
      'Existing internal association task in resource directory when disassociating with resource share.',
  },

  // Lists
  'MissingParameter.AssociationType': {
    status: 400,
    message: 'You must specify AssociationType.',
  },
  'InvalidParameter.AssociationType': {
    status: 400,
    message: 'The AssociationType is invalid.',
  },
  'InvalidParameter.AssociationStatus': {
    status: 400,
    message: 'The AssociationStatus is invalid.',
  },
  'InvalidParameter.Target': { status: 400, message: 'The Target is invalid.' },
  'InvalidParameter.ResourceId': { status: 400, message: 'The ResourceId is invalid.' },
  'InvalidParameter.ResourceArn': { status: 400, message: 'The ResourceArn is invalid.' },
  ConflictedAssociationType: {
    status: 400,
    message: 'The specified ResourceId or Target conflicts with AssociationType.',
  },
  'InvalidParameter.ResourceIds': { status: 400, message: 'The ResourceIds is invalid.' },
  'InvalidParameter.ResourceIds.Duplicate': {
    status: 400,
    message: 'The specified ResourceId contains duplicate values.',
  },
  'InvalidParameter.ResourceIds.Length': {
    status: 400,
    message: 'The maximum number of ResourceIds (5) is exceeded.',
  },

  // Permissions
  'MissingParameter.PermissionName': {
    status: 400,
    message: 'You must specify PermissionName.',
  },
  'InvalidParameter.PermissionVersion': {
    status: 400,
    message: 'The PermissionVersion is invalid.',
  },
  'DisassociateConflict.Permission': {
    status: 409,
    message: 'Existing associated resource when disassociating permission with resource share.',
  },

  // Invitations
  'InvalidParameter.ResourceShareInvitationIds': {
    status: 400,
    message: 'The ResourceShareInvitationIds is invalid.',
  },
  'InvalidParameter.ResourceShareInvitationIds.Duplicate': {
    status: 400,
    message: 'The ResourceShareInvitationIds duplicate values.',
  },
  'InvalidParameter.ResourceShareInvitationIds.Length': {
    status: 400,
    message: 'The maximum length of ResourceShareInvitationIds exceeds quota limit.',
  },
  'MissingParameter.ResourceShareInvitationId': {
    status: 400,
    message: 'You must specify ResourceShareInvitationId.',
  },
  'InvalidParameter.ResourceShareInvitationId': {
    status: 400,
    message: 'The ResourceShareInvitationId is invalid.',
  },
  'EntityNotExists.ResourceShareInvitation': {
    status: 409,
    message: 'The resource share invitation does not exist in the current account.',
  },
  'InvitationStatus.Expired': {
    status: 409,
    message: 'The resource share invitation status is expired.',
  },
  'InvitationStatus.AlreadyRejected': {
    status: 409,
    message: 'The resource share invitation status is rejected.',
  },
  'InvitationStatus.AlreadyAccepted': {
    status: 409,
    message: 'The resource share invitation status is alredy accepted.',
  },

  // The resource directory
  ActionNotPermitted: {
    status: 409,
    message: 'The caller must be the master account for the Resource Directory.',
  },
  'ActionNotPermitted.CreateServiceLinkedRole': {
    status: 409,
    message: 'You are not authorized to perform ram:CreateServiceLinkedRole.',
  },
  AlreadyEnabled: {
    status: 409,
    message: 'You have already enabled sharing with the Resource Directory.',
  },
  AlreadyDisabled: {
    status: 409,
    message: 'You have already disabled sharing with the Resource Directory.',
  },

  // Resource groups: all of them with status 400 and without a full stop
  'NoPermission.ChangeResourceGroup': {
    status: 400,
    message: 'You are not authorized to change resourcegroup',
  },
  'MissingParameter.ResourceId': {
    status: 400,
    message: 'The ResourceId parameters that are required for processing this request are missing',
  },
  'MissingParameter.ResourceRegionId': {
    status: 400,
    message:
      'The ResourceRegionId parameters that are required for processing this request are missing',
  },
  'MissingParameter.ResourceGroupId': {
    status: 400,
    message:
      'The ResourceGroupId parameters that are required for processing this request are missing',
  },
  InvalidResourceGroup: {
    status: 400,
    message: 'The specified ResourceGroupId is invalid',
  },
  ResourceNotFound: { status: 400, message: 'The specified resource is not found' },
  SystemError: {
    status: 400,
    message: 'A system error occurred while processing your request',
  },

  // Tags
  'InvalidParameter.ResourceId#tags': {
    status: 400,
    message: 'The ResourceId parameter is invalid.',
  },
  'InvalidResourceId.NotFound': {
    status: 400,
    message: 'The specified ResourceIds are not found in our records.',
  },
  'NumberExceed.ResourceIds': {
    status: 400,
    message: 'The maximum number of ResourceIds is exceeded.',
  },
  'NumberExceed.Tags': { status: 400, message: 'The maximum number of Tags is exceeded.' },
  'NumberExceed.TagKeys': { status: 400, message: 'The maximum number of TagKeys is exceeded.' },
  'InvalidParameter.RegionId': { status: 400, message: 'The RegionId parameter is invalid.' },
  'InvalidParameter.ResourceType#tags': {
    status: 400,
    message: 'The ResourceType parameter is invalid.',
  },
  'InvalidParameter.TagKey': { status: 400, message: 'The TagKey parameter is invalid.' },
  'Duplicate.TagKey': { status: 400, message: 'The TagKey contains duplicate keys.' },
  'MissingParameter.ResourceIds': { status: 400, message: 'You must specify ResourceIds.' },
  'MissingParameter.ResourceType': { status: 400, message: 'You must specify ResourceType.' },
  'MissingParameter.Tags': { status: 400, message: 'You must specify Tags.' },
  'MissingParameter.TagKey': { status: 400, message: 'You must specify TagKey.' },
  'MissingParameter.TagKeysOrDeleteAll': {
    status: 400,
    message: 'You must specify TagKeys or DeleteAll.',
  },
  'EntityNotExists.ResourceDirectory': {
    status: 404,
    message:
      'The resource directory for the account is not enabled. We recommend that you first enable the resource directory for the account.',
  },
  ResourceDirectoryNotInUse: {
    status: 404,
    message:
      'The specified account is not an Alibaba Cloud account or a member account of the resource directory.',
  },
  'MissingParameter.ResourceIdOrTag': {
    status: 400,
    message: 'You must specify ResourceId or Tag.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;

export type ErrorCode = keyof typeof errorTable;

const entries = new Map<string, ErrorEntry>(Object.entries(errorTable));

/** What the vendor says to a code that comes from outside; undefined for codes that it does not have. */
export function findError(code: string): ErrorEntry | undefined {
  return entries.get(code);
}
