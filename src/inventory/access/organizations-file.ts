import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod/mini';
import { cloudIds } from '../../model/account.ts';
import { replaceFile } from '../cache/whole-file.ts';
import type { Told } from './organizations.ts';

/** Goes up with every change after which an older file would be misread. */
const version = 1;

/** An organisation of 10 000 accounts takes about 1 MB. */
const mostBytes = 16_000_000;

/**
 * What accounts have told of their organisations, for the next session: one file, whole or not there. What can't be
 * read is nothing known.
 */
export class OrganizationsFile {
  readonly #path: string;
  readonly #enabled: () => boolean;
  #writing: Promise<unknown> = Promise.resolve();

  /** @param enabled whether anything may be kept, asked each time */
  constructor(path: string, enabled: () => boolean) {
    this.#path = path;
    this.#enabled = enabled;
  }

  async read(): Promise<readonly Told[]> {
    if (!this.#enabled()) return [];
    try {
      const text = await readFile(this.#path, 'utf8');
      return text.length > mostBytes ? [] : fileSchema.parse(JSON.parse(text)).told;
    } catch {
      return [];
    }
  }

  /** Replaces what is there, after what is being written already. Where it can't be written it is read again some day. */
  write(told: readonly Told[]): void {
    if (!this.#enabled()) return;
    const text = JSON.stringify({ version, told: told.map(savedOf) });
    this.#writing = this.#writing
      .then(() => replaceFile(this.#path, [text], { limit: mostBytes }))
      .catch(() => undefined);
  }

  /** Removes it, and resolves when it is gone. */
  async clear(): Promise<void> {
    await this.#writing;
    await rm(this.#path, { force: true });
  }

  /** Resolves when everything is written. */
  async settled(): Promise<void> {
    await this.#writing;
  }
}

/** JSON knows no sets and maps. */
function savedOf({ organization, ...rest }: Told): object {
  if (!organization) return rest;
  const { members, containers, known, asked, ...plain } = organization;
  return {
    ...rest,
    organization: {
      ...plain,
      members: [...members],
      containers: [...containers],
      known: known === 'all' ? known : [...known],
      asked: [...asked],
    },
  };
}

const texts = z.array(z.string());
const setOfTexts = z.pipe(
  texts,
  z.transform((all): ReadonlySet<string> => new Set(all)),
);
const fileSchema = z.object({
  version: z.literal(version),
  told: z.array(
    z.object({
      accountId: z.string(),
      ownerId: z.string(),
      askAgainAt: z.number(),
      organization: z.exactOptional(
        z.object({
          cloud: z.enum(cloudIds),
          id: z.string(),
          managementId: z.string(),
          members: setOfTexts,
          containers: z.pipe(
            z.array(z.tuple([z.string(), texts])),
            z.transform((all): ReadonlyMap<string, readonly string[]> => new Map(all)),
          ),
          known: z.union([z.literal('all'), setOfTexts]),
          asked: setOfTexts,
          readAt: z.number(),
        }),
      ),
    }),
  ),
});
