import { t } from '@vscode/l10n';
import type { Invitation, InvitationState } from '../model/invitation.ts';
import type { Association, ResourceShare } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import type { ContentWrites, DisassociateRequest } from './cloud-writes.ts';
import type { CallOptions, InvitationsQuery } from './cloud.ts';
import { collect } from './http/pages.ts';
import { disassociatedRows } from './read-back.ts';
import { type ContentQueries, rowsOfRequest } from './rows-of-request.ts';
import { sendOnce, type Time } from './send-once.ts';

/** What a cloud offers for changing what is in a share, each a single call, and for seeing what became of it. */
export interface PlainChanges extends ContentWrites, ContentQueries {
  listInvitations(
    region: string,
    query: InvitationsQuery,
    options: CallOptions,
  ): AsyncIterable<readonly Invitation[]>;
}

/** Changes what is in a share without doing anything twice. */
export class CarefulChanges implements ContentWrites {
  readonly #plain: PlainChanges;
  readonly #time: Time;

  constructor(plain: PlainChanges, time: Time) {
    this.#plain = plain;
    this.#time = time;
  }

  async disassociate(
    region: string,
    shareId: string,
    request: DisassociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]> {
    if (request.resources.length + request.principals.length === 0) return [];
    return await sendOnce(
      () => this.#plain.disassociate(region, shareId, request, options),
      {
        look: async (sentAt) =>
          disassociatedRows(
            await rowsOfRequest(this.#plain, region, shareId, request, options),
            request,
            sentAt,
          ),
        advice: () => t('Refresh, and see what the share holds before you remove the rest.'),
        repeatable: true,
      },
      this.#time,
      options,
    );
  }

  async deleteShare(region: string, shareId: string, options: CallOptions): Promise<void> {
    await this.#once(() => this.#plain.deleteShare(region, shareId, options), options, {
      isDone: async () => {
        const share = await this.#share(region, 'self', shareId, options);
        return share === undefined || isDead(share.status) || share.status.state === 'deleting';
      },
      advice: () => t('Refresh, and see whether the share is still there.'),
    });
  }

  async leaveShare(
    region: string,
    shareId: string,
    self: { readonly ownerId: string },
    options: CallOptions,
  ): Promise<void> {
    await this.#once(() => this.#plain.leaveShare(region, shareId, self, options), options, {
      isDone: async () => {
        const share = await this.#share(region, 'other', shareId, options);
        return share === undefined || isDead(share.status);
      },
      advice: () => t('Refresh, and see whether the share is still there.'),
      // The list does not show a share that is still on its way out.
      repeatable: false,
    });
  }

  acceptInvitation(
    region: string,
    invitationId: string,
    options: CallOptions,
  ): Promise<Invitation> {
    return this.#answer('acceptInvitation', region, invitationId, options);
  }

  rejectInvitation(
    region: string,
    invitationId: string,
    options: CallOptions,
  ): Promise<Invitation> {
    return this.#answer('rejectInvitation', region, invitationId, options);
  }

  async #answer(
    write: 'acceptInvitation' | 'rejectInvitation',
    region: string,
    invitationId: string,
    options: CallOptions,
  ): Promise<Invitation> {
    return await sendOnce(
      () => this.#plain[write](region, invitationId, options),
      {
        look: async () => {
          const query = { side: 'received', ids: [invitationId] } as const;
          const found = await collect(this.#plain.listInvitations(region, query, options));
          const invitation = found.find(({ id }) => id === invitationId);
          // Gone from the list: answered, taken back or expired.
          if (invitation === undefined || invitation.status.state === 'unknown') {
            return 'undecidable';
          }
          return answered[write].includes(invitation.status.state) ? invitation : undefined;
        },
        advice: () => t('Refresh, and see how the invitation stands.'),
        repeatable: true,
      },
      this.#time,
      options,
    );
  }

  /** For writes whose answer says nothing. */
  async #once(
    send: () => Promise<void>,
    options: CallOptions,
    {
      isDone,
      advice,
      repeatable = true,
    }: {
      readonly isDone: () => Promise<boolean>;
      readonly advice: () => string;
      readonly repeatable?: boolean;
    },
  ): Promise<void> {
    const look = async (): Promise<true | undefined> => ((await isDone()) ? true : undefined);
    await sendOnce<unknown>(send, { look, advice, repeatable }, this.#time, options);
  }

  async #share(
    region: string,
    owner: 'self' | 'other',
    id: string,
    options: CallOptions,
  ): Promise<ResourceShare | undefined> {
    const shares = await collect(this.#plain.listShares(region, { owner, ids: [id] }, options));
    return shares.find((share) => share.id === id);
  }
}

/** The states in which the invitation has been answered like that. */
const answered: Readonly<
  Record<'acceptInvitation' | 'rejectInvitation', readonly (InvitationState | 'unknown')[]>
> = {
  acceptInvitation: ['accepted', 'acceptFailed'],
  rejectInvitation: ['rejected'],
};
