import assert from 'node:assert/strict';
import type { Looked, OwnShare } from '../../../../src/inventory/access/findings.ts';
import { healthOf } from '../../../../src/inventory/access/health.ts';
import { KeptFindings } from '../../../../src/inventory/access/kept-findings.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import { aRow, aShare, manyShares } from '../samples.ts';
import { lookedAt } from './looked.ts';

const goesOn = new AbortController().signal;

/** Finds the health of shares and notes which of them it looked at. */
function watched() {
  const kept = new KeptFindings();
  let seen: string[] = [];
  const of = (own: OwnShare) => {
    seen.push(own.entry.share.id);
    return healthOf(own, new Map(), { adviseFailure: () => undefined });
  };
  return {
    look: async (looked: Looked, basis = '') => {
      seen = [];
      const found = await kept.all(looked, basis, of, goesOn);
      return { seen, found: found?.map(({ kind, share }) => `${kind} ${share?.id ?? ''}`.trim()) };
    },
    kept,
    of,
  };
}

const member = '1720505253000001';

describe('kept findings', () => {
  it('looks at a share once as long as it stays as it is', async () => {
    const { look } = watched();
    const looked = lookedAt(
      ['rs-1', 'rs-2', 'rs-3'].map((id) => aShare(id)),
      [aRow('rs-1', 'vsw-1'), aRow('rs-1', member), aRow('rs-2', 'vsw-2'), aRow('rs-3', member)],
    );
    const found = ['emptyShare rs-2', 'emptyShare rs-3'];
    assert.deepEqual(await look(looked), { seen: ['rs-1', 'rs-2', 'rs-3'], found });
    assert.deepEqual(await look(looked), { seen: [], found });
    const { incomplete, entries } = looked.snapshot({ accountId: '', region: '' });
    const changed = new Map<string, ShareEntry>(entries);
    const [second] = [...entries.values()].slice(1);
    assert.ok(second);
    changed.set('rs-2', { ...second, principals: [aRow('rs-2', member)] });
    const after = { ...looked, snapshot: () => ({ incomplete, entries: changed }) };
    assert.deepEqual(await look(after), { seen: ['rs-2'], found: ['emptyShare rs-3'] });
  });

  it('looks again where what it rests on is another one, and where more or less of it is held', async () => {
    const { look } = watched();
    const whole = lookedAt([aShare('rs-1')], []);
    await look(whole, 'one');
    assert.deepEqual((await look(whole, 'two')).seen, ['rs-1']);
    const partly = { ...whole, snapshot: () => ({ ...held, incomplete: [{ part }] }) };
    const part = 'ownPrincipals' as const;
    const held = whole.snapshot({ accountId: '', region: '' });
    assert.deepEqual(await look(partly, 'two'), {
      seen: ['rs-1'],
      found: ['emptyShare rs-1', 'notRead'],
    });
  });

  it('lets others have their turn among many shares, and can be given up there', async () => {
    const { kept, of } = watched();
    const { shares, rows } = manyShares(600);
    const looked = lookedAt(shares, rows);
    let turns = 0;
    const count = (): void => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    assert.deepEqual(await kept.all(looked, '', of, goesOn), []);
    clearImmediate(turning);
    assert.ok(turns >= 2, `${turns} turns`);
    const stopped = AbortSignal.abort();
    assert.equal(await new KeptFindings().all(looked, '', of, stopped), undefined);
  });
});
