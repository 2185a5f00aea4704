import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { HostTestResults } from '../../test/host/index.ts';
import { inProject, projectRoot } from '../paths.ts';
import { startProgram } from '../processes.ts';
import { removeTemporaryFolder, temporaryFolder } from '../temporary.ts';
import { desktopOf } from './desktop.ts';
import { runServer } from './run-server.ts';
import type { VscodeVersion } from './versions.ts';
import { workbenchUrl } from './workbench-page.ts';

export type TestHost = 'electron' | 'server';

export interface HostTestOptions {
  readonly vscode: VscodeVersion;
  /** Forces the host; else the desktop where it can be had, and the server where it cannot. */
  readonly host: TestHost | undefined;
  readonly grep: string | undefined;
  /** Asked for only when the server is used. */
  readonly browser: () => Promise<Browser>;
}

export interface HostTestRun {
  readonly host: TestHost;
  /** Why the desktop was not used. */
  readonly note?: string;
  readonly results: HostTestResults;
}

interface Run {
  readonly home: string;
  readonly workspace: string;
  readonly resultsFile: string;
  readonly env: Record<string, string>;
}

/** The compiled entry, the same for both hosts. */
const testEntry = inProject('dist-test', 'index.cjs');

/** A host that hangs must not hang the whole run. */
const limitMilliseconds = 300_000;

/**
 * Runs the tests of `test/host` (built before) inside the extension host of a VS Code version.
 * @throws when the host ends without results; the message holds what it said
 */
export async function runHostTests(options: HostTestOptions): Promise<HostTestRun> {
  const home = temporaryFolder('host-tests');
  const workspace = join(home, 'workspace');
  await mkdir(workspace);
  const resultsFile = join(home, 'results.json');
  const env: Record<string, string> = { HOST_TEST_RESULTS: resultsFile };
  if (options.grep !== undefined) env.HOST_TEST_GREP = options.grep;
  try {
    return await runIn(options, { home, workspace, resultsFile, env });
  } finally {
    await removeTemporaryFolder(home);
  }
}

async function runIn(options: HostTestOptions, run: Run): Promise<HostTestRun> {
  if (options.host === 'server') return { host: 'server', results: await inServer(options, run) };
  const desktop = await desktopOf(options.vscode);
  if (desktop.found) {
    return { host: 'electron', results: await inDesktop(desktop.command, run) };
  }
  if (options.host === 'electron') throw new Error(`No desktop VS Code: ${desktop.reason}`);
  return {
    host: 'server',
    note: `no desktop, ${desktop.reason}`,
    results: await inServer(options, run),
  };
}

async function inDesktop(command: readonly string[], run: Run): Promise<HostTestResults> {
  const [program = '', ...before] = command;
  const started = startProgram(
    program,
    [
      ...before,
      run.workspace,
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      '--disable-workspace-trust',
      '--disable-extensions',
      `--user-data-dir=${join(run.home, 'user-data')}`,
      `--extensionDevelopmentPath=${projectRoot}`,
      `--extensionTestsPath=${testEntry}`,
    ],
    { env: { ...process.env, ...run.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  try {
    await withinLimit(started.ended);
    return await readResults(run, started.output);
  } finally {
    await started.stop();
  }
}

async function inServer(options: HostTestOptions, run: Run): Promise<HostTestResults> {
  const server = await runServer({
    vscode: options.vscode,
    dataDir: join(run.home, 'server'),
    env: run.env,
  });
  const context = await (await options.browser()).newContext();
  const said: string[] = [];
  try {
    const page = await context.newPage();
    const ended = new Promise((resolve) => {
      void page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      said.push([type, ...args.map(String)].join(' '));
    });
    await page.goto(
      workbenchUrl({ server: server.address, folder: run.workspace, tests: testEntry }),
    );
    await withinLimit(ended);
    return await readResults(run, () => [...said, server.output()].join('\n'));
  } finally {
    await context.close();
    await server.stop();
  }
}

async function readResults(run: Run, output: () => string): Promise<HostTestResults> {
  if (!existsSync(run.resultsFile)) {
    throw new Error(`The host ended without results. It said:\n${output().trim()}`);
  }
  return JSON.parse(await readFile(run.resultsFile, 'utf8')) as HostTestResults;
}

async function withinLimit(ended: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The host did not end within ${limitMilliseconds / 1000} s.`));
    }, limitMilliseconds);
  });
  try {
    await Promise.race([ended, limit]);
  } finally {
    clearTimeout(timer);
  }
}
