import type { Account } from '../../model/account.ts';
import type { Association } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import type { ShareEntry } from '../snapshot.ts';
import { gramsOf, type GramTable } from './grams.ts';

/** A word that is looked for. */
export interface Word {
  /** In lower case: the word itself, and the account ids that the user calls by a label with this word in it. */
  readonly texts: readonly WordText[];
  /** Accounts of this tool whose label has the word in it: everything they see matches it. */
  readonly accountIds: readonly string[];
}

interface WordText {
  readonly text: string;
  readonly grams: readonly number[];
}

/** The texts of a share, in lower case, a line each: ready to be searched. */
export interface SearchText {
  /** Name, id, ARN and owner of the share itself. */
  readonly own: string;
  /** Ids and ARNs of its rows. */
  readonly rows: string;
  /** The same of rows that have ended. */
  readonly ended: string;
}

const none: readonly Word[] = [];

type Labelled = Pick<Account, 'id' | 'ownerId' | 'label'>;

/**
 * Takes a query apart.
 * @param query what the user typed; words are set apart by blanks
 * @param accounts the accounts of this tool, for their labels
 */
export function wordsOf(query: string, accounts: readonly Labelled[]): readonly Word[] {
  return query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => {
      const called = accounts.filter(({ label }) => label.toLowerCase().includes(word));
      const owners = called.map(({ ownerId }) => ownerId.toLowerCase()).filter((id) => id !== '');
      return {
        texts: [word, ...new Set(owners)].map((text) => ({ text, grams: gramsOf(text) })),
        accountIds: called.map(({ id }) => id),
      };
    });
}

export function searchTextOf({ share, resources, principals }: ShareEntry): SearchText {
  const own = [share.name, share.id, share.arn ?? '', share.ownerId].join('\n').toLowerCase();
  let rows = '';
  let ended = '';
  for (const side of [resources, principals]) {
    for (const row of side) {
      if (isDead(row.status)) ended += `${textOf(row)}\n`;
      else rows += `${textOf(row)}\n`;
    }
  }
  return { own, rows: rows.toLowerCase(), ended: ended.toLowerCase() };
}

export function textsOf({ own, rows, ended }: SearchText): readonly string[] {
  return [own, rows, ended];
}

/** A bit for each share that may hold the word; undefined where nothing can be told without reading the shares. */
export function candidates({ texts, accountIds }: Word, table: GramTable): Uint32Array | undefined {
  if (accountIds.length > 0) return undefined;
  const [found, ...others] = texts.map(({ grams }) => table.withAll(grams));
  for (const other of others) {
    if (!found || !other) return undefined;
    for (let at = 0; at < found.length; at += 1) found[at] = (found[at] ?? 0) | (other[at] ?? 0);
  }
  return found;
}

/**
 * Whether a share is found by the words, each of which has to stand in it or in one of its rows.
 * @param accountId the account of this tool that sees the share
 * @returns the words that only its rows have, none of them when it is found by itself; undefined when it isn't found
 */
export function missingWords(
  accountId: string,
  text: SearchText,
  words: readonly Word[],
  withEnded: boolean,
): readonly Word[] | undefined {
  let missing: readonly Word[] = none;
  for (const word of words) {
    if (word.accountIds.includes(accountId)) continue;
    if (holds(text.own, word)) continue;
    if (!holds(text.rows, word) && !(withEnded && holds(text.ended, word))) return undefined;
    missing = [...missing, word];
  }
  return missing;
}

/** Whether a row has one of the words. */
export function rowHolds(row: Association, words: readonly Word[]): boolean {
  const text = textOf(row).toLowerCase();
  return words.some((word) => holds(text, word));
}

/** An id is part of most ARNs and then needs no line of its own. */
function textOf({ entityId, arn }: Association): string {
  if (arn === undefined) return entityId;
  return arn.includes(entityId) ? arn : `${entityId}\n${arn}`;
}

function holds(text: string, { texts }: Word): boolean {
  for (const one of texts) if (text.includes(one.text)) return true;
  return false;
}
