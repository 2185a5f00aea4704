import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { inProject } from '../scripts/paths.ts';
import { stopProgramsOnExit } from '../scripts/processes.ts';
import { benchAccess } from './access.ts';
import { benchActivation } from './activation.ts';
import { benchChanges } from './changes.ts';
import { benchFindings } from './findings.ts';
import { benchHistory } from './history.ts';
import { benchInventory } from './inventory.ts';
import { benchLookUps } from './look-ups.ts';
import type { Part } from './part.ts';
import { printedTables } from './table.ts';
import { benchThrottle } from './throttle.ts';
import { benchTime } from './time.ts';
import { benchWarmStart } from './warm-start.ts';
import { benchWatch } from './watch.ts';

/** In the order in which they run. A part is one line here. */
const parts: readonly Part[] = [
  { name: 'inventory', run: benchInventory },
  { name: 'time', run: benchTime },
  { name: 'throttle', run: benchThrottle },
  { name: 'watch', run: benchWatch },
  { name: 'changes', run: benchChanges },
  { name: 'warm', run: ({ quick }) => benchWarmStart(quick ? [1_000] : [10, 100, 1_000, 10_000]) },
  {
    name: 'look-ups',
    run: ({ quick }) => benchLookUps(quick ? [1_000] : [10, 100, 1_000, 10_000]),
  },
  { name: 'access', run: ({ quick }) => benchAccess(quick ? [1_000] : [1_000, 10_000]) },
  { name: 'findings', run: ({ quick }) => benchFindings(quick ? 'quick' : 'full') },
  { name: 'history', run: ({ quick }) => benchHistory(quick ? 'quick' : 'full') },
  { name: 'activation', run: benchActivation },
];

const usage = `Measures against the sandbox, over HTTP, beside the floor and how others do the same.

  npm run bench -- [part …] [--quick]

  parts      ${parts.map(({ name }) => name).join(', ')}; all of them unless some are named
  --quick    under a minute where nothing else runs: up to 1 000 shares, others computed, no activation

The tables are also written to bench/results.json.
`;

stopProgramsOnExit();
process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.filter((name) => parts.every((part) => part.name !== name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}. See --help.`);
    return 2;
  }
  const wanted = parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results: Record<string, unknown> = {};
  // Times that were measured beside other work say little.
  const load = loadavg().map((average) => Number(average.toFixed(2)));
  console.log(`${availableParallelism()} processors, load ${load.join(', ')}`);
  for (const { name, run } of wanted) {
    const before = printedTables().length;
    const start = performance.now();
    await run({ quick: values.quick ?? false });
    const tookSeconds = Math.round((performance.now() - start) / 1000);
    results[name] = { tookSeconds, tables: printedTables().slice(before) };
    console.log(`\n  (${name}: ${tookSeconds} s)`);
  }
  const about = {
    ...{ date: new Date().toISOString().slice(0, 10), node: process.version },
    ...{ processors: availableParallelism(), load },
  };
  const text = JSON.stringify({ ...about, quick: values.quick ?? false, results }, undefined, 2);
  await writeFile(inProject('bench', 'results.json'), `${text}\n`);
  return 0;
}
