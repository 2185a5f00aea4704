import { ownShares } from '../src/inventory/access/findings.ts';
import { healthOf, newestVersions } from '../src/inventory/access/health.ts';
import { contradictedIn, findOutsiders, outsidersOf } from '../src/inventory/access/outsiders.ts';
import { seenOutsidersIn } from '../src/inventory/access/seen-outsiders.ts';
import type { Association } from '../src/model/share.ts';
import type { Clock } from '../src/model/clock.ts';
import { Findings } from '../src/vscode/findings/findings.ts';
import { FindingsTree } from '../src/vscode/findings/findings-tree.ts';
import { csvReport } from '../src/vscode/reports/csv-report.ts';
import { markdownReport } from '../src/vscode/reports/markdown-report.ts';
import { reportOf } from '../src/vscode/reports/report.ts';
import { sarifReport } from '../src/vscode/reports/sarif-report.ts';
import type { TreeState } from '../src/vscode/shares/rows/tree-state.ts';
import { turnOfOthers } from '../src/model/pieces.ts';
import { account, fill, pour, type World } from './filled-inventory.ts';
import { at, ms } from './stopwatch.ts';
import { printTable, type Cell } from './table.ts';
import { measured } from './turns.ts';
import { plainTreeState } from '../test/unit/vscode/plain-tree-state.ts';

/** Milliseconds. */
const bars = { p95: 10, block: 50 };
const now = Date.parse('2026-03-03T08:00:00Z');

/** How it is known who is outside the organisation. */
const worlds: Readonly<Record<string, (index: number) => boolean | undefined>> = {
  'one row in a hundred outside': (index) => index % 100 === 0,
  'nobody knows who is outside': () => undefined,
};

/** Who is outside and what is wrong: how long it takes to find out, to show and to write down, and who waits meanwhile. */
export async function benchFindings(form: 'quick' | 'full'): Promise<void> {
  const rows: Cell[][] = [
    [
      'shares',
      'world',
      'what',
      'times',
      'p50',
      'p95',
      'brute force',
      'ratio',
      'longest block',
      'bar',
      'met',
    ],
  ];
  // Once before, as a window that has run for a moment has.
  const all = Object.entries(worlds).slice(0, form === 'quick' ? 1 : undefined);
  for (const [, outside] of all) await figuresOf(200, outside);
  for (const size of form === 'quick' ? [1_000] : [1_000, 10_000]) {
    for (const [name, outside] of all) {
      for (const { what, durations, brute, block, isAnswer } of await figuresOf(size, outside)) {
        const [p50, p95] = [at(durations, 0.5), at(durations, 0.95)];
        rows.push([
          ...[size, name, what, durations.length, ms(p50), ms(p95)],
          ...(brute === undefined ? ['–', '–'] : [ms(brute), `${(p50 / brute).toFixed(2)} ×`]),
          ms(block),
          `${isAnswer ? `p95 ${bars.p95} ms, ` : ''}block ${bars.block} ms`,
          verdict({ block, p95: isAnswer ? p95 : 0 }),
        ]);
      }
    }
  }
  printTable('Findings, in one process, nothing read from a cloud', rows, [
    'brute force: every share read anew, at once, with no care for anybody else',
    'met: busy machine where an answer took longer than its bar, and the processor did less than that for any of them',
    'longest block: in which nobody else had a turn, by what the processor has done meanwhile',
  ]);
}

function verdict({ block, p95 }: { readonly block: number; readonly p95: number }): string {
  if (block >= bars.block) return 'NO';
  if (p95 < bars.p95) return 'yes';
  // Longer than the longest of all turns it can only have taken as others had theirs.
  return block < bars.p95 ? 'busy machine' : 'NO';
}

interface Figure {
  readonly what: string;
  readonly durations: readonly number[];
  readonly block: number;
  readonly brute?: number;
  /** Somebody waits for it: it has a bar of its own. */
  readonly isAnswer: boolean;
}

async function figuresOf(
  size: number,
  outside: (index: number) => boolean | undefined,
): Promise<readonly Figure[]> {
  const world = fill(size, false);
  const rows = world.rows.map((row, index) => {
    const external = row.kind === 'principal' ? outside(index) : undefined;
    return { ...row, ...(external !== undefined && { external }) };
  });
  pour({ ...world, rows });
  const state = stateOf(world);
  const clock = new HeldClock();
  const brute = await bruteForce(state);
  const figures: Figure[] = [];
  const about = async (
    what: string,
    times: number,
    run: (round: number) => unknown,
    more: { readonly prepare?: (round: number) => void; readonly isAnswer?: boolean } = {},
  ): Promise<void> => {
    const durations: number[] = [];
    let block = 0;
    const each = async (round: number): Promise<void> => {
      const start = performance.now();
      await run(round);
      durations.push(performance.now() - start);
    };
    const watch = async (work: () => Promise<void>): Promise<void> => {
      const { longestTurn } = await measured(work);
      block = Math.max(block, longestTurn.processor);
    };
    const rounds = Array.from({ length: times }, (_, round) => round);
    if (more.isAnswer === true) {
      await watch(async () => {
        for (const round of rounds) {
          more.prepare?.(round);
          await each(round);
          await turnOfOthers();
        }
      });
    } else {
      for (const round of rounds) {
        more.prepare?.(round);
        await watch(() => each(round));
      }
    }
    const isAnswer = more.isAnswer ?? false;
    const sorted = durations.toSorted((a, b) => a - b);
    figures.push({ what, durations: sorted, block, isAnswer, ...(!isAnswer && { brute }) });
  };
  let findings = findingsOf(world, state, clock);
  await about('look at every share', 3, () => findings.settled(), {
    prepare: () => {
      findings.dispose();
      findings = findingsOf(world, state, clock);
    },
  });
  const some = new Set(world.shares.filter((_, index) => index % 100 === 0).map(({ id }) => id));
  const changed = rows.filter(({ kind, shareId }) => kind === 'principal' && some.has(shareId));
  await about(
    'one share in a hundred changed',
    10,
    async () => {
      clock.run();
      await findings.settled();
    },
    {
      prepare: (round) => {
        pour({ ...world, rows: changed.map((row) => touched(row, round)) });
      },
    },
  );
  const { shown } = findings;
  const tree = new FindingsTree(state);
  const expand = async (id: string | undefined): Promise<readonly string[]> => {
    await tree.prepare(id);
    const below = tree.children(id);
    for (const row of below) tree.row(row);
    return below;
  };
  await about('show the lists', 10, () => expand(undefined), {
    isAnswer: true,
    prepare: () => {
      tree.show(shown);
    },
  });
  const groups = tree.children(undefined).flatMap((list) => tree.children(list));
  await about(
    'open a kind of findings for the first time',
    groups.length,
    (round) => expand(groups[round]),
    {
      prepare: () => {
        tree.show(shown);
      },
    },
  );
  for (const group of groups) await tree.prepare(group);
  await about('open it again', groups.length, (round) => expand(groups[round]), { isAnswer: true });
  const lists = groups.flatMap((group) => tree.children(group)).slice(0, 100);
  await about('open a bucket', lists.length, (round) => expand(lists[round]), { isAnswer: true });
  findings.look();
  await about('look at new outsiders', 10, () => {
    findings.look();
  });
  for (const [name, write] of Object.entries({
    Markdown: markdownReport,
    CSV: csvReport,
    SARIF: sarifReport,
  })) {
    await about(`report as ${name}`, 2, async () =>
      write(
        reportOf(await findOutsiders({ ...state, ...rules }), {
          kind: 'outsiders',
          madeAt: now,
          accounts: [account],
          version: '0.0.0',
        }),
      ),
    );
  }
  findings.dispose();
  return figures;
}

const rules = { kindOf: () => undefined, now };

async function bruteForce(state: TreeState): Promise<number> {
  const contradicted = await contradictedIn(state);
  const start = performance.now();
  const newest = newestVersions(state);
  for (const own of ownShares(state)) {
    outsidersOf(own, { ...rules, contradicted });
    healthOf(own, newest, { adviseFailure: () => undefined });
  }
  return performance.now() - start;
}

function findingsOf({ inventory }: World, state: TreeState, clock: Clock): Findings {
  const never = (): (() => void) => () => undefined;
  const storage = new Map<string, unknown>();
  return new Findings({
    inventory,
    state,
    clock,
    store: { onDidChange: never },
    connections: { loaded: () => undefined, onDidLearn: never },
    allowed: { principals: undefined, onDidChange: never, settled: () => Promise.resolve() },
    membership: {
      isInside: () => undefined,
      containersOf: () => undefined,
      version: 0,
      onDidChange: never,
    },
    seen: seenOutsidersIn({
      get: (key) => storage.get(key),
      update: (key, value) => {
        storage.set(key, value);
        return Promise.resolve();
      },
    }),
  });
}

function stateOf({ inventory }: World): TreeState {
  return plainTreeState({
    accounts: [account],
    // As after a reading that came to its end, which this inventory has no cloud for.
    snapshot: (scope) => ({ ...inventory.snapshot(scope), loadedAt: now, incomplete: [] }),
  });
}

/** Runs what waits when it is told to. */
class HeldClock implements Clock {
  #waiting: (() => void)[] = [];

  now(): number {
    return now;
  }

  schedule(_delayMs: number, run: () => void): () => void {
    this.#waiting.push(run);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== run);
    };
  }

  run(): void {
    const due = this.#waiting;
    this.#waiting = [];
    for (const run of due) run();
  }
}

function touched(row: Association, round: number): Association {
  return { ...row, updatedAt: `2026-03-02T08:02:22.${String(round).padStart(3, '0')}Z` };
}
