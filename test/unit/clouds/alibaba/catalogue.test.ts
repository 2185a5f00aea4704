import assert from 'node:assert/strict';
import { lookUp } from '../../../../src/clouds/alibaba/catalogue.ts';
import { adviseFailure, explainFailure } from '../../../../src/clouds/alibaba/failure-reasons.ts';
import type { ErrorKind } from '../../../../src/clouds/cloud-error.ts';

/** The groups of codes as the reference has them, and which of our operations answers with which. */
const page = [
  'InvalidParameter.MaxResults',
  'InvalidParameter.NextToken',
  'InvalidParameter.NextToken.Length',
];
const shareId = ['MissingParameter.ResourceShareId', 'InvalidParameter.ResourceShareId'];
const shareIds = ['', '.Duplicate', '.Length'].map(
  (end) => `InvalidParameter.ResourceShareIds${end}`,
);
const owner = ['MissingParameter.ResourceOwner', 'InvalidParameter.ResourceOwner'];
const name = [
  'MissingParameter.ResourceShareName',
  'InvalidParameter.ResourceShareName',
  'InvalidParameter.ResourceShareName.Length',
];
const entities = [
  ...['Resources', 'Targets', 'ResourceArns'].flatMap((parameter) =>
    ['', '.Duplicate', '.Length'].map((end) => `InvalidParameter.${parameter}${end}`),
  ),
  'InvalidParameter.ResourceType',
  'InvalidParameter.ResourceConflict',
  'NotSupport.ResourceType.ResourcesParameter',
];
const properties = [
  'InvalidParameter.PermissionNames.Duplicate',
  'InvalidParameter.PermissionNames.Length',
  ...['TargetProperties', 'ResourceProperties'].flatMap((parameter) =>
    ['', '.Duplicate', '.Length'].map((end) => `InvalidParameter.${parameter}${end}`),
  ),
  'NotSupport.ResourceProperty',
];
const sharing = [
  'InvalidTarget',
  'EntityNotExists.Permission',
  'NotEnableSharingWithResourceDirectory',
  'AccountNotInResourceDirectory',
  'QuotaExceeded.SharedResource.Count',
  'ShareWithYourself',
  'NotManagementAccount',
  'QuotaExceeded.PendingInvitations',
  'InvalidTarget.LegalEntityMismatch',
  'ExternalTargetsNotAllowed.ResourceType',
  'InvalidTarget.SiteMismatch',
  'NotSupport.Service.ExistInOtherResourceShare',
  'NotSupport.Service.AssociateConflict',
];
const gateway = [
  'InvalidAccessKeyId.NotFound',
  'InvalidAccessKeyId.Inactive',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'InvalidSignatureMethod',
  'SignatureNonceUsed',
  'InvalidTimeStamp.Format',
  'InvalidTimeStamp.Expired',
  'InvalidSecurityToken.Expired',
  'InvalidSecurityToken.Malformed',
  'InvalidSecurityToken.MismatchWithAccessKey',
  'MissingSecurityToken',
  'InvalidProduct.NotFound',
  'InvalidAction.NotFound',
  'InvalidApi.NotFound',
  'InvalidVersion',
  'UnsupportedHTTPMethod',
  'InvalidProtocol.NeedSsl',
  'Throttling.User',
  'Throttling.Api',
  'Throttling',
  'Rejected.Throttling',
  'NoPermission',
  'Forbidden.RAM',
  'Forbidden.AccessKeyDisabled',
  'InternalError',
  'ServiceUnavailable',
  'ConcurrentExecutionError',
  'InvalidParameter',
];

const operations: Readonly<Record<string, readonly string[]>> = {
  'every operation': gateway,
  CreateResourceShare: [
    ...name,
    ...entities,
    ...properties,
    ...sharing,
    'QuotaExceeded.ResourceShare.Count',
    'EntityAlreadyExists.ResourceShare',
  ],
  ListResourceShares: [
    ...owner,
    ...page,
    ...shareIds,
    'InvalidParameter.ResourceShareName',
    'InvalidParameter.ResourceShareName.Length',
    'InvalidParameter.ResourceShareStatus',
    'InvalidParameter.ResourceOwnerAndTag',
  ],
  UpdateResourceShare: [
    ...shareId,
    ...name,
    'EntityNotExists.ResourceShare',
    'OperationNotPermitted',
    'ResourceShareStatusMismatchAction',
    'NotSupport.AllowExternalTargets',
  ],
  AssociateResourceShare: [
    ...shareId,
    ...entities,
    ...properties,
    ...sharing,
    'ResourceAndTargetBothEmpty',
    'EntityNotExists.ResourceShare',
    'ResourceShareStatusMismatchAction',
    'AssociateConflict',
    'NotSupport.ResourcePropertyConflict',
  ],
  DisassociateResourceShare: [
    ...shareId,
    ...entities,
    'ResourceAndTargetBothEmpty',
    'DisassociateInvalid',
    'EntityNotExists.ResourceShare',
    'AccountNotInResourceDirectory',
    'ResourceShareStatusMismatchAction',
    'DisassociateConflict',
    'LeavingFailed.Account',
    'LeavingFailed.ResourceType',
    'ExternalTargetWithdrawConflict',
  ],
  DeleteResourceShare: [
    ...shareId,
    'EntityNotExists.ResourceShare',
    'ResourceShareStatusMismatchAction',
    'DeleteResourceShareConflict',
  ],
  AcceptResourceShareInvitation: [
    'MissingParameter.ResourceShareInvitationId',
    'InvalidParameter.ResourceShareInvitationId',
    'EntityNotExists.ResourceShareInvitation',
    'InvitationStatus.Expired',
    'InvitationStatus.AlreadyRejected',
    'InvitationStatus.AlreadyAccepted',
  ],
  ListResourceShareInvitations: [
    ...page,
    ...shareIds,
    ...['', '.Duplicate', '.Length'].map(
      (end) => `InvalidParameter.ResourceShareInvitationIds${end}`,
    ),
  ],
  EnableSharingWithResourceDirectory: [
    'ActionNotPermitted',
    'ActionNotPermitted.CreateServiceLinkedRole',
    'AlreadyEnabled',
    'AlreadyDisabled',
  ],
  ListPermissionVersions: [
    ...page,
    'MissingParameter.PermissionName',
    'InvalidParameter.ResourceType',
  ],
  AssociateResourceSharePermission: [
    ...shareId,
    'MissingParameter.PermissionName',
    'EntityNotExists.Permission',
  ],
  DisassociateResourceSharePermission: ['DisassociateConflict.Permission'],
  ChangeResourceGroup: [
    'NoPermission.ChangeResourceGroup',
    'MissingParameter.ResourceId',
    'MissingParameter.ResourceRegionId',
    'MissingParameter.ResourceGroupId',
    'InvalidResourceGroup',
    'ResourceNotFound',
    'SystemError',
  ],
  TagResources: [
    'InvalidParameter.ResourceId',
    'InvalidResourceId.NotFound',
    'NumberExceed.ResourceIds',
    'NumberExceed.Tags',
    'InvalidParameter.RegionId',
    'InvalidParameter.ResourceType',
    'MissingParameter.ResourceIds',
    'MissingParameter.ResourceType',
    'MissingParameter.Tags',
  ],
  UntagResources: [
    'InvalidParameter.TagKey',
    'NumberExceed.TagKeys',
    'Duplicate.TagKey',
    'MissingParameter.TagKey',
    'MissingParameter.TagKeysOrDeleteAll',
    'MissingParameter.ResourceIdOrTag',
  ],
  ListResourceShareAssociations: [
    ...page,
    ...shareIds,
    'MissingParameter.AssociationType',
    'InvalidParameter.AssociationType',
    'InvalidParameter.AssociationStatus',
    'InvalidParameter.Target',
    'InvalidParameter.ResourceId',
    'ConflictedAssociationType',
    'InvalidParameter.ResourceArn',
    'InvalidParameter.ResourceConflict',
  ],
  ListSharedResources: [
    ...owner,
    ...page,
    ...shareIds,
    'InvalidParameter.ResourceType',
    'InvalidParameter.ResourceIds',
    'InvalidParameter.ResourceIds.Duplicate',
    'InvalidParameter.ResourceIds.Length',
    'InvalidParameter.Target',
    'InvalidParameter.ResourceArns',
    'NotSupport.ResourceType.ResourcesParameter',
  ],
  ListSharedTargets: [
    ...owner,
    ...page,
    ...shareIds,
    'InvalidParameter.Targets',
    'InvalidParameter.ResourceId',
    'InvalidParameter.ResourceArn',
  ],
  ListPermissions: [...page, 'InvalidParameter.ResourceType'],
  GetPermission: [
    'MissingParameter.PermissionName',
    'InvalidParameter.PermissionVersion',
    'EntityNotExists.Permission',
  ],
};

describe('the error catalogue', () => {
  for (const [operation, codes] of Object.entries(operations)) {
    it(`knows every code of ${operation}`, () => {
      for (const code of codes) {
        const entry = lookUp(code);
        assert.ok(entry, code);
        for (const words of [entry.meaning(), entry.advice()]) {
          assert.match(words, /^\S.{8,}\.$/, `${code}: ${words}`);
          assert.doesNotMatch(words, /\{\d\}/, code);
        }
      }
    });
  }

  it('has words of its own for each parameter, not the name on the wire', () => {
    const parameterCodes = Object.values(operations)
      .flat()
      .filter((code) => /^(Missing|Invalid)Parameter\./.test(code));
    for (const code of parameterCodes) {
      const wireName = code.split('.')[1] ?? '';
      assert.doesNotMatch(lookUp(code)?.meaning() ?? '', new RegExp(`\\b${wireName}\\b`), code);
    }
  });

  it("reads the gateway's Missing<Name> like MissingParameter.<Name>", () => {
    for (const parameter of ['ResourceShareId', 'ResourceShareName', 'PermissionName']) {
      const gatewayEntry = lookUp(`Missing${parameter}`);
      const entry = lookUp(`MissingParameter.${parameter}`);
      assert.equal(gatewayEntry?.kind, 'invalid');
      assert.equal(gatewayEntry.meaning(), entry?.meaning());
      assert.equal(gatewayEntry.advice(), entry?.advice());
    }
  });

  it('says which of key id, secret, token and clock is wrong', () => {
    const fields = {
      'InvalidAccessKeyId.NotFound': 'accessKeyId',
      'InvalidAccessKeyId.Inactive': 'accessKeyId',
      SignatureDoesNotMatch: 'accessKeySecret',
      'InvalidSecurityToken.Expired': 'securityToken',
      'InvalidSecurityToken.Malformed': 'securityToken',
      'InvalidSecurityToken.MismatchWithAccessKey': 'securityToken',
      'InvalidSecurityToken.Invented': 'securityToken',
      MissingSecurityToken: 'securityToken',
      'InvalidTimeStamp.Expired': 'clock',
      'InvalidTimeStamp.Format': 'clock',
    };
    for (const [code, field] of Object.entries(fields)) {
      assert.equal(lookUp(code)?.field, field, code);
    }
  });

  it('reads unknown codes of a known family as the family, and no others', () => {
    const kinds: Readonly<Record<string, ErrorKind | undefined>> = {
      'Throttling.Invented': 'throttled',
      'Rejected.Throttling.Invented': 'throttled',
      'NoPermission.Invented': 'denied',
      'Forbidden.Invented': 'denied',
      'EntityNotExists.Invented': 'notFound',
      'QuotaExceeded.Invented': 'conflict',
      'InvalidParameter.Invented': 'invalid',
      'MissingParameter.Invented.Deep': undefined,
      Invented: undefined,
      InvalidAccessKeyIdentity: undefined,
      constructor: undefined,
    };
    for (const [code, kind] of Object.entries(kinds)) assert.equal(lookUp(code)?.kind, kind, code);
  });

  it('never takes an unknown key for a share that does not exist, though both are 404', () => {
    assert.equal(lookUp('InvalidAccessKeyId.NotFound')?.kind, 'credentials');
    assert.equal(lookUp('EntityNotExists.ResourceShare')?.kind, 'notFound');
  });

  it('tells what ends by itself from what stays refused', () => {
    const busy = [
      'AssociateConflict',
      'DisassociateConflict',
      'DeleteResourceShareConflict',
      'ExternalTargetWithdrawConflict',
      'ConcurrentExecutionError',
      'NotSupport.ResourcePropertyConflict',
    ];
    for (const code of busy) {
      assert.deepEqual([lookUp(code)?.kind, lookUp(code)?.busy], ['conflict', true], code);
    }
    for (const code of ['ResourceShareStatusMismatchAction', 'InvitationStatus.Expired']) {
      assert.deepEqual([lookUp(code)?.kind, lookUp(code)?.busy], ['conflict', undefined], code);
    }
  });

  it('explains the documented reasons of failures, and only those', () => {
    const reasons = [
      'Unavailable',
      'LimitExceeded',
      'ZonalResourceInaccessible',
      'InternalError',
      'UnsupportedOperation',
    ];
    const texts = new Set(reasons.map(explainFailure));
    assert.equal(texts.size, reasons.length);
    assert.ok(!texts.has(undefined));
    assert.equal(explainFailure('Invented'), undefined);
    assert.equal(adviseFailure('Invented'), undefined);
    const again = reasons.filter((reason) => adviseFailure(reason)?.retry === true);
    assert.deepEqual(again, ['Unavailable', 'InternalError']);
    assert.equal(new Set(reasons.map((reason) => adviseFailure(reason)?.advice)).size, 5);
  });
});
