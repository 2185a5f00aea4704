import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/inventory/access/findings.ts';
import { seenOutsidersIn } from '../../../../src/inventory/access/seen-outsiders.ts';
import { scope } from '../samples.ts';

const elsewhere = { ...scope, region: 'cn-beijing' };

function outsider(id: string, share = 'rs-1'): Finding {
  return {
    ...{ kind: 'outsider', severity: 'warning', cloud: 'alibaba', scope },
    share: { id: share, name: 'hub' },
    entity: { kind: 'principal', id },
    ...{ text: '', remedy: '' },
  };
}

function stored() {
  const values = new Map<string, unknown>();
  const storage = {
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
  return { values, seen: seenOutsidersIn(storage) };
}

const [one, two, three] = ['1', '2', '3'].map((id) => outsider(id)) as [Finding, Finding, Finding];

describe('outsiders that are new since the user looked', () => {
  it('are none the first time, also not where a part came first', () => {
    const { seen } = stored();
    assert.deepEqual(seen.newIn(scope, [one], false), []);
    assert.deepEqual(seen.newIn(scope, [one, two], true), []);
    assert.deepEqual(seen.newIn(scope, [one, two], true), []);
    assert.deepEqual(seen.newIn(elsewhere, [three], true), []);
  });

  it('are those that came since, until they were looked at', () => {
    const { seen } = stored();
    seen.newIn(scope, [one], true);
    assert.deepEqual(seen.newIn(scope, [one, two], true), [two]);
    assert.deepEqual(seen.newIn(scope, [one, two, three], false), [two, three]);
    seen.seen(scope, [one, two, three]);
    assert.deepEqual(seen.newIn(scope, [one, two, three], true), []);
    const other = outsider('1', 'rs-2');
    assert.deepEqual(seen.newIn(scope, [one, other], true), [other]);
  });

  it('are new again where they went and came back', () => {
    const { seen } = stored();
    seen.seen(scope, [one, two]);
    seen.seen(scope, [one]);
    assert.deepEqual(seen.newIn(scope, [one, two], true), [two]);
  });

  it('are told among many thousands, and what is remembered names nobody', () => {
    const { seen, values } = stored();
    const many = Array.from({ length: 20_000 }, (_, number) => outsider(`172050525300${number}`));
    seen.newIn(scope, many, true);
    assert.deepEqual(seen.newIn(scope, many.toReversed(), true), []);
    const text = JSON.stringify([...values]);
    assert.ok(text.length < 6 * many.length, `${text.length} characters`);
    assert.doesNotMatch(text, /1720505253/u);
    assert.deepEqual(seen.newIn(scope, [one, ...many, two], true), [one, two]);
    seen.seen(scope, [one, ...many]);
    assert.deepEqual(seen.newIn(scope, [one, ...many, two], true), [two]);
  });

  it('are none where there are more than have room, which leaves what is remembered as it is', () => {
    const { seen } = stored();
    seen.seen(scope, [one]);
    const many = Array.from({ length: seen.most + 1 }, (_, number) => outsider(`a${number}`));
    assert.deepEqual(seen.newIn(scope, many, true), []);
    seen.seen(scope, many);
    assert.deepEqual(seen.newIn(scope, [one, two], true), [two]);
  });

  it('are forgotten with their account, and survive what is no list', () => {
    const { seen, values } = stored();
    seen.seen(scope, [one]);
    seen.forgetAccount(scope.accountId);
    assert.deepEqual(seen.newIn(scope, [two], true), []);
    values.set('seenOutsiders', { [`${scope.accountId}/${scope.region}`]: [7] });
    assert.deepEqual(seen.newIn(scope, [two], true), []);
    values.set('seenOutsiders', 'nonsense');
    assert.deepEqual(seen.newIn(scope, [two], true), []);
    // As earlier versions had it.
    values.set('seenOutsiders', { [`${scope.accountId}/${scope.region}`]: ['AbCdEf12'] });
    assert.deepEqual(seen.newIn(scope, [two], true), []);
    assert.deepEqual(seen.newIn(scope, [two, three], true), [three]);
  });
});
