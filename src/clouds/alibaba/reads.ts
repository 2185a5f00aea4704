import type * as z from 'zod/mini';
import type { Invitation } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';
import type { CallOptions, InvitationsQuery, ShareRef, SharesQuery } from '../cloud.ts';
import { followPages, noPages } from '../http/pages.ts';
import { abilities } from './abilities.ts';
import type { Call, Caller } from './caller.ts';
import {
  toAssociation,
  toInvitation,
  toPermission,
  toPermissionSummary,
  toPermissionVersion,
  toReceivedResource,
  toReceivedTarget,
  toShare,
  toSharePermission,
} from './mapping.ts';
import {
  associationsAnswerSchema,
  invitationsAnswerSchema,
  organizationAnswerSchema,
  permissionAnswerSchema,
  permissionsAnswerSchema,
  sharedResourcesAnswerSchema,
  sharedTargetsAnswerSchema,
  sharesAnswerSchema,
} from './schemas.ts';

/** The reading operations on shares, associations and permissions (reference sections 7.4, 7.9 to 7.11, 7.2, 7.13, 7.16 to 7.19). */
export class Reads {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** With a name, only the shares that the cloud finds by it, which need not be an exact match. */
  listShares(
    region: string,
    query: SharesQuery & { readonly name?: string },
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]> {
    // An empty list on the wire would mean no filter at all.
    if (query.ids?.length === 0) return noPages();
    const parameters = {
      ResourceOwner: wireOwner[query.owner],
      ResourceShareIds: query.ids,
      ResourceShareName: query.name,
      PermissionName: query.permissionId,
    };
    return this.#list(
      { operation: 'ListResourceShares', region, parameters, answer: sharesAnswerSchema },
      options,
      (answer) => answer.ResourceShares.map((share) => toShare(share, query.owner)),
    );
  }

  listAssociations(
    region: string,
    query: {
      readonly kind: AssociationKind;
      readonly state?: AssociationState;
      readonly shareIds?: readonly string[];
    },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    if (query.shareIds?.length === 0) return noPages();
    const parameters = {
      AssociationType: query.kind === 'resource' ? 'Resource' : 'Target',
      AssociationStatus: query.state === undefined ? undefined : wireState[query.state],
      ResourceShareIds: query.shareIds,
    };
    return this.#list(
      {
        operation: 'ListResourceShareAssociations',
        region,
        parameters,
        answer: associationsAnswerSchema,
      },
      options,
      (answer) => answer.ResourceShareAssociations.map(toAssociation),
    );
  }

  listReceived(
    region: string,
    query: { readonly kind: AssociationKind },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]> {
    const parameters = { ResourceOwner: wireOwner.other };
    return query.kind === 'resource'
      ? this.#list(
          {
            operation: 'ListSharedResources',
            region,
            parameters,
            answer: sharedResourcesAnswerSchema,
          },
          options,
          (answer) => answer.SharedResources.map(toReceivedResource),
        )
      : this.#list(
          { operation: 'ListSharedTargets', region, parameters, answer: sharedTargetsAnswerSchema },
          options,
          (answer) => answer.SharedTargets.map(toReceivedTarget),
        );
  }

  listPermissions(
    region: string,
    query: { readonly resourceType?: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionSummary[]> {
    const parameters = { ResourceType: query.resourceType };
    return this.#list(
      { operation: 'ListPermissions', region, parameters, answer: permissionsAnswerSchema },
      options,
      (answer) => answer.Permissions.map(toPermissionSummary),
    );
  }

  async getPermission(
    region: string,
    query: { readonly id: string; readonly version?: string },
    options: CallOptions,
  ): Promise<Permission> {
    const answer = await this.#caller.call(
      {
        operation: 'GetPermission',
        region,
        parameters: { PermissionName: query.id, PermissionVersion: query.version },
        answer: permissionAnswerSchema,
      },
      options,
    );
    return toPermission(answer.Permission);
  }

  listPermissionVersions(
    region: string,
    query: { readonly id: string },
    options: CallOptions,
  ): AsyncIterable<readonly PermissionVersion[]> {
    const parameters = { PermissionName: query.id };
    return this.#list(
      { operation: 'ListPermissionVersions', region, parameters, answer: permissionsAnswerSchema },
      options,
      (answer) => answer.Permissions.map(toPermissionVersion),
    );
  }

  listSharePermissions(
    region: string,
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]> {
    const parameters = { ResourceShareId: share.id, ResourceOwner: wireOwner[share.owner] };
    return this.#list(
      {
        operation: 'ListResourceSharePermissions',
        region,
        parameters,
        answer: permissionsAnswerSchema,
      },
      options,
      (answer) => answer.Permissions.map((permission) => toSharePermission(permission, share.id)),
    );
  }

  /** The cloud lists invitations to those who received them only. */
  listInvitations(
    region: string,
    { side, shareIds, ids }: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]> {
    if (side === 'sent' || shareIds?.length === 0 || ids?.length === 0) return noPages();
    const parameters = { ResourceShareIds: shareIds, ResourceShareInvitationIds: ids };
    return this.#list(
      {
        operation: 'ListResourceShareInvitations',
        region,
        parameters,
        answer: invitationsAnswerSchema,
      },
      options,
      (answer) => answer.ResourceShareInvitations.map(toInvitation),
    );
  }

  /** The switch is one for the whole directory: any region tells. */
  async organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }> {
    const answer = await this.#caller.call(
      {
        operation: 'CheckSharingWithResourceDirectoryStatus',
        region: this.#caller.anyRegion,
        parameters: {},
        answer: organizationAnswerSchema,
      },
      options,
    );
    return { enabled: answer.EnableSharingWithRd };
  }

  #list<Schema extends z.ZodMiniType<{ NextToken?: string | null | undefined }>, Row>(
    call: Call<Schema>,
    options: CallOptions,
    rows: (answer: z.output<Schema>) => readonly Row[],
  ): AsyncIterable<readonly Row[]> {
    return followPages(call.operation, async (NextToken, page) => {
      const parameters = { ...call.parameters, MaxResults: abilities.pageSize, NextToken };
      const answer = await this.#caller.call({ ...call, parameters, page }, options);
      return { rows: rows(answer), nextToken: answer.NextToken };
    });
  }
}

const wireOwner: Readonly<Record<ShareOwner, string>> = { self: 'Self', other: 'OtherAccounts' };

const wireState: Readonly<Record<AssociationState, string>> = {
  associating: 'Associating',
  associated: 'Associated',
  failed: 'Failed',
  disassociating: 'Disassociating',
  disassociated: 'Disassociated',
};
