import assert from 'node:assert/strict';
import {
  toAssociation,
  toInvitation,
  toReceivedResource,
  toReceivedTarget,
  toShare,
} from '../../../../src/clouds/alibaba/mapping.ts';
import {
  associationsAnswerSchema,
  invitationsAnswerSchema,
  permissionsAnswerSchema,
  sharedResourcesAnswerSchema,
  sharedTargetsAnswerSchema,
  sharesAnswerSchema,
} from '../../../../src/clouds/alibaba/schemas.ts';

const RequestId = '2F23CFB6-A721-4E90-AC1E-0E30FA8B45DA';

function association(fields: object) {
  const { ResourceShareAssociations } = associationsAnswerSchema.parse({
    RequestId,
    ResourceShareAssociations: [
      { ResourceShareId: 'rs-1', AssociationType: 'Resource', EntityId: 'vsw-1', ...fields },
    ],
  });
  const [first] = ResourceShareAssociations;
  assert.ok(first);
  return toAssociation(first);
}

function received(fields: object) {
  const { SharedResources } = sharedResourcesAnswerSchema.parse({
    RequestId,
    SharedResources: [{ ResourceShareId: 'rs-1', ResourceId: 'vsw-1', ...fields }],
  });
  const [first] = SharedResources;
  assert.ok(first);
  return toReceivedResource(first);
}

describe('reading shares', () => {
  it('keeps all that is documented', () => {
    const { ResourceShares, NextToken } = sharesAnswerSchema.parse({
      RequestId,
      NextToken: 'next',
      ResourceShares: [
        {
          ResourceShareId: 'rs-PqysnzIjabCd',
          ResourceShareName: 'network-share',
          ResourceShareOwner: '1512666876910123',
          ResourceShareStatus: 'Active',
          AllowExternalTargets: false,
          ResourceGroupId: 'rg-aekz5nlvlakabcd',
          Tags: [{ Key: 'env', Value: 'prod' }],
          CreateTime: '2026-03-01T02:20:31.292Z',
          UpdateTime: '2026-03-01T08:01:43.638Z',
        },
      ],
    });
    assert.equal(NextToken, 'next');
    assert.deepEqual(
      ResourceShares.map((share) => toShare(share, 'self')),
      [
        {
          id: 'rs-PqysnzIjabCd',
          name: 'network-share',
          owner: 'self',
          ownerId: '1512666876910123',
          status: { state: 'active', text: 'Active' },
          allowExternal: false,
          tags: [{ key: 'env', value: 'prod' }],
          resourceGroupId: 'rg-aekz5nlvlakabcd',
          createdAt: '2026-03-01T02:20:31.292Z',
          updatedAt: '2026-03-01T08:01:43.638Z',
        },
      ],
    );
  });

  it('demands the ids and nothing else', () => {
    const bare = { RequestId, ResourceShares: [{ ResourceShareId: 'rs-1' }] };
    const parsed = sharesAnswerSchema.parse(bare);
    assert.deepEqual(
      parsed.ResourceShares.map((share) => toShare(share, 'other')),
      [
        {
          id: 'rs-1',
          name: '',
          owner: 'other',
          ownerId: '',
          status: { state: 'unknown', text: '' },
          tags: [],
          createdAt: '',
          updatedAt: '',
        },
      ],
    );
    assert.equal(sharesAnswerSchema.safeParse({ ...bare, RequestId: undefined }).success, false);
    assert.equal(sharesAnswerSchema.safeParse({ RequestId, ResourceShares: [{}] }).success, false);
    assert.equal(sharesAnswerSchema.safeParse({ RequestId, ResourceShares: {} }).success, false);
  });

  it('reads a missing or null list as empty, and unknown fields and words without complaint', () => {
    assert.deepEqual(sharesAnswerSchema.parse({ RequestId }).ResourceShares, []);
    assert.deepEqual(
      permissionsAnswerSchema.parse({ RequestId, Permissions: null }).Permissions,
      [],
    );
    const { ResourceShares } = sharesAnswerSchema.parse({
      RequestId,
      Invented: { deeply: [1] },
      ResourceShares: [
        { ResourceShareId: 'rs-1', ResourceShareStatus: 'Suspended', Invented: 1, Tags: 'none' },
      ],
    });
    const [share] = ResourceShares.map((wire) => toShare(wire, 'self'));
    assert.deepEqual(share?.status, { state: 'unknown', text: 'Suspended' });
    assert.deepEqual(share.tags, []);
  });
});

describe('reading associations', () => {
  it('keeps the reason of a failure and each failed pair', () => {
    const row = association({
      EntityType: 'VSwitch',
      AssociationStatus: 'Failed',
      AssociationStatusMessage: 'The reason for the association failure.',
      ResourceArn: 'acs:vpc:cn-hangzhou:1512666876910123:vswitch/vsw-1',
      External: false,
      AssociationFailedDetails: [
        {
          Status: '无',
          StatusMessage: '无',
          AssociateType: '无',
          EntityId: '1720505253001234',
          EntityType: 'Account',
          FailureReason: 'Unavailable',
          FailureDescription: 'You cannot access the specified resource at this time.',
          OperationType: 'Associate',
        },
      ],
      ResourceProperty: '{"sharePrincipals":true}',
    });
    assert.deepEqual(row.status, { state: 'failed', text: 'Failed' });
    assert.equal(row.statusMessage, 'The reason for the association failure.');
    assert.equal(row.external, false);
    assert.equal(row.resourceProperty, '{"sharePrincipals":true}');
    assert.deepEqual(row.failures, [
      {
        entityId: '1720505253001234',
        entityType: 'Account',
        reason: 'Unavailable',
        description: 'You cannot access the specified resource at this time.',
        operation: 'Associate',
      },
    ]);
  });

  it('takes a target for a principal', () => {
    const row = association({ AssociationType: 'Target', EntityId: 'fd-1' });
    assert.equal(row.kind, 'principal');
    assert.equal(row.entityType, 'Account');
  });
});

describe('reading what is received', () => {
  it('takes available and silent resources for associated', () => {
    assert.deepEqual(received({ ResourceStatus: 'Available' }).status, {
      state: 'associated',
      text: 'Available',
    });
    assert.equal(received({}).status.state, 'associated');
  });

  it('takes each documented obstacle for a failure, in the words of the cloud or else the documented ones', () => {
    for (const word of ['Unavailable', 'LimitExceeded', 'ZonalResourceInaccessible']) {
      const row = received({ ResourceStatus: word });
      assert.deepEqual(row.status, { state: 'failed', text: word });
      assert.ok(row.statusMessage);
    }
    const told = received({ ResourceStatus: 'LimitExceeded', ResourceStatusMessage: 'Too many.' });
    assert.equal(told.statusMessage, 'Too many.');
  });

  it('leaves an unknown word unknown', () => {
    const row = received({ ResourceStatus: 'Frozen' });
    assert.deepEqual(row.status, { state: 'unknown', text: 'Frozen' });
    assert.equal(row.statusMessage, undefined);
  });

  it('gives the owner that shares as a row of its own', () => {
    const { SharedTargets } = sharedTargetsAnswerSchema.parse({
      RequestId,
      SharedTargets: [{ ResourceShareId: 'rs-1', TargetId: '1142405247841234', External: true }],
    });
    const [row] = SharedTargets.map(toReceivedTarget);
    assert.equal(row?.kind, 'principal');
    assert.equal(row.entityId, '1142405247841234');
    assert.equal(row.external, true);
  });
});

describe('reading invitations', () => {
  function invitation(fields: object) {
    const { ResourceShareInvitations } = invitationsAnswerSchema.parse({
      RequestId,
      ResourceShareInvitations: [{ ResourceShareInvitationId: 'i-p6eRytrkjVvMabCd', ...fields }],
    });
    const [first] = ResourceShareInvitations;
    assert.ok(first);
    return toInvitation(first);
  }

  it('ends 7 days after it was sent, where the cloud says when that was', () => {
    const { createdAt, expiresAt } = invitation({ CreateTime: '2026-03-01T05:36:45.024Z' });
    assert.equal(createdAt, '2026-03-01T05:36:45.024Z');
    assert.equal(expiresAt, '2026-03-08T05:36:45.024Z');
    assert.equal('expiresAt' in invitation({}), false);
    assert.equal('expiresAt' in invitation({ CreateTime: 'soon' }), false);
  });

  it('knows every documented state, and shows others as they came', () => {
    for (const [text, state] of Object.entries({
      Pending: 'pending',
      Accepted: 'accepted',
      Cancelled: 'cancelled',
      Rejected: 'rejected',
      Expired: 'expired',
      AcceptFailed: 'acceptFailed',
      Forwarded: 'unknown',
    })) {
      assert.deepEqual(invitation({ Status: text }).status, { state, text });
    }
    assert.deepEqual(invitation({ Status: 7 }).status, { state: 'unknown', text: '' });
  });

  it('says what could not be handed over, under either name of the details', () => {
    const details = [
      {
        ResourceId: 's-7xvh46nx5oqlre0wvabc',
        ResourceType: 'Snapshot',
        FailureReason: 'Unavailable',
        FailureDescription: 'You cannot access the specified resource at this time.',
        OperationType: 'Associate',
        Status: 'None',
      },
    ];
    for (const name of ['InvitationFailedDetails', 'AcceptInvitationFailedDetails']) {
      assert.deepEqual(invitation({ Status: 'AcceptFailed', [name]: details }).failures, [
        {
          entityId: 's-7xvh46nx5oqlre0wvabc',
          entityType: 'Snapshot',
          reason: 'Unavailable',
          description: 'You cannot access the specified resource at this time.',
          operation: 'Associate',
        },
      ]);
    }
    assert.deepEqual(invitation({ InvitationFailedDetails: 'none' }).failures, []);
  });
});
