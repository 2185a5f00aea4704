import type { Scope } from '../model/account.ts';
import { scopeKey } from '../model/account.ts';

/** Which scopes hold nothing: most of a large organisation's. Kept over sessions where the host has a place for it. */
export interface EmptyScopes {
  /** When the scope was last read and nothing was in it, milliseconds since the epoch; nothing for any other. */
  foundAt(scope: Scope): number | undefined;
  remember(scope: Scope, at: number): void;
  forget(scope: Scope): void;
  forgetAccount(accountId: string): void;
  clear(): PromiseLike<void>;
}

/** A place that keeps plain values by key, such as VS Code's `Memento`. */
export interface ValueStorage {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const storageKey = 'emptyScopes';

/**
 * How long an empty scope is taken for empty where only everything is refreshed, in milliseconds. Who asks for the
 * scope itself always gets it read.
 */
export const probeEveryMs = 60 * 60_000;

/** Remembers in the storage, or for this session only. */
export function emptyScopesIn(storage: ValueStorage = inMemory()): EmptyScopes {
  // Of another version or window it may be anything.
  const times = (): Readonly<Record<string, unknown>> => ({ ...(storage.get(storageKey) ?? {}) });
  const keep = (isKept: (key: string) => boolean): void => {
    const all = Object.entries(times());
    const kept = all.filter(([key]) => isKept(key));
    if (kept.length < all.length) void storage.update(storageKey, Object.fromEntries(kept));
  };
  return {
    foundAt: (scope) => {
      const at = times()[scopeKey(scope)];
      return typeof at === 'number' ? at : undefined;
    },
    remember: (scope, at) => void storage.update(storageKey, { ...times(), [scopeKey(scope)]: at }),
    forget: (scope) => {
      keep((key) => key !== scopeKey(scope));
    },
    forgetAccount: (accountId) => {
      keep((key) => !key.startsWith(scopeKey({ accountId, region: '' })));
    },
    clear: () => storage.update(storageKey, undefined),
  };
}

function inMemory(): ValueStorage {
  const values = new Map<string, unknown>();
  return {
    get: (key) => values.get(key),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}
