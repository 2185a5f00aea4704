import type { Clock } from '../../src/model/clock.ts';

/** A clock on which time passes faster, so that tests over HTTP need not wait as a user does. */
export function hurriedClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * speed,
    schedule: (delayMs, run) => {
      const timer = setTimeout(run, delayMs / speed);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
