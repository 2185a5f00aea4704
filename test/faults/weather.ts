import assert from 'node:assert/strict';
import type { CloudId } from '../../src/model/account.ts';
import { faultRun } from './fault-run.ts';
import { openWorld } from './fault-world.ts';
import { Figures } from './figures.ts';
import { faultKinds, Places } from './storm.ts';

/** `FAULT_RUNS` and `FAULT_SECONDS` bound it, whichever is reached first; `FAULT_SEED` makes other runs of it. */
const seed = process.env.FAULT_SEED ?? '20261122';
const mostRuns = Number(process.env.FAULT_RUNS ?? 100);
const mostMs = Number(process.env.FAULT_SECONDS ?? 12) * 1_000;
/** A single run, by its number, as a failure names it. */
const only = process.env.FAULT_ONLY === undefined ? undefined : Number(process.env.FAULT_ONLY);
/** Sessions side by side, each with a cloud of its own: while one waits, another goes on. */
const lanes = only === undefined ? 3 : 1;

/** The test that sessions in bad weather leave nothing behind on one cloud. */
export function describeWeather(cloud: CloudId): void {
  describe('sessions in bad weather', () => {
    it(`leave nothing behind on ${cloud} (up to ${mostRuns} runs, seed ${seed})`, async function () {
      this.timeout(0);
      const figures = await runAll(cloud);
      for (const line of figures.lines(cloud)) process.stdout.write(`figures: ${line}\n`);
      assert.deepEqual(figures.harmLines(), []);
      assert.deepEqual(figures.unhandled, []);
      assert.ok(figures.runs > 0);
      // On a machine that is busy with other things it may come to a few runs only.
      if (figures.runs >= 20) {
        assert.ok(figures.faults.size > faultKinds.length / 2, 'hardly a fault was injected');
        assert.ok(figures.changesDone > figures.changes / 2, 'hardly a change was done');
      }
    });
  });
}

async function runAll(cloud: CloudId): Promise<Figures> {
  const total = new Figures();
  const note = (reason: unknown): void => {
    total.unhandled.push(String(reason));
  };
  process.on('unhandledRejection', note);
  const places = await Places.open();
  const endsAt = performance.now() + mostMs;
  let next = only ?? 0;
  const last = only ?? mostRuns - 1;
  const lane = async (): Promise<void> => {
    const world = await openWorld(cloud);
    while (next <= last && performance.now() < endsAt) {
      const number = next;
      next += 1;
      total.add(await faultRun(`${seed}/${cloud}`, number, { world, places }));
    }
    await world.stop();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await places.close();
  process.off('unhandledRejection', note);
  return total;
}
