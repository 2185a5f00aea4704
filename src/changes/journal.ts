import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { CloudError } from '../clouds/cloud-error.ts';
import { type ActionRecord, type ActionState, readAction, type RecordOf } from './action.ts';
import { readLines, writeLine } from './journal-lines.ts';
import { isMissing, JournalLock } from './journal-lock.ts';

export interface JournalOptions {
  /** A directory of its own; made when it is first written to. */
  readonly directory: string;
  /** How many finished actions are kept. */
  readonly keep?: number;
  /** How many bytes they take together at most. */
  readonly keepBytes?: number;
  /** Gets the name of a file that could not be read, for the log: nothing of its content. */
  readonly onDamaged?: (name: string) => void;
}

/** An action as it was found on disk. */
export interface KeptAction {
  readonly state: ActionState;
  /** `running`: a living process writes it, this one or another window. `cutOff`: whoever wrote it is gone. */
  readonly status: 'ended' | 'running' | 'cutOff';
}

const defaultKeep = 100;
const defaultKeepBytes = 8 * 1024 * 1024;
/** Plans of thousands of items stay far below this; what is larger is not ours. */
const mostBytes = 32 * 1024 * 1024;
const idPattern = /^[0-9A-Za-z-]{1,64}$/u;

/**
 * Actions on disk: a file each with a record a line, on the disk for certain before the next thing happens. A lock
 * beside it names the process that writes, so that what was cut off is told from what another window still does.
 * Holds what a plan holds and what clouds answered, never anything secret.
 */
export class Journal {
  readonly #options: Required<JournalOptions>;
  readonly #held = new Set<string>();

  constructor(options: JournalOptions) {
    this.#options = {
      keep: defaultKeep,
      keepBytes: defaultKeepBytes,
      onDamaged: () => undefined,
      ...options,
    };
  }

  /**
   * Begins a file with its first record.
   * @throws CloudError of kind `local` when it can't be written; nothing is left of it then
   */
  async begin(record: RecordOf<'begin'>): Promise<JournalFile> {
    const { directory } = this.#options;
    const lock = this.#lock(record.id);
    try {
      await mkdir(directory, { recursive: true });
      await lock.make();
    } catch (error) {
      throw notWritten(error);
    }
    try {
      const handle = await open(this.#path(record.id), 'ax', 0o600);
      const file = new JournalFile(handle, lock);
      await orClose(file, file.write(record));
      await syncDirectory(directory);
      return file;
    } catch (error) {
      await this.#forget(record.id).catch(() => undefined);
      throw notWritten(error);
    }
  }

  /**
   * Goes on with a file that was cut off or has ended, as its only writer.
   * @returns undefined where somebody else does so already, or it is gone
   * @throws CloudError of kind `local` when it can't be written
   */
  async take(id: string): Promise<JournalFile | undefined> {
    const lock = this.#lock(id);
    try {
      if (!idPattern.test(id) || !(await lock.take())) return undefined;
      const flags = constants.O_WRONLY | constants.O_APPEND;
      const file = new JournalFile(await open(this.#path(id), flags), lock);
      // A line that was cut off in the middle must not spoil the next one.
      await orClose(file, file.endLine());
      return file;
    } catch (error) {
      await lock.release().catch(() => undefined);
      if (isMissing(error)) return undefined;
      throw notWritten(error);
    }
  }

  /** Everything that is kept, the newest first. What can't be read is left out. */
  async list(): Promise<readonly KeptAction[]> {
    const found = await Promise.all((await this.#ids('.jsonl')).map((id) => this.#read(id)));
    return found
      .filter((action) => action !== undefined)
      .sort((a, b) => b.state.startedAt - a.state.startedAt);
  }

  /**
   * Whether something may have been cut off; `running` where others write, whose end is not known yet. Reads locks only,
   * of which there are none as a rule.
   */
  async mayBeCutOff(): Promise<boolean | 'running'> {
    const ids = await this.#ids('.lock');
    const held = await Promise.all(ids.map((id) => this.#lock(id).isHeld()));
    return held.includes(false) || (held.length > 0 && 'running');
  }

  /** Removes the oldest finished actions beyond what is to be kept, and locks that nobody holds for nothing. */
  async prune(): Promise<void> {
    const { keep, keepBytes } = this.#options;
    const ended = (await this.list()).filter(({ status }) => status === 'ended');
    let bytes = 0;
    for (const [index, { state }] of ended.entries()) {
      bytes += await sizeOf(this.#path(state.id));
      if (index >= keep || bytes > keepBytes) await this.remove(state.id);
    }
  }

  /** Removes an action, unless somebody writes it. */
  async remove(id: string): Promise<void> {
    if (idPattern.test(id) && !(await this.#lock(id).isHeld())) await this.#forget(id);
  }

  async #read(id: string): Promise<KeptAction | undefined> {
    try {
      const path = this.#path(id);
      if ((await sizeOf(path)) > mostBytes) throw new RangeError(id);
      const state = readAction(readLines(await readFile(path, 'utf8')));
      if (state?.id !== id) throw new TypeError(id);
      if (state.end !== undefined) return { state, status: 'ended' };
      return { state, status: (await this.#lock(id).isHeld()) ? 'running' : 'cutOff' };
    } catch (error) {
      if (!isMissing(error)) this.#options.onDamaged(`${id}.jsonl`);
      return undefined;
    }
  }

  async #ids(ending: string): Promise<readonly string[]> {
    try {
      const names = await readdir(this.#options.directory);
      return names
        .filter((name) => name.endsWith(ending))
        .map((name) => name.slice(0, -ending.length))
        .filter((id) => idPattern.test(id));
    } catch {
      return [];
    }
  }

  async #forget(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
    await this.#lock(id).release();
  }

  #lock(id: string): JournalLock {
    return new JournalLock(join(this.#options.directory, `${id}.lock`), this.#held);
  }

  #path(id: string): string {
    return join(this.#options.directory, `${id}.jsonl`);
  }
}

/** One action that is being written. */
export class JournalFile {
  readonly #handle: FileHandle;
  readonly #lock: JournalLock;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(handle: FileHandle, lock: JournalLock) {
    this.#handle = handle;
    this.#lock = lock;
  }

  /**
   * Resolves once the record is on the disk.
   * @throws CloudError of kind `local` when it can't be written; later ones can't be, either
   */
  write(record: ActionRecord): Promise<void> {
    return this.#append(writeLine(record));
  }

  endLine(): Promise<void> {
    return this.#append('\n');
  }

  /** Lets go of the file: others may write it from now on. Nothing more is written here. */
  close(): Promise<void> {
    return this.#close(() => this.#lock.release());
  }

  /** Lets go of it in the middle of an action: the next session finds that it was cut off. */
  cutOff(): Promise<void> {
    return this.#close(() => this.#lock.leave());
  }

  async #close(letGo: () => Promise<void>): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#last.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    await letGo().catch(() => undefined);
  }

  /** One after the other, also when several parts of an action write at once. */
  #append(text: string): Promise<void> {
    if (this.#closed) return Promise.reject(notWritten(new Error('closed')));
    this.#last = this.#last.then(async () => {
      try {
        await this.#handle.appendFile(text);
        await this.#handle.datasync();
      } catch (error) {
        throw notWritten(error);
      }
    });
    return this.#last;
  }
}

/** A file that can't be written from the start is of no use to anybody. */
async function orClose(file: JournalFile, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** So that the file is found again after the power went. Not every system lets a directory be synced. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // See above.
  }
}

function notWritten(error: unknown): CloudError {
  if (error instanceof CloudError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'Unexpected';
  return new CloudError({
    kind: 'local',
    code,
    message: error instanceof Error ? error.message : String(error),
    operation: 'journal',
    notSent: true,
    meaning:
      code === 'ENOSPC'
        ? t('The disk is full: what is about to be sent could not be written down first.')
        : t('What is about to be sent could not be written down first.'),
    advice: t(
      'Nothing more was sent. Make room, or see to the storage of the extension, and try again.',
    ),
    cause: error,
  });
}
