import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { inProject, projectRoot } from '../../scripts/paths.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  describe(`npm start, ended by ${signal}`, () => {
    it('prints the address of a VS Code that answers, and leaves no process behind', async () => {
      const started = spawn(
        process.execPath,
        ['--import', 'tsx', inProject('scripts/start.ts'), '--host', 'server'],
        { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const ended = once(started, 'exit');
      let family: readonly number[] = [];
      try {
        const address = await printedAddress(started.stdout);
        const page = await fetch(address);
        assert.equal(page.status, 200);
        family = descendantsOf(started.pid ?? 0);
        assert.ok(family.length >= 2, 'the sandbox and the server run');
      } finally {
        started.kill(signal);
      }
      await ended;
      await until(() => family.every((pid) => !isAlive(pid)));
    });
  });
}

async function printedAddress(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /^\s*(http:\/\/localhost:\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('npm start ended without an address.');
}

/** Process ids below a process, at any depth. */
function descendantsOf(pid: number): readonly number[] {
  const parents = processes();
  const children = parents.filter(({ parent }) => parent === pid).map((entry) => entry.pid);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** From the kernel's own table, for a small machine has no `ps`. */
function processes(): readonly { readonly pid: number; readonly parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
}

function parentOf(pid: string): number {
  try {
    // The name before it stands in brackets and may hold anything.
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
    return Number(afterName.split(' ')[1]);
  } catch {
    // It has ended since.
    return 0;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(satisfied: () => boolean): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 100) {
    if (satisfied()) return;
    await delay(100);
  }
  assert.fail('Processes are still running.');
}
