import { Journal, type JournalFile } from '../../src/changes/journal.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';

/** When a program is killed: at which of its steps outside itself, and on which side of that step. */
export interface Kill {
  /** Counted from its start: of all steps, which are calls of a cloud and writes to the disk, or of those that change a cloud. */
  readonly of: 'all' | 'changes';
  readonly step: number;
  readonly when: 'before' | 'after';
}

/**
 * One run of a program that a test kills as a system does: what it has sent arrives and what it is writing is written,
 * and nothing ever comes back to it.
 */
export class Life {
  readonly #kill: Kill | undefined;
  readonly #onEnd: () => void;
  readonly #running = new Set<Promise<unknown>>();
  #alive = true;
  readonly #steps = { all: 0, changes: 0 };

  /** @param onEnd called once nothing of it is under way any more */
  constructor(kill: Kill | undefined, onEnd: () => void) {
    this.#kill = kill;
    this.#onEnd = onEnd;
  }

  /** Does something outside of the program. Of a program that is gone nothing comes back. */
  async step<Result>(work: () => Promise<Result>, isChange = false): Promise<Result> {
    if (!this.#isAlive()) return await never();
    const kill = this.#kill;
    this.#steps.all += 1;
    if (isChange) this.#steps.changes += 1;
    const isLast =
      kill !== undefined && (kill.of === 'all' || isChange) && this.#steps[kill.of] === kill.step;
    if (isLast && kill.when === 'before') {
      this.#end();
      return await never();
    }
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      if (isLast) this.#end();
      if (!this.#isAlive()) await never();
    }
  }

  /** It may have ended while something was awaited. */
  #isAlive(): boolean {
    return this.#alive;
  }

  #end(): void {
    this.#alive = false;
    void Promise.allSettled(this.#running).then(this.#onEnd);
  }
}

/** A client that lives as long as its program. */
export function mortalClient(client: ShareCloud, life: Life): ShareCloud {
  return new Proxy(client, {
    get: (target, name) => {
      const part: unknown = Reflect.get(target, name, target);
      if (typeof part !== 'function') return part;
      return (...given: readonly unknown[]): unknown => {
        if (isPlain(name)) return Reflect.apply(part, target, given);
        const call = (): unknown => Reflect.apply(part, target, given);
        return String(name).startsWith('list')
          ? mortalPages(() => call() as AsyncIterable<unknown>, life)
          : life.step(() => call() as Promise<unknown>, isChange(name));
      };
    },
  });
}

/** What is neither a list nor one of the few that only look. */
function isChange(name: string | symbol): boolean {
  return name !== 'identify' && name !== 'quotas' && name !== 'organizationSharing';
}

/** What answers at once, without asking anybody. */
function isPlain(name: string | symbol): boolean {
  return name === 'queueState' || name === 'onDidChangeQueue' || name === 'dispose';
}

async function* mortalPages(
  list: () => AsyncIterable<unknown>,
  life: Life,
): AsyncGenerator<unknown, void, undefined> {
  const pages = list()[Symbol.asyncIterator]();
  for (;;) {
    const page = await life.step(() => pages.next());
    if (page.done === true) return;
    yield page.value;
  }
}

/** A journal whose program may be killed. */
export class MortalJournal extends Journal {
  readonly #life: Life;
  readonly #open: JournalFile[] = [];

  constructor(options: ConstructorParameters<typeof Journal>[0], life: Life) {
    super(options);
    this.#life = life;
  }

  override async begin(...given: Parameters<Journal['begin']>): Promise<JournalFile> {
    return this.#mortal(await this.#life.step(() => this.#keep(super.begin(...given))));
  }

  override async take(id: string): Promise<JournalFile | undefined> {
    const file = await this.#life.step(() => this.#keep(super.take(id)));
    return file && this.#mortal(file);
  }

  /** What a system does for a program that is gone. */
  async close(): Promise<void> {
    for (const file of this.#open) await file.close();
  }

  async #keep<File extends JournalFile | undefined>(opening: Promise<File>): Promise<File> {
    const file = await opening;
    if (file) this.#open.push(file);
    return file;
  }

  #mortal(file: JournalFile): JournalFile {
    const write = file.write.bind(file);
    file.write = (record) => this.#life.step(() => write(record));
    return file;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
