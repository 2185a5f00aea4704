import { parseArgs } from 'node:util';
import { stopProgramsOnExit } from '../scripts/processes.ts';
import { benchCalls, benchTime } from './inventory-calls.ts';
import { benchWatch } from './watch-calls.ts';

const usage = `Measures the inventory against the sandbox, over HTTP, beside its floor and its peers.

  npm run bench -- [calls] [time] [watch] [--huge]

  --huge    also 10 000 shares (takes some minutes)
`;

stopProgramsOnExit();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { huge: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help === true) {
  console.log(usage);
} else {
  const wanted = (part: 'calls' | 'time' | 'watch') =>
    positionals.length === 0 || positionals.includes(part);
  const sizes = [10, 100, 1_000, ...(values.huge === true ? [10_000] : [])];
  if (wanted('calls')) await benchCalls(sizes);
  if (wanted('time')) await benchTime(sizes, 150);
  if (wanted('watch')) await benchWatch([1, 5, 20, 100]);
}
