// `npm run check`: everything about the code that can be told without running it. `--fix` repairs what tools can.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import PQueue from 'p-queue';
import { activationLimitBytes, measureActivation } from './checks/bundle-size.ts';
import { findForbiddenWords } from './checks/forbidden-words.ts';
import { checkTranslations } from './checks/l10n.ts';
import { inProject, projectRoot } from './paths.ts';
import { npmCommand } from './npm.ts';
import { startProgram, stopProgramsOnExit } from './processes.ts';

/** What a check found; `note` is for a check that has something to say when all is well. */
interface Finding {
  readonly problems: readonly string[];
  readonly note?: string;
}

interface Check {
  readonly name: string;
  readonly run: () => Promise<Finding>;
}

stopProgramsOnExit();
const { values } = parseArgs({
  options: { fix: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const npm = npmCommand();
// The slow ones first, so that the quick ones fill the gaps.
const checks: readonly Check[] = [
  tool('lint', 'eslint/bin/eslint.js', ['.', ...(values.fix ? ['--fix'] : [])]),
  tool('types', 'typescript/bin/tsc', ['-p', '.']),
  tool('types of the pages', 'typescript/bin/tsc', ['-p', 'src/webview/page']),
  tool('types of the UI tests', 'typescript/bin/tsc', ['-p', 'test/ui']),
  tool('unused code', 'knip/bin/knip.js', ['--no-progress']),
  tool('import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', ['src']),
  tool('format', 'prettier/bin/prettier.cjs', [
    values.fix ? '--write' : '--check',
    '--log-level=warn',
    '.',
  ]),
  command('lock file', npm.command, [
    ...npm.before,
    ...['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
  ]),
  { name: 'translations', run: () => Promise.resolve({ problems: checkTranslations() }) },
  { name: 'forbidden words', run: () => Promise.resolve({ problems: findForbiddenWords() }) },
  { name: 'size at activation', run: () => Promise.resolve(checkSize()) },
];

const chosen = checks.filter(({ name }) => values.only === undefined || name === values.only);
const queue = new PQueue({ concurrency: values.fix ? 1 : availableParallelism() });
const results = await Promise.all(chosen.map((check) => queue.add(() => runCheck(check))));
const failed = results.filter((passed) => !passed).length;
console.log(failed === 0 ? '\nAll is well.' : `\n${failed} of ${chosen.length} checks failed.`);
process.exit(failed === 0 && chosen.length > 0 ? 0 : 1);

async function runCheck({ name, run }: Check): Promise<boolean> {
  const started = performance.now();
  const { problems, note } = await run().catch((error: unknown): Finding => ({
    problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const detail = note === undefined ? '' : `: ${note}`;
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}${detail} (${seconds} s)`);
  for (const problem of problems) console.log(problem.replace(/^/gm, '       '));
  return problems.length === 0;
}

/** A program of a package, by its script, so that it starts alike on every system. */
function tool(name: string, script: string, args: readonly string[]): Check {
  return command(name, process.execPath, [inProject('node_modules', script), ...args]);
}

function command(name: string, program: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const started = startProgram(program, args, {
        cwd: projectRoot,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const code = await started.ended;
      await started.stop();
      return { problems: code === 0 ? [] : [started.output().trim() || `ended with ${code}`] };
    },
  };
}

function checkSize(): Finding {
  const { bytes, files } = measureActivation();
  const note = `${(bytes / 1000).toFixed(1)} of ${activationLimitBytes / 1000} kB`;
  if (bytes <= activationLimitBytes) return { problems: [], note };
  return { note, problems: files.map(([file, size]) => `${file} ${(size / 1000).toFixed(1)} kB`) };
}
