import { openSync, readSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface Measured<T> {
  readonly result: T;
  readonly ms: number;
  /**
   * The longest time in which nobody else had a turn, in milliseconds: of the clock, and of the processor. On a machine
   * that has other work to do the second is what the program itself has taken.
   */
  readonly longestTurn: { readonly wall: number; readonly processor: number };
  /** By how many bytes the heap has grown at most. */
  readonly peakHeap: number;
}

/** Runs `work` and watches what it does to the process it runs in. */
export async function measured<T>(work: () => Promise<T>): Promise<Measured<T>> {
  collectGarbage();
  await delay(5);
  const heapBefore = process.memoryUsage().heapUsed;
  let peak = heapBefore;
  let wall = 0;
  let processor = 0;
  let last = performance.now();
  let lastProcessor = processorMs();
  let looks = 0;
  const look = (): void => {
    const now = performance.now();
    const used = processorMs() ?? now;
    wall = Math.max(wall, now - last);
    processor = Math.max(processor, Math.min(now - last, used - (lastProcessor ?? last)));
    last = now;
    lastProcessor = used;
    looks += 1;
    // Asking for the heap takes longer than looking at the clock.
    if (looks % 10 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
    timer = setTimeout(look, 1);
  };
  let timer = setTimeout(look, 1);
  const start = performance.now();
  try {
    const result = await work();
    const ms = performance.now() - start;
    await delay(3);
    peak = Math.max(peak, process.memoryUsage().heapUsed);
    return { result, ms, longestTurn: { wall, processor }, peakHeap: peak - heapBefore };
  } finally {
    clearTimeout(timer);
  }
}

let collector: (() => void) | undefined;

/** What was left over by others shall not count as ours. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  collector ??= runInNewContext('gc') as () => void;
  collector();
}

let statistics: number | undefined;
const text = Buffer.alloc(128);

/** Milliseconds that the main thread has been running so far, where the system tells it (Linux). */
function processorMs(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    statistics ??= openSync('/proc/self/schedstat', 'r');
    const length = readSync(statistics, text, 0, text.length, 0);
    const nanoseconds = Number(text.toString('latin1', 0, length).split(' ')[0]);
    return Number.isFinite(nanoseconds) ? nanoseconds / 1e6 : undefined;
  } catch {
    return undefined;
  }
}
