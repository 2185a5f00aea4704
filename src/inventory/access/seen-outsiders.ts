import { createHash } from 'node:crypto';
import { scopeKey, type Scope } from '../../model/account.ts';
import type { ValueStorage } from '../empty-scopes.ts';
import type { Finding } from './findings.ts';

const storageKey = 'seenOutsiders';

/** How many outsiders are remembered for an account in a region: as many marks of eight characters. */
const most = 1_000;

/** Where there are more than so many, none is looked for among them: it would be felt, and nobody would look. */
const mostLookedThrough = 5_000;

/**
 * Which outsiders the user has seen, to tell the new ones. Remembered by a mark of share and principal, an account and
 * region each; where that was never looked at, what is there first counts as seen. Of more than can be remembered some
 * are never called new.
 */
export interface SeenOutsiders {
  /**
   * The new ones among the outsiders of a scope.
   * @param isWhole whether all outsiders of the scope are among them: only then what is there first is remembered
   */
  newIn(scope: Scope, outsiders: readonly Finding[], isWhole: boolean): readonly Finding[];
  /** The user has looked at these: all there are in that scope. */
  seen(scope: Scope, outsiders: readonly Finding[]): void;
  forgetAccount(accountId: string): void;
}

export function seenOutsidersIn(storage: ValueStorage): SeenOutsiders {
  // Of another version or window it may be anything.
  const all = (): Readonly<Record<string, unknown>> => ({ ...(storage.get(storageKey) ?? {}) });
  const remember = (scope: Scope, outsiders: readonly Finding[]): void => {
    const marks = [...new Set(outsiders.map(markOf))].sort().slice(0, most);
    const before = marksIn(all()[scopeKey(scope)]);
    if (before?.join() === marks.join()) return;
    void storage.update(storageKey, { ...all(), [scopeKey(scope)]: marks });
  };
  return {
    newIn: (scope, outsiders, isWhole) => {
      if (outsiders.length > mostLookedThrough) return [];
      const marks = marksIn(all()[scopeKey(scope)]);
      if (!marks) {
        if (isWhole) remember(scope, outsiders);
        return [];
      }
      const known = new Set(marks);
      // Nothing is known of what comes after the last mark that there was room for.
      const last = marks.length < most ? undefined : marks.at(-1);
      return outsiders.filter((outsider) => {
        const mark = markOf(outsider);
        return !known.has(mark) && (last === undefined || mark < last);
      });
    },
    seen: (scope, outsiders) => {
      if (outsiders.length <= mostLookedThrough) remember(scope, outsiders);
    },
    forgetAccount: (accountId) => {
      const entries = Object.entries(all());
      const kept = entries.filter(([key]) => !key.startsWith(scopeKey({ accountId, region: '' })));
      if (kept.length < entries.length) {
        void storage.update(storageKey, Object.fromEntries(kept));
      }
    },
  };
}

function marksIn(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((mark) => typeof mark === 'string')
    ? value
    : undefined;
}

function markOf({ share, entity }: Finding): string {
  const text = JSON.stringify([share?.id, entity?.id]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
