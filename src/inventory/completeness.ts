import type { CloudError } from '../clouds/cloud-error.ts';
import type { AssociationKind, ShareOwner } from '../model/share.ts';
import type { IncompletePart, ListPart, ScopePart, Snapshot } from './snapshot.ts';
import { scopeParts } from './snapshot.ts';

/**
 * What a count of held things says: all there are, at least so many, or nothing.
 * One that is `exact` may still be of an earlier time, which `loadedAt` and `readAt` tell.
 */
export type Certainty = 'exact' | 'atLeast' | 'unknown';

/** The lists that a count rests on: the shares of a side, or rows of these shares. */
export function partsFor(owner: ShareOwner, kind: 'share' | AssociationKind): readonly ListPart[] {
  if (owner === 'other') {
    return kind === 'share' ? ['receivedShares'] : ['receivedShares', 'receivedResources'];
  }
  switch (kind) {
    case 'share':
      return ['ownShares'];
    case 'resource':
      return ['ownShares', 'ownResources'];
    case 'principal':
      return ['ownShares', 'ownPrincipals'];
  }
}

/** The lists of a side: its shares, then their rows. */
export const listsOf: Readonly<Record<ShareOwner, readonly [ListPart, ...ListPart[]]>> = {
  self: ['ownShares', 'ownResources', 'ownPrincipals'],
  other: ['receivedShares', 'receivedResources'],
};

/** The list that the rows of one known share come from. */
export function rowsPart(owner: ShareOwner, kind: AssociationKind): ListPart {
  if (owner === 'other') return 'receivedResources';
  return kind === 'resource' ? 'ownResources' : 'ownPrincipals';
}

/** How sure a count of so many is that rests on these lists. */
export function certainty(
  { incomplete }: Pick<Snapshot, 'incomplete'>,
  parts: readonly ScopePart[],
  count: number,
): Certainty {
  const partly = incomplete.some(
    ({ part, readAt }) => readAt === undefined && parts.includes(part),
  );
  if (!partly) return 'exact';
  return count > 0 ? 'atLeast' : 'unknown';
}

const allParts: readonly ScopePart[] = [...scopeParts, 'permissions'];

interface PartState {
  readonly readAt?: number;
  readonly error?: CloudError;
  /** Its newest reading came to the end. */
  readonly whole: boolean;
}

/** Which lists of a scope are held whole, and of when. */
export class Completeness {
  readonly #states = new Map<ScopePart, PartState>();
  #incomplete: readonly IncompletePart[] | undefined;

  /** The same list until something in it changes. */
  get incomplete(): readonly IncompletePart[] {
    this.#incomplete ??= allParts.flatMap((part) => {
      const state = this.#states.get(part);
      if (!state) return part === 'permissions' ? [] : [{ part }];
      const { whole, ...rest } = state;
      return whole ? [] : [{ part, ...rest }];
    });
    return this.#incomplete;
  }

  isWhole(part: ScopePart): boolean {
    return !this.incomplete.some((one) => one.part === part);
  }

  /** The list was read to its end. */
  ended(part: ScopePart, at: number): void {
    const wasWhole = this.isWhole(part);
    this.#states.set(part, { readAt: at, whole: true });
    if (!wasWhole) this.#incomplete = undefined;
  }

  /** The list is to be read, too; for one that is not always. */
  expect(part: ScopePart): void {
    if (this.#states.has(part)) return;
    this.#states.set(part, { whole: false });
    this.#incomplete = undefined;
  }

  /** A reading of the list was given up, for a reason or because somebody cancelled it. */
  broken(part: ScopePart, error?: CloudError): void {
    const known = this.#states.get(part);
    if (known?.whole === false && known.error === error) return;
    if (!known && !error) return;
    const { readAt } = known ?? {};
    this.#states.set(part, {
      ...(readAt !== undefined && { readAt }),
      ...(error && { error }),
      whole: false,
    });
    this.#incomplete = undefined;
  }

  /** What had broken a reading of the list is over, without the list having been read anew. */
  mended(part: ScopePart): void {
    const known = this.#states.get(part);
    if (!known || known.whole) return;
    const { readAt } = known;
    if (readAt === undefined) this.#states.delete(part);
    else this.#states.set(part, { readAt, whole: true });
    this.#incomplete = undefined;
  }
}
