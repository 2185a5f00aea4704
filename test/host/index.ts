// What VS Code calls in its extension host: runs every *.test.cjs beside this file and writes the outcome as JSON.
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Runner, Test } from 'mocha';

/** One finished test; `error` tells that it failed. */
export interface HostTestOutcome {
  readonly title: string;
  readonly milliseconds: number;
  readonly error?: string;
}

export interface HostTestResults {
  readonly passed: readonly HostTestOutcome[];
  readonly failed: readonly HostTestOutcome[];
  readonly pending: readonly string[];
}

/** @throws when a test failed, so that VS Code ends with an exit code that says so */
export async function run(): Promise<void> {
  const resultsFile = process.env.HOST_TEST_RESULTS;
  if (resultsFile === undefined)
    throw new Error('HOST_TEST_RESULTS names no file for the results.');
  const results = await runMocha(process.env.HOST_TEST_GREP);
  writeFileSync(resultsFile, JSON.stringify(results));
  if (results.failed.length > 0) throw new Error(`${results.failed.length} failed`);
}

async function runMocha(grep: string | undefined): Promise<HostTestResults> {
  // Not bundled: mocha is loaded from node_modules, where this project keeps it.
  const { default: Mocha } = await import('mocha');
  // The base reporter prints nothing: the runner outside does.
  const reporter = Mocha.reporters.Base;
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter });
  if (grep !== undefined) mocha.grep(grep);
  // Only a `require` made here goes through VS Code's own, which gives the tests their `vscode`.
  const load = createRequire(__filename);
  for (const name of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.test.cjs')) continue;
    const file = join(__dirname, name);
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    mocha.suite.emit('require', load(file), file, mocha);
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  const passed: HostTestOutcome[] = [];
  const failed: HostTestOutcome[] = [];
  const pending: string[] = [];
  return new Promise((resolve) => {
    const runner: Runner = mocha.run(() => resolve({ passed, failed, pending }));
    runner.on('pass', (test) => passed.push(outcome(test)));
    runner.on('fail', (test, error: Error) => {
      failed.push({ ...outcome(test), error: error.stack ?? error.message });
    });
    runner.on('pending', (test) => pending.push(test.fullTitle()));
  });
}

const outcome = (test: Test): HostTestOutcome => ({
  title: test.fullTitle(),
  milliseconds: test.duration ?? 0,
});
