import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A started program with everything it starts in turn; `stop` ends them all and may be called twice. */
export interface RunningProgram {
  readonly process: ChildProcess;
  /** Settles with the exit code (or the signal's name) when the program itself has ended. */
  readonly ended: Promise<number | string>;
  /** Everything it has printed so far, where its output is a pipe. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const running = new Set<RunningProgram>();

/**
 * Starts a program in a process group of its own, so that its children can be stopped together with it.
 * @param alsoStop ends what has left the group
 */
export function startProgram(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
  alsoStop?: () => void,
): RunningProgram {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
  });
  let output = '';
  const collect = (data: Buffer): void => {
    output += data.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const program: RunningProgram = {
    process: child,
    ended,
    output: () => output,
    stop: async () => {
      alsoStop?.();
      await stopGroup(child);
      running.delete(program);
    },
  };
  running.add(program);
  return program;
}

/**
 * Stops every started program when this process is told to end: by Ctrl-C, by a signal, or because the shell above it
 * has gone (a signal to `npm` ends only the shell it started, never what the shell runs).
 */
export function stopProgramsOnExit(): void {
  let ending = false;
  const end = (code: number): void => {
    if (ending) return;
    ending = true;
    void stopAllPrograms().finally(() => process.exit(code));
  };
  process.on('SIGINT', () => end(130));
  process.on('SIGTERM', () => end(143));
  process.on('SIGHUP', () => end(129));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end(129);
  }, 500).unref();
  process.once('exit', () => {
    for (const program of running) signalGroup(program.process, 'SIGKILL');
  });
}

/** Stops every program that was started and not stopped yet. */
export async function stopAllPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop()));
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (!signalGroup(child, 'SIGTERM')) return;
  const deadline = Date.now() + 3_000;
  while (Date.now() < deadline) {
    await delay(50);
    if (!signalGroup(child, 0)) return;
  }
  signalGroup(child, 'SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** True where anything of the group was there to receive the signal. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    return false;
  }
}
