import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryFolder } from '../src/inventory/history/history-folder.ts';
import { History } from '../src/inventory/history/history.ts';
import { accessOn } from '../src/inventory/history/past-access.ts';
import type { Clock } from '../src/model/clock.ts';
import type { Association } from '../src/model/share.ts';
import { associationStates, parseStatus } from '../src/model/status.ts';
import { accessPage, changesPage, statePage } from '../src/vscode/history/history-pages.ts';
import { historyOfShare } from '../src/vscode/history/share-history.ts';
import { account, fill, pour, type World } from './filled-inventory.ts';
import { at, ms } from './stopwatch.ts';
import { printTable, type Cell } from './table.ts';
import { measured } from './turns.ts';

/** The longest that everything else may have to wait, in milliseconds. */
const bar = 50;
const start = Date.parse('2026-03-01T08:00:00Z');
const hourMs = 3_600_000;

/** Keeping what becomes of shares, and looking back: how long it takes, and how long everything else waits meanwhile. */
export async function benchHistory(form: 'quick' | 'full'): Promise<void> {
  const rows: Cell[][] = [
    ['shares', 'what', 'times', 'p50', 'p95', 'floor', 'ratio', 'longest block', 'bar', 'met'],
  ];
  // Once before, as a window that has run for a moment has.
  await onStage(200, (stage) => figuresOf(stage, 1));
  for (const size of form === 'quick' ? [1_000] : [1_000, 10_000]) {
    const figures = await onStage(size, (stage) => figuresOf(stage, form === 'quick' ? 2 : 5));
    for (const { what, durations, floor, block } of figures) {
      const p50 = at(durations, 0.5);
      rows.push([
        ...[size, what, durations.length, ms(p50), ms(at(durations, 0.95)), ms(floor)],
        ...[`${(p50 / floor).toFixed(1)} ×`, ms(block), `${bar} ms`, block < bar ? 'yes' : 'NO'],
      ]);
    }
  }
  printTable('The history: keeping it and looking back, in one process, with its files', rows, [
    'floor: to write, the text of what changed as JSON; to look back, all lines of the files read and parsed as JSON, unchecked, at once',
    'longest block: in which nobody else had a turn, by what the processor has done meanwhile',
  ]);
}

interface Stage {
  readonly world: World;
  readonly history: History;
  readonly path: string;
  readonly clock: Clock & { time: number };
}

interface Figure {
  readonly what: string;
  readonly durations: readonly number[];
  readonly floor: number;
  readonly block: number;
}

async function onStage<T>(size: number, work: (stage: Stage) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), 'history-bench-'));
  const world = fill(size);
  const clock = { time: start, now: () => clock.time, schedule: () => () => undefined };
  const { inventory } = world;
  const history = new History({
    inventory: {
      // As after a reading that came to its end, which this inventory has no cloud for.
      snapshot: (scope) => ({ ...inventory.snapshot(scope), loadedAt: clock.time }),
      onDidChange: inventory.onDidChange,
      onDidChangeLoading: inventory.onDidChangeLoading,
    },
    accounts: () => [account],
    folder: new HistoryFolder(path),
    days: () => 90,
    log: (line) => {
      throw new Error(line);
    },
    clock,
  });
  try {
    return await work({ world, history, path, clock });
  } finally {
    history.dispose();
    await rm(path, { recursive: true, force: true });
  }
}

async function figuresOf(stage: Stage, times: number): Promise<readonly Figure[]> {
  const { world, history, path, clock } = stage;
  const { shares, rows } = world;
  const names = { accounts: [account], formatTime: String };
  const bytesAtFirst = { shares, rows };
  const figures: Figure[] = [
    await figure('write everything as it is first seen', 1, textFloor(bytesAtFirst), () =>
      history.flush(),
    ),
  ];
  const change = async (what: string, every: number, rounds: number): Promise<void> => {
    const some = new Set(shares.filter((_, index) => index % every === 0).map(({ id }) => id));
    const changed = rows.filter(({ kind, shareId }) => kind === 'principal' && some.has(shareId));
    figures.push(
      await figure(
        what,
        rounds,
        textFloor({ changed }),
        () => history.flush(),
        (round) => {
          clock.time += hourMs;
          pour({ ...world, rows: changed.map((row) => toggled(row, round)) });
        },
      ),
    );
  };
  await change('write a difference: a share in a hundred', 100, times);
  await change('write a difference: every share', 1, 2);
  const back = (what: string, look: () => Promise<unknown>) => async (): Promise<Figure> =>
    figure(what, times, () => parsedAtOnce(path), look);
  const middle = start + 4 * hourMs;
  const [share] = shares;
  const principal = rows.find(({ kind }) => kind === 'principal')?.entityId ?? '';
  for (const look of [
    back('two times side by side, all shares', async () => {
      for (const time of [middle, clock.time]) {
        await statePage(await history.readAll(), time, names);
      }
    }),
    back('what changed since, all shares', async () =>
      changesPage(await history.readAll(), { since: start }, names),
    ),
    back('what changed, one share', () =>
      historyOfShare(history, { accountId: account.id, region: 'cn-hangzhou' }, share?.id ?? ''),
    ),
    back('who had access', async () =>
      accessPage(
        principal,
        middle,
        await accessOn(await history.readAll(), principal, middle),
        names,
      ),
    ),
  ]) {
    figures.push(await look());
  }
  return figures;
}

async function figure(
  what: string,
  times: number,
  floor: () => unknown,
  run: () => Promise<unknown>,
  prepare: (round: number) => void = () => undefined,
): Promise<Figure> {
  const durations: number[] = [];
  let block = 0;
  for (let round = 0; round < times; round += 1) {
    prepare(round);
    const { ms: took, longestTurn } = await measured(run);
    durations.push(took);
    block = Math.max(block, longestTurn.processor);
  }
  const before = performance.now();
  await floor();
  const least = performance.now() - before;
  return { what, durations: durations.toSorted((a, b) => a - b), floor: least, block };
}

function toggled(row: Association, round: number): Association {
  const text = round % 2 === 0 ? 'Associating' : 'Associated';
  return { ...row, status: parseStatus(associationStates, text) };
}

function textFloor(parts: Readonly<Record<string, readonly unknown[]>>): () => void {
  return () => {
    for (const part of Object.values(parts)) for (const one of part) JSON.stringify(one);
  };
}

/** What no reader of the same files can do without, and with no care for anybody else. */
async function parsedAtOnce(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    const text = await readFile(join(path, name), 'utf8');
    for (const line of text.split('\n')) if (line !== '') JSON.parse(line);
  }
}
