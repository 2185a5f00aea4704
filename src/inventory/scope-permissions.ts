import type { CloudError } from '../clouds/cloud-error.ts';
import type { CallOptions, Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Clock } from '../model/clock.ts';
import { asCloudError, unlessCancelled } from './failure.ts';
import type * as Reading from './load-permissions.ts';
import type { ReadLimits } from './read-shares.ts';
import type { ScopeState } from './scope-state.ts';

interface Surroundings {
  readonly connect: () => Promise<ShareCloud>;
  readonly clock: Clock;
  readonly limits: () => ReadLimits;
  /** Something in the state of the scope has changed. */
  readonly onChange: () => void;
}

let code: Promise<typeof Reading> | undefined;

/** Once it is there nothing waits for it again: in which order things are asked for is then the order they came in. */
function reading() {
  return (code ??= import('./load-permissions.ts'));
}

/** The permissions of one scope's shares: how far they were asked for, and reading them. Nothing here ever rejects. */
export class ScopePermissions {
  readonly #state: ScopeState;
  readonly #with: Surroundings;
  #wantsAll = false;
  /** Counts the loads that they were read with: who asks after one must not get an answer to what was asked before it. */
  #loads = 0;
  /** Which reading of all was begun last: only its end tells how they stand. */
  #newest = '';
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

  /** Reads them as part of a load. */
  async readWithLoad(priority: Priority): Promise<void> {
    this.#loads += 1;
    await this.readAll(priority);
  }

  async readAll(priority: Priority): Promise<void> {
    const { completeness } = this.#state;
    const key = this.#key('');
    this.#newest = key;
    let error: CloudError | undefined;
    try {
      await this.#run(key, priority, async (options) => {
        const { loadPermissions } = await reading();
        await loadPermissions(this.#state, this.#wantsAll, await this.#surroundings(options));
      });
    } catch (thrown) {
      error = asCloudError(thrown, 'ListResourceSharePermissions');
    }
    if (this.#newest !== key) return;
    if (error) this.breakOff(unlessCancelled(error));
    else completeness.ended('permissions', this.#with.clock.now());
    this.#unreadShare = undefined;
    this.#with.onChange();
  }

  /** Reads those of one share: one call. */
  async readOne(shareId: string, priority: Priority): Promise<void> {
    const { completeness } = this.#state;
    try {
      await this.#run(this.#key(shareId), priority, async (options) => {
        const { loadSharePermissions } = await reading();
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

  #key(shareId: string): string {
    return `permissions ${this.#loads} ${this.#state.merges} ${shareId}`;
  }

  #run(
    key: string,
    priority: Priority,
    work: (options: CallOptions) => Promise<void>,
  ): Promise<void> {
    return this.#state.requests.run(key, { priority, cancellable: true }, work);
  }

  async #surroundings(options: CallOptions) {
    const { connect, limits, onChange } = this.#with;
    return { cloud: await connect(), limits: limits(), options, onChange };
  }
}
