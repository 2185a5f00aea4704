import assert from 'node:assert/strict';
import { ScopeStore } from '../../../src/inventory/scope-store.ts';
import { aRow, aShare } from './samples.ts';

describe('ScopeStore, while several readings run', () => {
  let store: ScopeStore;

  beforeEach(() => {
    store = new ScopeStore();
  });

  const ids = (shareId: string) =>
    store.entries
      .get(shareId)
      ?.resources.map(({ entityId, status }) => `${entityId} ${status.text}`);
  const whole = { shares: true, kinds: ['resource', 'principal'] } as const;

  /** A reading that names nothing but these. */
  function readAll(shares: readonly string[], rows: readonly ReturnType<typeof aRow>[] = []): void {
    const reading = store.startReading();
    store.putShares(
      shares.map((id) => aShare(id)),
      reading,
    );
    store.putRows(rows, reading);
    store.endReading(reading, whole);
    store.closeReading(reading);
    store.flush();
  }

  it('does not bring back a share that a later reading has found gone', () => {
    readAll(['rs-1', 'rs-2']);
    const slow = store.startReading();
    readAll(['rs-2']);
    store.putShares([aShare('rs-1')], slow);
    store.flush();
    assert.deepEqual([...store.entries.keys()], ['rs-2']);
  });

  it('does not bring back a row that a later reading has found gone', () => {
    readAll(['rs-1'], [aRow('rs-1', 'vsw-1')]);
    const slow = store.startReading();
    readAll(['rs-1']);
    store.putRows([aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2')], slow);
    store.flush();
    assert.deepEqual(ids('rs-1'), []);
  });

  it('lets go in the end what only an earlier reading has named late', () => {
    readAll(['rs-1', 'rs-2'], [aRow('rs-1', 'vsw-1')]);
    const slow = store.startReading();
    const load = store.startReading();
    store.putShares([aShare('rs-1')], load);
    store.putShares([aShare('rs-2')], slow);
    store.putRows([aRow('rs-1', 'vsw-1')], slow);
    store.endReading(load, whole);
    store.flush();
    assert.deepEqual([...store.entries.keys()], ['rs-1']);
    assert.deepEqual(ids('rs-1'), []);
  });

  it('does not take up from an earlier reading what was never known and is not in the whole list', () => {
    const slow = store.startReading();
    readAll(['rs-1']);
    store.putShares([aShare('rs-late')], slow);
    store.putRows([aRow('rs-1', 'vsw-late')], slow);
    store.flush();
    assert.deepEqual([...store.entries.keys()], ['rs-1']);
    assert.deepEqual(ids('rs-1'), []);
  });

  it('forgets what was gone when no reading runs', () => {
    readAll(['rs-1']);
    readAll([]);
    readAll(['rs-1']);
    assert.deepEqual([...store.entries.keys()], ['rs-1']);
  });

  it('takes the answer of the reading that began later where nothing else tells two apart', () => {
    readAll(['rs-1'], [aRow('rs-1', 'vsw-1', 'Associating')]);
    const slow = store.startReading();
    readAll(['rs-1'], [aRow('rs-1', 'vsw-1', 'Associated')]);
    store.putShares([aShare('rs-1', { name: 'before' })], slow);
    store.putRows([aRow('rs-1', 'vsw-1', 'Associating')], slow);
    store.endReading(slow, whole);
    store.flush();
    assert.deepEqual(ids('rs-1'), ['vsw-1 Associated']);
    assert.equal(store.entries.get('rs-1')?.share.name, 'share-rs-1');
  });

  it('keeps rows that wait for their share only as long as the reading that brought them', () => {
    const load = store.startReading();
    const refresh = store.startReading();
    store.putRows([aRow('rs-1', 'vsw-old')], refresh);
    store.closeReading(refresh);
    store.putRows([aRow('rs-1', 'vsw-1')], load);
    store.putShares([aShare('rs-1')], load);
    store.flush();
    assert.deepEqual(ids('rs-1'), ['vsw-1 Associated']);
  });

  it('lists rows that no time tells apart always in the same way', () => {
    const one = aRow('rs-1', 'vsw-1', 'Associated', { statusMessage: 'one' });
    const other = aRow('rs-1', 'vsw-1', 'Associated', { statusMessage: 'other' });
    readAll(['rs-1'], [one, other]);
    const before = store.entries;
    readAll(['rs-1'], [other, one]);
    readAll(['rs-1'], [structuredClone(one), structuredClone(other)]);
    assert.equal(store.entries, before);
    readAll(['rs-1'], [one]);
    assert.equal(store.entries.get('rs-1')?.resources[0]?.statusMessage, 'one');
  });

  it('names a share as changed that went and came back between two events', () => {
    readAll(['rs-1'], [aRow('rs-1', 'vsw-1')]);
    const reading = store.startReading();
    store.endReading(reading, whole);
    store.merge([aShare('rs-1')], []);
    assert.deepEqual(store.flush(), { added: [], removed: [], changed: ['rs-1'] });
    assert.deepEqual(ids('rs-1'), []);
  });
});
