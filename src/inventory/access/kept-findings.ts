import { turnOfOthers } from '../../model/pieces.ts';
import type { ShareEntry } from '../snapshot.ts';
import { notRead, ownShares, type Finding, type Looked, type OwnShare } from './findings.ts';

/** Shares and rows that are looked at at a stretch: some milliseconds. */
const atATime = 500;

interface Kept {
  /** What the findings rest on beside the share itself. */
  readonly basis: string;
  readonly findings: readonly Finding[];
}

/**
 * Findings about every share of one's own, each share looked at once as long as it stays as it is. Of many shares some
 * are looked at at a time, so that nothing else has to wait.
 */
export class KeptFindings {
  readonly #kept = new WeakMap<ShareEntry, Kept>();

  /**
   * @param basis equal as long as `of` says the same of the same share
   * @param of the findings about one share
   * @param signal gives up: nothing is wanted any more
   * @returns in the order of the shares, what was not read last; nothing where it was given up
   */
  async all(
    looked: Looked,
    basis: string,
    of: (own: OwnShare) => readonly Finding[],
    signal: AbortSignal,
  ): Promise<readonly Finding[] | undefined> {
    const found: Finding[][] = [];
    let work = 0;
    for (const own of ownShares(looked)) {
      const { findings, effort } = this.#of(own, basis, of);
      if (findings.length > 0) found.push([...findings]);
      work += effort;
      if (work < atATime) continue;
      work = 0;
      await turnOfOthers();
      if (signal.aborted) return undefined;
    }
    return [...found, notRead(looked)].flat();
  }

  #of(
    own: OwnShare,
    basis: string,
    of: (own: OwnShare) => readonly Finding[],
  ): { readonly findings: readonly Finding[]; readonly effort: number } {
    const { entry, holdsAll, scope } = own;
    const whole = [basis, scope.accountId, holdsAll('resource'), holdsAll('principal')].join('\n');
    const known = this.#kept.get(entry);
    // To see that nothing is to be done is little beside doing it.
    if (known?.basis === whole) return { findings: known.findings, effort: 0.5 };
    const findings = of(own);
    this.#kept.set(entry, { basis: whole, findings });
    return { findings, effort: 1 + entry.resources.length + entry.principals.length };
  }
}
