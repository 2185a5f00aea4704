import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordOf } from '../../../src/changes/action.ts';
import { planDraft } from '../../../src/changes/draft-change.ts';
import { Journal } from '../../../src/changes/journal.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { aDraft, byId } from './drafts.ts';
import { progressOf } from './running.ts';
import { temporaryDirectory } from './temporary.ts';

const plan = planDraft(
  aDraft({ resources: Array.from({ length: 12 }, (_, index) => byId(`vsw-${index}`)) }),
  abilities,
);
const part = plan.parts[0]?.key ?? '';
const begin = (id: string, at = 1): RecordOf<'begin'> => ({ type: 'begin', id, at, plan });
const sending = (step: number): RecordOf<'sending'> => ({ type: 'sending', at: 2, part, step });
const answered = (step: number): RecordOf<'answered'> => ({
  type: 'answered',
  at: 3,
  part,
  step,
  outcome: 'done',
  requestIds: ['r'],
});
const end = { type: 'end', at: 4, end: 'done' } as const;

describe('Journal', () => {
  let directory: string;
  let remove: () => Promise<void>;
  let journal: Journal;
  let damaged: string[];

  beforeEach(async () => {
    ({ path: directory, remove } = await temporaryDirectory());
    damaged = [];
    journal = new Journal({ directory, onDamaged: (name) => damaged.push(name) });
  });
  afterEach(() => remove());

  /** As a later session finds it. */
  const later = () => new Journal({ directory, onDamaged: (name) => damaged.push(name) });
  const found = async (from: Journal = later()) =>
    (await from.list()).map(({ state, status }) => `${state.id} ${status} ${progressOf(state)}`);

  it('keeps what was written, record by record, for the next session', async () => {
    const file = await journal.begin(begin('a'));
    assert.deepEqual(await found(), ['a cutOff notSent notSent notSent']);
    await file.write(sending(0));
    assert.deepEqual(await found(), ['a cutOff sending notSent notSent']);
    await file.write(answered(0));
    await file.write(end);
    assert.deepEqual(await found(), ['a ended done notSent notSent']);
    await file.close();
  });

  it('tells what runs from what was cut off, also in another process', async () => {
    const file = await journal.begin(begin('a'));
    assert.deepEqual(await found(journal), ['a running notSent notSent notSent']);
    assert.equal(await later().mayBeCutOff(), true);
    const lock = join(directory, 'a.lock');
    const holder = JSON.parse(await readFile(lock, 'utf8')) as { pid: number; bootedAt: number };
    // The parent lives as long as this test does.
    await writeFile(lock, JSON.stringify({ ...holder, pid: process.ppid }));
    assert.deepEqual(await found(), ['a running notSent notSent notSent']);
    assert.equal(await later().take('a'), undefined);
    await later().remove('a');
    assert.equal((await found()).length, 1, 'nobody removes what somebody writes');
    const rebooted = { pid: process.ppid, bootedAt: holder.bootedAt - 3_600_000 };
    await writeFile(lock, JSON.stringify(rebooted));
    assert.deepEqual(await found(), ['a cutOff notSent notSent notSent']);
    await file.close();
    assert.equal(await journal.mayBeCutOff(), false);
  });

  it('lets exactly one go on with what was cut off', async () => {
    const old = await journal.begin(begin('a'));
    await old.write(sending(0));
    const next = later();
    const file = await next.take('a');
    assert.ok(file);
    assert.equal(await next.take('a'), undefined);
    await file.write(answered(0));
    await file.write(end);
    await file.close();
    assert.deepEqual(await found(), ['a ended done notSent notSent']);
    await old.close();
    assert.equal(await next.take('unknown'), undefined);
    assert.equal(await next.take('../a'), undefined);
  });

  it('passes over a line that was cut off in the middle', async () => {
    const file = await journal.begin(begin('a'));
    await file.write(sending(0));
    await file.close();
    await appendFile(join(directory, 'a.jsonl'), '{"type":"answered","at":3,"part":"acc');
    assert.deepEqual(await found(), ['a cutOff sending notSent notSent']);
    const next = await later().take('a');
    await next?.write(answered(0));
    await next?.close();
    assert.deepEqual(await found(), ['a cutOff done notSent notSent']);
  });

  it('leaves out what is not its own, and says so without its content', async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'x.jsonl'), '{"secret":"s"}\n');
    await writeFile(join(directory, 'y.jsonl'), '\u0000'.repeat(100));
    await writeFile(join(directory, 'notes.txt'), 'mine');
    const other = { ...begin('z'), plan: { ...plan, version: 2 } };
    await writeFile(join(directory, 'z.jsonl'), `${JSON.stringify(other)}\n`);
    // A file that was copied to another name.
    await writeFile(join(directory, 'w.jsonl'), `${JSON.stringify(begin('v'))}\n`);
    assert.deepEqual(await found(), []);
    assert.deepEqual(damaged.sort(), ['w.jsonl', 'x.jsonl', 'y.jsonl', 'z.jsonl']);
  });

  it('says that nothing was sent where it can’t be written, and leaves nothing behind', async () => {
    const blocked = join(directory, 'file');
    await writeFile(blocked, '');
    const refused = new Journal({ directory: join(blocked, 'below') });
    await assert.rejects(refused.begin(begin('a')), (error) => {
      assert.ok(error instanceof CloudError);
      assert.equal(error.kind, 'local');
      assert.equal(error.details.notSent, true);
      assert.ok(error.details.meaning && error.details.advice);
      return true;
    });
    const file = await journal.begin(begin('a'));
    await assert.rejects(journal.begin(begin('a')), CloudError, 'an id is used once');
    await file.write(sending(0));
    assert.deepEqual(await found(), ['a cutOff sending notSent notSent']);
    await file.close();
  });

  it('writes nothing more once a record could not be written', async () => {
    const file = await journal.begin(begin('a'));
    await file.close();
    await assert.rejects(file.write(sending(0)), CloudError);
    await assert.rejects(file.write(answered(0)), CloudError);
    assert.deepEqual(await found(), ['a cutOff notSent notSent notSent']);
  });

  it('keeps only so many, the newest, and everything that was cut off', async () => {
    const small = new Journal({ directory, keep: 2 });
    for (const id of ['1', '2', '3', '4']) {
      const file = await small.begin(begin(id, Number(id)));
      if (id !== '1') await file.write(end);
      await file.close();
    }
    await small.prune();
    assert.deepEqual(
      (await found()).map((line) => line.slice(0, 8)),
      ['4 ended ', '3 ended ', '1 cutOff'],
    );
    const bytes = (await readFile(join(directory, '4.jsonl'))).byteLength;
    await new Journal({ directory, keepBytes: bytes }).prune();
    assert.deepEqual((await readdir(directory)).sort(), ['1.jsonl', '4.jsonl']);
  });

  it('writes records of several parts one after the other', async () => {
    const file = await journal.begin(begin('a'));
    await Promise.all([0, 1, 2].map((step) => file.write(sending(step))));
    await file.close();
    assert.deepEqual(await found(), ['a cutOff sending sending sending']);
  });
});
