import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { Association, AssociationKind } from '../model/share.ts';
import type { AssociationState } from '../model/status.ts';
import { pendingKey } from './pending.ts';

/**
 * One walk through all rows of a kind in a state, page by page, over as many ticks as it takes.
 * A row that was in that state before and is not met on the way has left it.
 */
export class StateSweep {
  readonly kind: AssociationKind;
  readonly #pages: AsyncIterator<readonly Association[]>;
  readonly #missing: Set<string>;
  readonly #pageSize: number;
  #ended = false;

  /** @param expected keys of the rows that are in the state as far as we know */
  constructor(
    cloud: ShareCloud,
    query: {
      readonly region: string;
      readonly kind: AssociationKind;
      readonly state: AssociationState;
    },
    expected: Iterable<string>,
    pageSize: number,
    options: CallOptions,
  ) {
    const { region, kind, state } = query;
    this.kind = kind;
    this.#pages = cloud.listAssociations(region, { kind, state }, options)[Symbol.asyncIterator]();
    this.#missing = new Set(expected);
    this.#pageSize = pageSize;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Keys that were not met; they have left the state once the sweep has ended. */
  get missing(): ReadonlySet<string> {
    return this.#missing;
  }

  /**
   * Reads one page, and sees whether it was the last one where that costs no call.
   * @throws CloudError
   */
  async advance(): Promise<readonly Association[]> {
    const rows: Association[] = [];
    let page = await this.#next();
    while (page) {
      for (const row of page) {
        this.#missing.delete(pendingKey(row));
        rows.push(row);
      }
      if (page.length >= this.#pageSize) return rows;
      page = await this.#next();
    }
    return rows;
  }

  async #next(): Promise<readonly Association[] | undefined> {
    const result = await this.#pages.next();
    if (result.done !== true) return result.value;
    this.#ended = true;
    return undefined;
  }
}
