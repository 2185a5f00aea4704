import { readArguments, usage, UsageError } from './arguments.ts';
import { startSandbox, type Sandbox, type SandboxDescription } from './sandbox.ts';

const cloudNames = { alibaba: 'Alibaba Cloud', huawei: 'Huawei Cloud' } as const;

await main();

async function main(): Promise<void> {
  try {
    const { options, json, help } = readArguments(process.argv.slice(2));
    if (help) {
      process.stdout.write(usage);
      return;
    }
    const sandbox = await startSandbox(options);
    stopOnSignal(sandbox);
    process.stdout.write(
      json ? `${JSON.stringify(sandbox.description)}\n` : describe(sandbox.description),
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** Without listeners and connections nothing keeps the process: it ends by itself, with status 0. */
function stopOnSignal(sandbox: Sandbox): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    clearInterval(watch);
    void sandbox.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  const watch = watchParent(stop);
}

/** npm passes a signal to a shell that dies of it and leaves this process behind: then it ends too. */
function watchParent(stop: () => void): NodeJS.Timeout | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500);
}

function describe(sandbox: SandboxDescription): string {
  const { alibaba, huawei } = sandbox.clouds;
  const lines = [
    'The sandbox runs. Nothing in it leaves this machine; Ctrl-C ends it.',
    '',
    'Alibaba Cloud Resource Sharing (2020-01-10)',
    ...alibaba.regions.map(({ id, endpoint }) => `  ${id.padEnd(16)}${endpoint}`),
    `  ${'sts'.padEnd(16)}${alibaba.sts}`,
    `  ${'directory'.padEnd(16)}${alibaba.directory}`,
    '',
    'Huawei Cloud Resource Access Manager (v1)',
    `  ${'global'.padEnd(16)}${huawei.endpoint}`,
    `  ${'iam'.padEnd(16)}${huawei.iam}`,
    `  ${'sts'.padEnd(16)}${huawei.sts}`,
    `  ${'organizations'.padEnd(16)}${huawei.organizations}`,
    '',
    'Accounts',
    ...sandbox.accounts.flatMap((account) => [
      `  ${account.label}, ${cloudNames[account.cloud]}: ${account.role}`,
      `    account id      ${account.accountId}`,
      `    key id          ${account.accessKeyId}`,
      `    key secret      ${account.accessKeySecret}`,
      ...(account.securityToken === undefined
        ? []
        : [`    token           ${account.securityToken}`]),
      '',
    ]),
    `Control endpoint: ${sandbox.control} (see docs/sandbox.md), seed ${sandbox.seed}`,
  ];
  return `${lines.join('\n')}\n`;
}
