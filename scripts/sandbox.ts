import { createInterface } from 'node:readline';
import { inProject, projectRoot } from './paths.ts';
import { startProgram } from './processes.ts';

/** A sandbox in a process of its own. */
export interface RunningSandbox {
  /** Where it describes itself and takes orders; what `RESOURCE_SHARES_SANDBOX` is set to. */
  readonly control: string;
  /** The line it printed about itself: endpoints, accounts, keys. */
  readonly description: SandboxDescription;
  /** Lets it answer nothing at all until it is thawed: calls wait as on a network that is down. Not on Windows. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly stop: () => Promise<void>;
}

export interface SandboxDescription {
  readonly control: string;
  /** The vendors' hosts that the sandbox stands in for, with the address of each stand-in. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly accounts: readonly SandboxAccount[];
}

export interface SandboxAccount {
  readonly cloud: string;
  readonly label: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Only with temporary credentials. */
  readonly securityToken?: string;
}

/**
 * Starts the local cloud on free ports.
 * @param args more of its options, such as `--shares 100`
 * @throws when it ends before it says where it listens
 */
export async function startSandbox(args: readonly string[] = []): Promise<RunningSandbox> {
  const program = startProgram(
    process.execPath,
    ['--import', 'tsx', inProject('src/sandbox/main.ts'), '--json', ...args],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const { stdout } = program.process;
  if (stdout === null) throw new Error('The sandbox has no output.');
  const firstLine = new Promise<string>((resolve) => {
    createInterface({ input: stdout }).once('line', resolve);
  });
  const line = await Promise.race([firstLine, program.ended]);
  if (typeof line === 'number' || !line.startsWith('{')) {
    await program.stop();
    throw new Error(`The sandbox did not start:\n${program.output().trim()}`);
  }
  const description = JSON.parse(line) as SandboxDescription;
  const thaw = (): void => {
    program.process.kill('SIGCONT');
  };
  return {
    control: description.control,
    description,
    freeze: () => {
      program.process.kill('SIGSTOP');
    },
    thaw,
    stop: () => {
      thaw();
      return program.stop();
    },
  };
}
