import { Journal, type JournalFile } from '../../../src/changes/journal.ts';
import { never } from './small-cloud.ts';

/** A journal on the disk that a test can end as a killed process ends: what is being written is, and nothing else. */
export class KillableJournal extends Journal {
  #alive = true;
  readonly #writing = new Set<Promise<unknown>>();

  override async begin(...given: Parameters<Journal['begin']>): Promise<JournalFile> {
    return this.#mortal(await this.#run(() => super.begin(...given)));
  }

  override async take(id: string): Promise<JournalFile | undefined> {
    const file = await this.#run(() => super.take(id));
    return file && this.#mortal(file);
  }

  /** Resolves when nothing of it is under way any more. */
  async kill(): Promise<void> {
    this.#alive = false;
    await Promise.allSettled(this.#writing);
  }

  #mortal(file: JournalFile): JournalFile {
    const write = file.write.bind(file);
    file.write = (record) => this.#run(() => write(record));
    return file;
  }

  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.#isAlive()) return await never();
    const running = work();
    this.#writing.add(running);
    const result = await running.finally(() => this.#writing.delete(running));
    return this.#isAlive() ? result : await never();
  }

  /** It may have been killed while something was awaited. */
  #isAlive(): boolean {
    return this.#alive;
  }
}
