import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import * as z from 'zod/mini';
import { systemClock } from '../model/clock.ts';
import { parseLine } from './journal-lines.ts';

/** Who writes a file: a process of one run of the machine. */
const holderSchema = z.object({ pid: z.number(), bootedAt: z.number() });

/** Two readings of when the machine was started differ by less than this, in milliseconds. */
const bootTolerance = 2 * 60_000;
/** A lock is empty for the moment between its making and its first byte. */
const freshFor = 10_000;

/**
 * A file beside another one that names the process that writes it. Only one process can make it; one that is left
 * behind by a process that is gone counts for nothing.
 */
export class JournalLock {
  readonly #path: string;
  /** What this process holds itself: its own id in a lock says nothing of that. */
  readonly #held: Set<string>;

  constructor(path: string, held: Set<string>) {
    this.#path = path;
    this.#held = held;
  }

  /** @throws the system's error: `EEXIST` where somebody holds it, or held it and is gone */
  async make(): Promise<void> {
    const holder = JSON.stringify({ pid: process.pid, bootedAt: bootedAt() });
    await writeFile(this.#path, holder, { flag: 'wx', mode: 0o600 });
    this.#held.add(this.#path);
  }

  /** Makes it in place of one that is left behind. @returns false where somebody holds it */
  async take(): Promise<boolean> {
    if (await this.isHeld()) return false;
    const aside = `${this.#path}.${process.pid}`;
    try {
      await rename(this.#path, aside);
      await rm(aside, { force: true });
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    try {
      await this.make();
      return true;
    } catch (error) {
      // Somebody was faster.
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  }

  async release(): Promise<void> {
    this.#held.delete(this.#path);
    await rm(this.#path, { force: true });
  }

  /** Lets go of it and leaves it behind, as a process does that is killed: so the next one sees that something was cut off. */
  async leave(): Promise<void> {
    this.#held.delete(this.#path);
    await writeFile(this.#path, JSON.stringify({ pid: process.pid, bootedAt: 0 }));
  }

  async isHeld(): Promise<boolean> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch {
      return false;
    }
    const holder = parseLine(holderSchema, text);
    if (!holder) return await this.#isFresh();
    if (Math.abs(holder.bootedAt - bootedAt()) > bootTolerance) return false;
    return holder.pid === process.pid ? this.#held.has(this.#path) : isAlive(holder.pid);
  }

  async #isFresh(): Promise<boolean> {
    try {
      return systemClock.now() - (await stat(this.#path)).mtimeMs < freshFor;
    } catch {
      return false;
    }
  }
}

function bootedAt(): number {
  return Math.round(systemClock.now() - uptime() * 1_000);
}

function isAlive(pid: number): boolean {
  try {
    // Sends nothing: only asks whether there is such a process.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
