import { createInterface } from 'node:readline';
import { inProject, projectRoot } from '../paths.ts';
import { startProgram } from '../processes.ts';
import { crashed, type Failure, type Outcome, type Part, propertiesIn } from './outcome.ts';

export interface MochaSuite {
  readonly name: string;
  readonly files: string;
  readonly grep: string | undefined;
  /** Titles of `describe` blocks at the top of files, to be counted by themselves. */
  readonly parts?: readonly string[];
  /** More options for mocha. */
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what tests print that begins with `figures: `. */
  readonly onFigures?: (line: string) => void;
}

/** What mocha's `json-stream` reporter writes a line. */
type StreamEvent =
  | readonly ['start' | 'end', unknown]
  | readonly ['pass', { readonly fullTitle: string }]
  | readonly [
      'fail',
      { readonly fullTitle: string; readonly err: string; readonly stack?: string },
    ];

/** Runs the test files of a folder in a mocha process of their own. */
export async function runMochaSuite(
  suite: MochaSuite,
  onProgress: (done: number) => void,
): Promise<Outcome> {
  const program = startProgram(
    process.execPath,
    [
      inProject('node_modules/mocha/bin/mocha.js'),
      ...['--reporter', 'json-stream', ...(suite.options ?? [])],
      ...(suite.grep === undefined ? [] : ['--grep', suite.grep]),
      suite.files,
    ],
    {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(suite.env && { env: { ...process.env, ...suite.env } }),
    },
  );
  const { stdout } = program.process;
  if (stdout === null) throw new Error('mocha has no output.');
  const passes: string[] = [];
  let ended = false;
  const failures: Failure[] = [];
  for await (const line of createInterface({ input: stdout })) {
    const event = parseEvent(line);
    const figures = /^figures: (.*)$/.exec(line)?.[1];
    if (figures !== undefined) suite.onFigures?.(figures);
    if (event?.[0] === 'pass') passes.push(event[1].fullTitle);
    if (event?.[0] === 'fail') {
      const { fullTitle, err, stack } = event[1];
      failures.push({ title: fullTitle, error: stack ?? err });
    }
    if (event?.[0] === 'end') ended = true;
    onProgress(passes.length + failures.length);
  }
  const passed = passes.length;
  const parts = suite.parts?.map((title) => partOf(title, passes, failures));
  const code = await program.ended;
  await program.stop();
  // Without its last event, or with a bad end after good tests, something broke outside of a test.
  if (!ended || (code !== 0 && failures.length === 0)) {
    const crash = crashed(
      suite.name,
      `mocha ended with ${code}:\n${plainOutput(program.output())}`,
    );
    return { passed, failures: [...failures, ...crash.failures], skipped: 0 };
  }
  const properties = propertiesIn(
    passes,
    failures.map((failure) => failure.title),
  );
  return {
    ...{ passed, failures, skipped: 0 },
    ...(parts && { parts }),
    ...(properties && { properties }),
  };
}

function partOf(title: string, passes: readonly string[], failures: readonly Failure[]): Part {
  const isInside = (fullTitle: string): boolean => fullTitle.startsWith(`${title} `);
  return {
    title,
    passed: passes.filter(isInside).length,
    failed: failures.filter((failure) => isInside(failure.title)).length,
  };
}

/** Undefined for a line that a test printed. */
function parseEvent(line: string): StreamEvent | undefined {
  if (!/^\["(start|end|pass|fail)",/.test(line)) return undefined;
  try {
    return JSON.parse(line) as StreamEvent;
  } catch {
    return undefined;
  }
}

function plainOutput(output: string): string {
  const lines = output.split('\n').filter((line) => parseEvent(line) === undefined);
  return lines.slice(-60).join('\n').trim();
}
