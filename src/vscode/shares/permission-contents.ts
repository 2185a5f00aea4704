import type { ShareCloud } from '../../clouds/cloud.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import type { SharePermission } from '../../model/permission.ts';

/** What permissions allow, by the clouds' own texts. A version of a permission never changes: each is read once. */
export class PermissionContents {
  readonly #connect: (accountId: string) => Promise<ShareCloud>;
  readonly #read = new Map<string, Promise<unknown>>();

  constructor(connect: (accountId: string) => Promise<ShareCloud>) {
    this.#connect = connect;
  }

  /**
   * The policy of a permission as data, or as the cloud's text where that is no JSON; one call the first time.
   * @throws CloudError; the next one who asks tries again
   */
  of(scope: Scope, { id, version }: Pick<SharePermission, 'id' | 'version'>): Promise<unknown> {
    const key = [scopeKey(scope), id, version ?? ''].join(' ');
    const known = this.#read.get(key);
    if (known) return known;
    const reading = this.#readContent(scope, { id, ...(version !== undefined && { version }) });
    this.#read.set(key, reading);
    reading.catch(() => this.#read.delete(key));
    return reading;
  }

  async #readContent(
    { accountId, region }: Scope,
    query: { readonly id: string; readonly version?: string },
  ): Promise<unknown> {
    const cloud = await this.#connect(accountId);
    const signal = new AbortController().signal;
    const { content } = await cloud.getPermission(region, query, { signal, priority: 'action' });
    return parsed(content);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
