import type { CloudError } from '../clouds/cloud-error.ts';
import type { CallOptions, Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Clock } from '../model/clock.ts';
import { asCloudError, unlessCancelled } from './failure.ts';
import type { ReadLimits } from './read-shares.ts';
import type { ScopeState } from './scope-state.ts';

interface Surroundings {
  readonly connect: () => Promise<ShareCloud>;
  readonly clock: Clock;
  readonly limits: () => ReadLimits;
  /** Something in the state of the scope has changed. */
  readonly onChange: () => void;
}

/** The permissions of one scope's shares: how far they were asked for, and reading them. Nothing here ever rejects. */
export class ScopePermissions {
  readonly #state: ScopeState;
  readonly #with: Surroundings;
  #wantsAll = false;
  /** The share whose permissions could not be read, when that was the last failure. */
  #unreadShare: string | undefined;

  constructor(state: ScopeState, surroundings: Surroundings) {
    this.#state = state;
    this.#with = surroundings;
  }

  /** Whether they are part of a load: once somebody has asked for all of them, or while those of a share are known. */
  get areLoaded(): boolean {
    const entries = [...this.#state.store.entries.values()];
    return this.#wantsAll || entries.some(({ permissions }) => permissions !== undefined);
  }

  /** From now on those of all shares are part of each load. */
  wantAll(): void {
    this.#wantsAll = true;
    this.#state.completeness.expect('permissions');
  }

  async readAll(priority: Priority): Promise<void> {
    const { completeness } = this.#state;
    try {
      await this.#run('', priority, async (options) => {
        const { loadPermissions } = await import('./load-permissions.ts');
        await loadPermissions(this.#state, this.#wantsAll, await this.#surroundings(options));
      });
      completeness.ended('permissions', this.#with.clock.now());
      this.#unreadShare = undefined;
    } catch (thrown) {
      this.breakOff(unlessCancelled(asCloudError(thrown, 'ListResourceSharePermissions')));
    }
    this.#with.onChange();
  }

  /** Reads those of one share: one call. */
  async readOne(shareId: string, priority: Priority): Promise<void> {
    const { completeness } = this.#state;
    try {
      await this.#run(shareId, priority, async (options) => {
        const { loadSharePermissions } = await import('./load-permissions.ts');
        await loadSharePermissions(this.#state, shareId, await this.#surroundings(options));
      });
      if (this.#unreadShare !== shareId) return;
      completeness.mended('permissions');
      this.#unreadShare = undefined;
    } catch (thrown) {
      const error = unlessCancelled(asCloudError(thrown, 'ListResourceSharePermissions'));
      if (!error) return;
      completeness.broken('permissions', error);
      this.#unreadShare = shareId;
    }
    this.#with.onChange();
  }

  /** What is held of them was not read again when it should have been. */
  breakOff(error?: CloudError): void {
    if (!this.areLoaded) return;
    const { completeness } = this.#state;
    completeness.expect('permissions');
    completeness.broken('permissions', error);
    this.#unreadShare = undefined;
  }

  /** A load has nothing to read of them: a failure with a single share is over with it. */
  leaveOut(): void {
    this.#state.completeness.mended('permissions');
    this.#unreadShare = undefined;
  }

  #run(
    shareId: string,
    priority: Priority,
    work: (options: CallOptions) => Promise<void>,
  ): Promise<void> {
    const { requests, merges } = this.#state;
    const key = `permissions ${merges} ${shareId}`;
    return requests.run(key, { priority, cancellable: true }, work);
  }

  async #surroundings(options: CallOptions) {
    const { connect, limits, onChange } = this.#with;
    return { cloud: await connect(), limits: limits(), options, onChange };
  }
}
