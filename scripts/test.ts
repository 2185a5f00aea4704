// `npm test`: every suite, ending with one line that says how many tests passed and failed.
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { build } from './build.ts';
import { launchChromium } from './chromium.ts';
import { inProject, projectRoot } from './paths.ts';
import { startProgram, stopAllPrograms, stopProgramsOnExit } from './processes.ts';
import { runMochaSuite } from './testing/mocha-suite.ts';
import { crashed, notEmpty, type Outcome } from './testing/outcome.ts';
import { runHostTests, type TestHost } from './vscode/host-tests.ts';
import { vscodeVersions, type VscodeVersion } from './vscode/versions.ts';

const suites = ['unit', 'sandbox', 'contract', 'faults', 'host', 'ui'] as const;
/** The same behaviours on each cloud: their counts show that none was left out. */
const contractParts = ['sharing on Alibaba Cloud', 'sharing on Huawei Cloud'];
type Suite = (typeof suites)[number];
/** The long form of the fault suite: thousands of runs, as far as they fit into this time. */
const fullFaults = { FAULT_RUNS: '2000', FAULT_SECONDS: '510' };

stopProgramsOnExit();
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    host: { type: 'string' },
    grep: { type: 'string' },
    check: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
  },
});
const { grep } = values;
const host = parseHost(values.host ?? process.env.TEST_HOST);

const outcomes: Outcome[] = [];
let buildSucceeded: boolean | undefined;
const started = performance.now();
try {
  await runAll(parseSuites(values.only));
} catch (error) {
  report('npm test', crashed('npm test', messageOf(error)), started);
} finally {
  await stopAllPrograms();
}
printFailures();
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0);
console.log(`\nRun in ${secondsSince(started)} s.`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function runAll(chosen: readonly Suite[]): Promise<void> {
  if (values.check) await runCheck();
  for (const suite of chosen) {
    if ((suite === 'host' || suite === 'ui') && !built()) continue;
    if (suite === 'host') await runHosts();
    else if (suite === 'faults') await runFaults();
    else await runFolder(suite);
  }
}

/** `npm run check` as one test more, for a machine that is to run everything. */
async function runCheck(): Promise<void> {
  const began = performance.now();
  const program = startProgram(
    process.execPath,
    ['--import', 'tsx', inProject('scripts/check.ts')],
    { cwd: projectRoot, stdio: 'inherit' },
  );
  const code = await program.ended;
  const failures =
    code === 0 ? [] : [{ title: 'npm run check', error: 'It found what is listed above.' }];
  report('check', { passed: code === 0 ? 1 : 0, failures, skipped: 0 }, began);
}

/** Builds once for the suites that run in VS Code; tells whether that worked. */
function built(): boolean {
  if (buildSucceeded === undefined) {
    const began = performance.now();
    try {
      build('--tests');
      buildSucceeded = true;
    } catch (error) {
      buildSucceeded = false;
      report('build', crashed('build', messageOf(error)), began);
    }
  }
  return buildSucceeded;
}

async function runFolder(suite: Exclude<Suite, 'host' | 'faults'>): Promise<void> {
  const began = performance.now();
  const options =
    suite === 'ui' ? ['--require', 'test/ui/harness/hooks.ts', '--timeout', '120000'] : [];
  const outcome = await runMochaSuite(
    {
      name: suite,
      files: `test/${suite}/**/*.test.ts`,
      grep,
      options,
      ...(suite === 'contract' ? { parts: contractParts } : {}),
    },
    (done) => showProgress(suite, done),
  );
  report(suite, grep === undefined ? notEmpty(suite, outcome) : outcome, began);
}

/** What the environment says of the same names. */
function given(names: object): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.keys(names).flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Both clouds at once: each keeps a core busy. */
async function runFaults(): Promise<void> {
  const began = performance.now();
  const figures: string[] = [];
  const all = await Promise.all(
    ['alibaba', 'huawei'].map((cloud) =>
      runMochaSuite(
        {
          name: 'faults',
          files: `test/faults/${cloud}.test.ts`,
          grep,
          // What is asked for in the environment counts.
          env: values.full ? { ...fullFaults, ...given(fullFaults) } : {},
          onFigures: (line) => figures.push(line),
        },
        () => undefined,
      ),
    ),
  );
  const outcome: Outcome = {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failures: all.flatMap(({ failures }) => failures),
    skipped: 0,
  };
  report('faults', grep === undefined ? notEmpty('faults', outcome) : outcome, began);
  for (const line of figures) console.log(`  ${line}`);
}

/** The same compiled tests in the extension host of the oldest and of the newest VS Code. */
async function runHosts(): Promise<void> {
  let browser: Browser | undefined;
  for (const vscode of Object.keys(vscodeVersions) as VscodeVersion[]) {
    const began = performance.now();
    let name = `host, VS Code ${vscodeVersions[vscode].release}`;
    let outcome: Outcome;
    try {
      const run = await runHostTests({
        vscode,
        host,
        grep,
        browser: async () => (browser ??= await launchChromium()),
      });
      name += run.note === undefined ? ` (${run.host})` : ` (${run.host}: ${run.note})`;
      outcome = {
        passed: run.results.passed.length,
        failures: run.results.failed.map(({ title, error }) => ({ title, error: error ?? '' })),
        skipped: run.results.pending.length,
      };
    } catch (error) {
      outcome = crashed(name, messageOf(error));
    }
    report(name, grep === undefined ? notEmpty(name, outcome) : outcome, began);
  }
  await browser?.close();
}

function report(name: string, outcome: Outcome, began: number): void {
  outcomes.push({
    ...outcome,
    failures: outcome.failures.map((failure) => ({
      ...failure,
      title: `${name}: ${failure.title}`,
    })),
  });
  const { passed, failures, skipped, parts = [], properties } = outcome;
  clearProgress();
  const counts = countsOf({ passed, failed: failures.length, skipped });
  console.log(`${markOf(failures.length)} ${name}: ${counts} in ${secondsSince(began)} s`);
  for (const part of parts) {
    console.log(`  ${markOf(part.failed)} ${part.title}: ${countsOf({ ...part, skipped: 0 })}`);
  }
  if (properties) {
    const { suites, runs, failed } = properties;
    const broken = failed === 0 ? '' : `, ${failed} failed`;
    console.log(`  ${markOf(failed)} property suites: ${suites} suites, ${runs} runs${broken}`);
  }
}

function markOf(failed: number): string {
  return failed === 0 ? '✔' : '✘';
}

function countsOf(counts: { passed: number; failed: number; skipped: number }): string {
  const parts = [`${counts.passed} passed`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`);
  return parts.join(', ');
}

function printFailures(): void {
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  for (const [index, { title, error }] of failures.entries()) {
    console.log(`\n${index + 1}) ${title}\n${error.replace(/^/gm, '   ')}`);
  }
}

function showProgress(suite: string, done: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r  ${suite}: ${done}`);
}

function clearProgress(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
}

function parseSuites(text: string | undefined): readonly Suite[] {
  if (text === undefined) return suites;
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !suites.some((suite) => suite === name));
  if (unknown.length > 0) {
    throw new Error(`--only takes ${suites.join(', ')}; not ${unknown.join(', ')}`);
  }
  return suites.filter((suite) => names.includes(suite));
}

function parseHost(text: string | undefined): TestHost | undefined {
  if (text === undefined || text === '' || text === 'electron' || text === 'server') {
    return text === '' ? undefined : text;
  }
  throw new Error(`--host takes electron or server, not ${text}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
