import { setTimeout as pause } from 'node:timers/promises';

export interface Figure {
  readonly what: string;
  readonly durations: readonly number[];
}

/** Runs each once to warm up, then once to be measured, with room for others in between. */
export async function measured<T>(
  what: string,
  items: readonly T[],
  run: (item: T) => unknown,
): Promise<Figure> {
  for (const item of items.slice(0, 20)) run(item);
  const durations: number[] = [];
  for (const item of items) {
    await pause(0);
    const start = performance.now();
    run(item);
    durations.push(performance.now() - start);
  }
  return { what, durations: durations.toSorted((a, b) => a - b) };
}

/** Asks for a turn as often as it gets one, and tells the longest it had to wait, in milliseconds. */
export async function blockOf(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let going = true;
  const ask = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(ask);
  };
  setImmediate(ask);
  await pause(5);
  longest = 0;
  await work();
  await pause(5);
  going = false;
  return longest;
}

export function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
