import { t } from '@vscode/l10n';
import type { SharePermission } from '../model/permission.ts';
import type { ResourceShare, Tag } from '../model/share.ts';
import type { SettingWrites } from './cloud-writes.ts';
import type { CallOptions, ShareRef } from './cloud.ts';
import { collect } from './http/pages.ts';
import type { ContentQueries } from './rows-of-request.ts';
import { sendOnce, type Time } from './send-once.ts';

/** What a cloud offers for changing settings, each a single call, and for seeing what became of it. */
export interface PlainSettings extends SettingWrites, Pick<ContentQueries, 'listShares'> {
  listSharePermissions(
    region: string,
    share: ShareRef,
    options: CallOptions,
  ): AsyncIterable<readonly SharePermission[]>;
  organizationSharing(options: CallOptions): Promise<{ readonly enabled: boolean }>;
}

/**
 * Changes settings without doing anything twice. Each of them says a state that is wanted, so a second one would
 * change nothing.
 */
export class CarefulSettings implements SettingWrites {
  readonly #plain: PlainSettings;
  readonly #time: Time;

  constructor(plain: PlainSettings, time: Time) {
    this.#plain = plain;
    this.#time = time;
  }

  async setPermission(
    region: string,
    shareId: string,
    permissionId: string,
    how: { readonly replace: boolean },
    options: CallOptions,
  ): Promise<void> {
    await this.#once(
      () => this.#plain.setPermission(region, shareId, permissionId, how, options),
      () => this.#hasPermission(region, shareId, permissionId, options),
      options,
    );
  }

  async removePermission(
    region: string,
    shareId: string,
    permissionId: string,
    options: CallOptions,
  ): Promise<void> {
    await this.#once(
      () => this.#plain.removePermission(region, shareId, permissionId, options),
      async () => !(await this.#hasPermission(region, shareId, permissionId, options)),
      options,
    );
  }

  async tagShare(
    region: string,
    shareId: string,
    tags: readonly Tag[],
    options: CallOptions,
  ): Promise<void> {
    if (tags.length === 0) return;
    await this.#once(
      () => this.#plain.tagShare(region, shareId, tags, options),
      async () => {
        const present = (await this.#share(region, shareId, options))?.tags;
        return tags.every(
          ({ key, value }) =>
            present?.some((tag) => tag.key === key && tag.value === value) === true,
        );
      },
      options,
    );
  }

  async untagShare(
    region: string,
    shareId: string,
    keys: readonly string[],
    options: CallOptions,
  ): Promise<void> {
    if (keys.length === 0) return;
    await this.#once(
      () => this.#plain.untagShare(region, shareId, keys, options),
      async () => {
        const share = await this.#share(region, shareId, options);
        return share !== undefined && !share.tags.some(({ key }) => keys.includes(key));
      },
      options,
    );
  }

  async moveToResourceGroup(
    region: string,
    shareId: string,
    resourceGroupId: string,
    options: CallOptions,
  ): Promise<void> {
    await this.#once(
      () => this.#plain.moveToResourceGroup(region, shareId, resourceGroupId, options),
      async () =>
        (await this.#share(region, shareId, options))?.resourceGroupId === resourceGroupId,
      options,
    );
  }

  async enableOrganizationSharing(options: CallOptions): Promise<void> {
    await this.#once(
      () => this.#plain.enableOrganizationSharing(options),
      async () => (await this.#plain.organizationSharing(options)).enabled,
      options,
    );
  }

  async disableOrganizationSharing(options: CallOptions): Promise<void> {
    await this.#once(
      () => this.#plain.disableOrganizationSharing(options),
      async () => !(await this.#plain.organizationSharing(options)).enabled,
      options,
    );
  }

  async #once(
    send: () => Promise<void>,
    isDone: () => Promise<boolean>,
    options: CallOptions,
  ): Promise<void> {
    await sendOnce<unknown>(
      send,
      {
        look: async () => ((await isDone()) ? true : undefined),
        advice: () => t('Refresh, and see how it stands before you try again.'),
        repeatable: true,
      },
      this.#time,
      options,
    );
  }

  async #share(
    region: string,
    id: string,
    options: CallOptions,
  ): Promise<ResourceShare | undefined> {
    const query = { owner: 'self', ids: [id] } as const;
    const shares = await collect(this.#plain.listShares(region, query, options));
    return shares.find((share) => share.id === id);
  }

  async #hasPermission(
    region: string,
    shareId: string,
    permissionId: string,
    options: CallOptions,
  ): Promise<boolean> {
    const share = { id: shareId, owner: 'self' } as const;
    const bound = await collect(this.#plain.listSharePermissions(region, share, options));
    return bound.some(({ id, status }) => id === permissionId && isBound(status.state));
  }
}

/** A word that is not known counts: the cloud lists what a share has. */
export function isBound(state: SharePermission['status']['state']): boolean {
  return state === 'associating' || state === 'associated' || state === 'unknown';
}
