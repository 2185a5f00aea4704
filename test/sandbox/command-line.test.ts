import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readArguments, UsageError } from '../../src/sandbox/arguments.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { asContent, list, text, type Content } from './caller.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('npm run sandbox', () => {
  /** Runs the command and, once the first line is there, ends it with a signal. */
  function run(args: readonly string[], signal?: NodeJS.Signals): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child: ChildProcess = spawn(
        process.execPath,
        ['--import', 'tsx', 'src/sandbox/main.ts', ...args],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let [stdout, stderr] = ['', ''];
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (signal !== undefined && stdout.endsWith('\n')) child.kill(signal);
      });
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, stdout, stderr });
      });
    });
  }

  it('prints one line of JSON with endpoints and keys, and ends with SIGTERM', async () => {
    const { code, stdout, stderr } = await run(
      ['--json', '--seed', '3', '--shares', '5'],
      'SIGTERM',
    );
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(stdout.indexOf('\n'), stdout.length - 1);
    const description: Content = asContent(JSON.parse(stdout));
    assert.equal(description.seed, 3);
    const alibaba = asContent(asContent(description.clouds).alibaba);
    assert.deepEqual(
      list(alibaba, 'regions').map((region) => region.id),
      ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1'],
    );
    assert.deepEqual(
      list(description, 'accounts').map(({ cloud }) => cloud),
      [...Array.from({ length: 4 }, () => 'alibaba'), ...Array.from({ length: 4 }, () => 'huawei')],
    );
    for (const account of list(description, 'accounts')) {
      for (const key of ['cloud', 'label', 'accountId', 'accessKeyId', 'accessKeySecret', 'role']) {
        assert.notEqual(text(account, key), '');
      }
    }
  });

  it('ends with status 2 and a message for wrong flags', async () => {
    const { code, stdout, stderr } = await run(['--bogus']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /--bogus/);
  });
});

describe('flags of the sandbox', () => {
  it('have defaults, with the documented rates', () => {
    assert.deepEqual(readArguments([]), {
      options: { rates: 'documented' },
      json: false,
      help: false,
    });
  });

  it('shape the sandbox', () => {
    const flags = '--json --port 4000 --seed 5 --shares 10 --regions 20 --latency 150 --rates off';
    assert.deepEqual(readArguments(flags.split(' ')), {
      options: { rates: 'off', port: 4000, seed: 5, shares: 10, regions: 20, latencyMs: 150 },
      json: true,
      help: false,
    });
  });

  for (const flags of [
    '--bogus',
    '--port x',
    '--port 70000',
    '--rates sometimes',
    '--shares -1',
    '--regions 0',
    '--regions 21',
    'extra',
  ]) {
    it(`refuse ${flags}`, () => {
      assert.throws(() => readArguments(flags.split(' ')), UsageError);
    });
  }
});

describe('ports of the sandbox', () => {
  it('follow one another, and a taken one leaves none open', async () => {
    const first = await startFrom(23_400);
    const { control, clouds } = first.description;
    const port = Number(new URL(control).port);
    const { alibaba, huawei } = clouds;
    assert.deepEqual(
      [
        ...alibaba.regions.map(({ endpoint }) => endpoint),
        ...[alibaba.sts, alibaba.directory],
        ...[huawei.endpoint, huawei.iam, huawei.sts, huawei.organizations],
      ],
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((offset) => `http://127.0.0.1:${port + offset}`),
    );
    await assert.rejects(startSandbox({ port: port - 2 }), /EADDRINUSE/);
    await first.stop();
    const again = await startSandbox({ port: port - 2 });
    await again.stop();
  });
});

/** The first run of free ports from a number on: other programs may use some. */
async function startFrom(port: number): Promise<Sandbox> {
  try {
    const below = await startSandbox({ port: port - 2 });
    await below.stop();
    return await startSandbox({ port });
  } catch {
    return startFrom(port + 10);
  }
}
