import { cpSync, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build as bundle } from 'esbuild';
import type { Browser } from 'playwright-core';
import { build } from '../scripts/build.ts';
import { launchChromium } from '../scripts/chromium.ts';
import { inProject, projectRoot } from '../scripts/paths.ts';
import { removeTemporaryFolder, temporaryFolder } from '../scripts/temporary.ts';
import { runServer } from '../scripts/vscode/run-server.ts';
import { vscodeVersions, type VscodeVersion } from '../scripts/vscode/versions.ts';
import { workbenchUrl } from '../scripts/vscode/workbench-page.ts';
import type { ActivationResult } from './activation-in-host.ts';
import { median, milliseconds, times } from './figures.ts';
import type { PartOptions } from './part.ts';
import { activationTimes, wholeTime, type ActivationTimes } from './performance-report.ts';
import { printTable, type Cell } from './table.ts';

const barMs = 30;
/** Each with an extension host of its own. */
const windows = 5;
const longestMs = 90_000;
const ours = 'resource-share-explorer.resource-share-explorer';
const git = 'vscode.git';

interface Setting {
  readonly browser: Browser;
  readonly home: string;
  /** Where the extension lies as it is released. */
  readonly extension: string;
  /** What runs in the extension host. */
  readonly tests: string;
}

/** How long the extension takes to activate in a real extension host, beside VS Code's own for Git in the same one. */
export async function benchActivation({ quick }: PartOptions): Promise<void> {
  if (quick) {
    console.log('\nactivation: left out of the quick form, as it opens windows for a minute');
    return;
  }
  const home = temporaryFolder('activation');
  const browser = await launchChromium();
  try {
    const extension = await stage(join(home, 'extension'));
    const tests = join(home, 'activation-in-host.cjs');
    await bundle({
      ...{ entryPoints: [inProject('bench', 'activation-in-host.ts')], outfile: tests },
      ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] },
    });
    const rows: (readonly Cell[])[] = [];
    for (const vscode of ['1.105', 'newest'] as const) {
      rows.push(...(await measure(vscode, { browser, home, extension, tests })));
    }
    print(rows);
  } finally {
    await browser.close();
    await removeTemporaryFolder(home);
  }
}

/** Puts together what is released, aside from `dist/`, which a window may be running on. */
async function stage(folder: string): Promise<string> {
  await mkdir(folder);
  build('--production', '--out', relative(projectRoot, join(folder, 'dist')));
  for (const part of ['package.json', 'package.nls.json', 'l10n', 'media']) {
    cpSync(inProject(part), join(folder, part), { recursive: true });
  }
  return folder;
}

async function measure(
  vscode: VscodeVersion,
  setting: Setting,
): Promise<readonly (readonly Cell[])[]> {
  const dataDir = join(setting.home, vscode);
  const workspace = join(dataDir, 'workspace');
  await mkdir(workspace, { recursive: true });
  const results = join(dataDir, 'results.json');
  const server = await runServer({
    ...{ vscode, dataDir, env: { ACTIVATION_RESULTS: results } },
    settings: { 'git.enabled': true },
  });
  const all: ActivationResult[] = [];
  const address = workbenchUrl({
    ...{ server: server.address, folder: workspace },
    ...{ extension: setting.extension, tests: setting.tests },
  });
  try {
    for (let window = 0; window < windows; window += 1) {
      const said = await openWindow(setting.browser, address);
      if (!existsSync(results)) throw new Error(`No results. VS Code said:\n${said}`);
      all.push(JSON.parse(await readFile(results, 'utf8')) as ActivationResult);
      await rm(results);
    }
  } finally {
    await server.stop();
  }
  const timesOf = (id: string) => all.map(({ report }) => activationTimes(report, id));
  const peer = timesOf(git);
  const processor = median(all.map((one) => one.processor));
  const { release } = vscodeVersions[vscode];
  return [
    [
      release,
      ours,
      ...figures(timesOf(ours), peer),
      milliseconds(processor),
      verdict(timesOf(ours), processor),
    ],
    [release, git, ...figures(peer, peer), '', ''],
  ];
}

/**
 * Opens a window that knows nothing of earlier ones, and closes it when its extension host has done its work.
 * @returns what the window has said
 */
async function openWindow(browser: Browser, address: string): Promise<string> {
  const context = await browser.newContext();
  const said: string[] = [];
  try {
    const page = await context.newPage();
    const ended = new Promise<'ended'>((resolve) => {
      void page.exposeFunction('codeAutomationExit', () => {
        resolve('ended');
      });
    });
    await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      said.push([type, ...args.map(String)].join(' '));
    });
    await page.goto(address);
    const end = await Promise.race([ended, delay(longestMs, 'late' as const, { ref: false })]);
    if (end === 'late') throw new Error(`A window was not done within ${longestMs / 1000} s.`);
    return said.join('\n');
  } finally {
    await context.close();
  }
}

const middle = (all: readonly ActivationTimes[]): number => median(all.map(wholeTime));

function figures(
  all: readonly ActivationTimes[],
  peer: readonly ActivationTimes[],
): readonly Cell[] {
  const whole = all.map(wholeTime);
  const part = (of: keyof ActivationTimes): string => `${median(all.map((one) => one[of]))} ms`;
  return [
    ...[all.length, part('load'), part('call'), part('finish'), `${middle(all)} ms`],
    ...[`${Math.min(...whole)} ms`, `${Math.max(...whole)} ms`, times(middle(all), middle(peer))],
  ];
}

/** Whether the bar is met, or what keeps it from being met. */
function verdict(all: readonly ActivationTimes[], processor: number): string {
  if (middle(all) <= barMs) return 'met';
  return processor <= barMs ? 'busy machine' : 'NO';
}

function print(rows: readonly (readonly Cell[])[]): void {
  printTable(
    `Activation in the extension host of a VS Code server, minified as released (bar: ${barMs} ms in the middle)`,
    [
      [
        ...['VS Code', 'extension', 'windows', 'load', 'call', 'finish', 'together', 'best'],
        ...['worst', 'of Git', 'processor', 'bar'],
      ],
      ...rows,
    ],
    [
      'as VS Code itself has measured it, to the millisecond: "Extension Activation Stats" of "Developer: Startup Performance"',
      'ours is activated once Git is active and 1.5 s have passed; Git starts with the window, beside others',
      'load, call and finish: medians; together: the median of their sums',
      'processor: what the extension host computed meanwhile, on all threads (median)',
      `bar: met, or busy machine where more than ${barMs} ms passed and no more than that was computed`,
    ],
  );
}
