import { t } from '@vscode/l10n';
import type { ErrorKind } from '../cloud-error.ts';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';

const refresh = (): string => t('Refresh to see how it stands now.');
const waitForEnd = (): string => t('Wait until the running operation has ended, and try again.');

const shareNotThere = {
  meaning: () => t('The share does not exist in this account and region.'),
  advice: refresh,
};
const tooMany = {
  meaning: () => t('A call takes no more than 20 of them.'),
  advice: () => t('Please report this with the request id.'),
};
const tooManyTags = {
  meaning: () => t('A share has at most 20 tags.'),
  advice: () => t('Remove tags that are no longer needed.'),
};

/** Codes of Resource Sharing that are not about the form of one parameter (reference sections 5.4 and 7). */
export const sharingCodes: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  code('InvalidParameter', 'invalid', {
    meaning: () => t('The cloud does not accept one of the values, and does not say which.'),
    advice: () => t('Check the ids, the types and the name.'),
  }),
  code('InvalidParameter.ResourceConflict', 'invalid', {
    meaning: () => t('Resources were given by id and by ARN in one call.'),
    advice: () => t('Give all of them by type and id, or all of them by ARN.'),
  }),
  code('NotSupport.ResourceType.ResourcesParameter', 'invalid', {
    meaning: () => t('Resources of this type can only be given by ARN.'),
    advice: () => t('Enter the ARN of the resource instead of its type and id.'),
  }),
  code('NotSupport.ResourceProperty', 'invalid', {
    meaning: () => t('Resources of this type have no properties.'),
    advice: () => t('Leave the properties of the resource empty.'),
  }),
  code('ResourceAndTargetBothEmpty', 'invalid', {
    meaning: () => t('Neither a resource nor a principal was given.'),
    advice: () => t('Give at least one resource or principal.'),
  }),
  code('ConflictedAssociationType', 'invalid', {
    meaning: () => t('Resources and principals were mixed up in one question.'),
    advice: () => t('Please report this with the request id.'),
  }),
  code('InvalidParameter.ResourceOwnerAndTag', 'invalid', {
    meaning: () => t('Shares of other accounts cannot be filtered by tag.'),
    advice: () => t('Leave the tags out.'),
  }),
  code('InvalidTarget', 'invalid', {
    meaning: () => t('The principal is not in your resource directory.'),
    advice: () =>
      t(
        'Check the id. For an account outside the directory, allow outside principals in the share.',
      ),
  }),
  code('InvalidTarget.LegalEntityMismatch', 'denied', {
    meaning: () => t('The principal belongs to an enterprise with another verified name.'),
    advice: () => t('Share with accounts that are verified under the same enterprise name.'),
  }),
  code('InvalidTarget.SiteMismatch', 'denied', {
    meaning: () => t('The principal is registered at another Alibaba Cloud site.'),
    advice: () => t('Accounts of the China site and the international site cannot share.'),
  }),
  code('ShareWithYourself', 'invalid', {
    meaning: () => t('The principal is the account that owns the resources.'),
    advice: () => t('Remove your own account from the principals.'),
  }),
  code('ExternalTargetsNotAllowed.ResourceType', 'invalid', {
    meaning: () => t('A resource of the share must not leave your resource directory.'),
    advice: () =>
      t('Put such resources into a share of their own that does not allow outside principals.'),
  }),
  code('NotSupport.AllowExternalTargets', 'invalid', {
    meaning: () => t('This share holds something that must not leave your resource directory.'),
    advice: () => t('Leave outside principals switched off, or use another share.'),
  }),
  code('NotSupport.Service.ExistInOtherResourceShare', 'conflict', {
    meaning: () => t('Another share already gives this type of resource to the cloud service.'),
    advice: () => t('Add the resource to that share.'),
  }),
  code('NotSupport.Service.AssociateConflict', 'conflict', {
    meaning: () => t('The resource is already shared with this cloud service.'),
    advice: refresh,
  }),
  busy('NotSupport.ResourcePropertyConflict', () =>
    t('The last change of the properties of the resource is still running.'),
  ),
  code('EntityNotExists.ResourceShare', 'notFound', shareNotThere),
  code('EntityNotExists.Permission', 'notFound', {
    meaning: () => t('The permission does not exist.'),
    advice: () => t('Choose a permission from the list, or leave it to the default.'),
  }),
  code('EntityAlreadyExists.ResourceShare', 'conflict', {
    meaning: () => t('A share with this id exists already.'),
    advice: refresh,
  }),
  code('NotEnableSharingWithResourceDirectory', 'conflict', {
    meaning: () => t('Sharing inside your resource directory is switched off.'),
    advice: () =>
      t('Let the management account switch it on in the Resource Sharing settings of the console.'),
  }),
  code('AccountNotInResourceDirectory', 'conflict', {
    meaning: () => t('This account belongs to no resource directory.'),
    advice: () =>
      t('Join a resource directory, or share with single accounts and allow outside principals.'),
  }),
  code('QuotaExceeded.ResourceShare.Count', 'conflict', {
    meaning: () => t('The account has as many shares as it may have.'),
    advice: () => t('Delete shares that are no longer needed, or ask for a higher quota.'),
  }),
  code('QuotaExceeded.SharedResource.Count', 'conflict', {
    meaning: () => t('The account shares as many resources as it may share.'),
    advice: () => t('Remove resources that need not be shared, or ask for a higher quota.'),
  }),
  code('QuotaExceeded.PendingInvitations', 'conflict', {
    meaning: () => t('Too many invitations are waiting for an answer.'),
    advice: () => t('Wait until some are answered or have expired, which takes seven days.'),
  }),
  code('NotManagementAccount', 'denied', {
    meaning: () => t('Only the management account may share resources of this type.'),
    advice: () =>
      t('Use the management account, or let it make this account a delegated administrator.'),
  }),
  code('OperationNotPermitted', 'denied', {
    meaning: () => t('This account may not change this share.'),
    advice: () => t('Only the owner of a share can change it.'),
  }),
  code('ResourceShareStatusMismatchAction', 'conflict', {
    meaning: () => t('The status of the share does not allow this.'),
    advice: refresh,
  }),
  busy('AssociateConflict', () => t('One of the entries is being removed from the share.')),
  busy('ConcurrentExecutionError', () => t('Something else is changing the same resource.')),
  busy('DisassociateConflict', () => t('One of the entries is still being added to the share.')),
  code('DisassociateInvalid', 'conflict', {
    meaning: () => t('One of the entries is not in the share.'),
    advice: () =>
      t(
        'Refresh. The record of a failed association needs no removing: the cloud deletes it by itself within 48 to 96 hours.',
      ),
  }),
  busy('DeleteResourceShareConflict', () =>
    t('Something is still being added to the share or removed from it.'),
  ),
  code('LeavingFailed.Account', 'conflict', {
    meaning: () => t('The share reaches this account through its resource directory.'),
    advice: () => t('Only the owner can take the account, its folder or the directory out.'),
  }),
  code('LeavingFailed.ResourceType', 'conflict', {
    meaning: () => t('The share holds resources of a type that cannot be given back.'),
    advice: () => t('Ask the owner of the share to remove this account.'),
  }),
  busy('ExternalTargetWithdrawConflict', () => t('The share is still at work on an entry.')),
  code('EntityNotExists.ResourceShareInvitation', 'notFound', {
    meaning: () => t('The invitation does not exist: it may have been taken back.'),
    advice: refresh,
  }),
  code('InvitationStatus.Expired', 'conflict', {
    meaning: () => t('The invitation has expired.'),
    advice: () => t('Ask the owner of the share to remove this account and to add it again.'),
  }),
  code('InvitationStatus.AlreadyRejected', 'conflict', {
    meaning: () => t('The invitation has been rejected.'),
    advice: () => t('Ask the owner of the share to remove this account and to add it again.'),
  }),
  code('InvitationStatus.AlreadyAccepted', 'conflict', {
    meaning: () => t('The invitation has been accepted.'),
    advice: refresh,
  }),
  code('DisassociateConflict.Permission', 'conflict', {
    meaning: () => t('The share holds resources of the type that the permission is for.'),
    advice: () => t('Replace the permission by another one, or remove those resources first.'),
  }),
  code('InvalidResourceGroup', 'invalid', {
    meaning: () => t('The resource group does not exist in this account.'),
    advice: () => t('Check the id of the resource group.'),
  }),
  code('ResourceNotFound', 'notFound', shareNotThere),
  code('InvalidResourceId.NotFound', 'notFound', shareNotThere),
  code('NumberExceed.ResourceIds', 'invalid', tooMany),
  code('NumberExceed.Tags', 'invalid', tooManyTags),
  code('NumberExceed.TagKeys', 'invalid', tooManyTags),
  code('Duplicate.TagKey', 'invalid', {
    meaning: () => t('A tag key is given twice.'),
    advice: () => t('Give each tag key only once.'),
  }),
  code('MissingParameter.TagKeysOrDeleteAll', 'invalid', {
    meaning: () => t('No tag was given.'),
    advice: () => t('Give at least one tag.'),
  }),
  code('MissingParameter.ResourceIdOrTag', 'invalid', {
    meaning: () => t('Neither a share nor a tag was given.'),
    advice: () => t('Please report this with the request id.'),
  }),
  code('ActionNotPermitted', 'denied', {
    meaning: () => t('Only the management account of the resource directory may do this.'),
    advice: () => t('Use the management account.'),
  }),
  code('ActionNotPermitted.CreateServiceLinkedRole', 'denied', {
    meaning: () => t('These credentials may not make the role that sharing works with.'),
    advice: () =>
      t(
        'Ask whoever manages the identities of this account to allow {0}.',
        'ram:CreateServiceLinkedRole',
      ),
  }),
  code('AlreadyEnabled', 'conflict', {
    meaning: () => t('Sharing inside your resource directory is switched on already.'),
    advice: refresh,
  }),
  code('AlreadyDisabled', 'conflict', {
    meaning: () => t('Sharing inside your resource directory is switched off already.'),
    advice: refresh,
  }),
]);

/** What ends by itself: refused only while the cloud is at work. */
function busy(name: string, meaning: () => string): [string, CatalogueEntry] {
  return [name, { kind: 'conflict', busy: true, meaning, advice: waitForEnd }];
}

function code(
  name: string,
  kind: ErrorKind,
  words: Pick<CatalogueEntry, 'meaning' | 'advice'>,
): [string, CatalogueEntry] {
  return [name, { kind, ...words }];
}
