import assert from 'node:assert/strict';
import { AccountStore } from '../../../src/accounts/account-store.ts';
import { parseProfiles, writingWhile } from '../../../src/accounts/profile.ts';
import type { CloudError } from '../../../src/clouds/cloud-error.ts';
import { isWritable, type Account } from '../../../src/model/account.ts';
import { Emitter } from '../../../src/model/emitter.ts';
import { FakeClock } from '../clouds/fake-clock.ts';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Hub',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
};
const keys = { accessKeyId: 'FAKE-ID', accessKeySecret: 'FAKE-SECRET' };

/** By its name: what loads late has a class of its own here. */
function isCloudError(error: unknown): error is CloudError {
  return error instanceof Error && error.name === 'CloudError';
}

/** Storage of one machine, which any number of windows share. */
class Machine {
  readonly state = new Map<string, unknown>();
  readonly secrets = new Map<string, string>();
  readonly clock = new FakeClock();
  readonly #secretChanged = new Emitter<{ key: string }>();

  window(): AccountStore {
    return new AccountStore(
      {
        get: (key) => this.state.get(key),
        update: (key, value) => {
          this.state.set(key, structuredClone(value));
          return Promise.resolve();
        },
      },
      {
        get: (key) => Promise.resolve(this.secrets.get(key)),
        store: (key, value) => {
          this.secrets.set(key, value);
          this.#secretChanged.fire({ key });
          return Promise.resolve();
        },
        delete: (key) => {
          this.secrets.delete(key);
          this.#secretChanged.fire({ key });
          return Promise.resolve();
        },
        onDidChange: (listener) => ({ dispose: this.#secretChanged.listen(listener) }),
      },
      this.clock,
    );
  }
}

describe('AccountStore', () => {
  it('keeps keys in the vault and everything else in the state', async () => {
    const machine = new Machine();
    const store = machine.window();
    await store.add(account, { ...keys, securityToken: 'FAKE-TOKEN' });
    assert.deepEqual(store.list(), [account]);
    assert.deepEqual(await store.credentials('a1'), { ...keys, securityToken: 'FAKE-TOKEN' });
    assert.doesNotMatch(JSON.stringify([...machine.state]), /FAKE/u);
  });

  it('forgets the keys with the account', async () => {
    const machine = new Machine();
    const store = machine.window();
    await store.add(account, keys);
    await store.remove('a1');
    assert.deepEqual(store.list(), []);
    assert.equal(machine.secrets.size, 0);
    await assert.rejects(
      store.credentials('a1'),
      (error) => isCloudError(error) && error.kind === 'credentials',
    );
  });

  it('tells other windows when an account goes', async () => {
    const machine = new Machine();
    const first = machine.window();
    await first.add(account, keys);
    const second = machine.window();
    let told = 0;
    second.onDidChange(() => {
      told += 1;
    });
    await first.remove('a1');
    assert.equal(told, 1);
    assert.deepEqual(second.list(), []);
  });

  it('sees a change of another window that no event tells of', async () => {
    const machine = new Machine();
    const first = machine.window();
    const second = machine.window();
    const seen: number[] = [];
    second.onDidChange(() => seen.push(second.list().length));
    // The vault's event comes before the profile, and demo accounts have no keys at all.
    await first.add(account, keys);
    await first.addWithoutKeys([{ ...account, id: 'a2', sandbox: true }]);
    assert.equal(second.list().length, 2, 'the tree has read it meanwhile');
    assert.deepEqual(seen, []);
    await machine.clock.pass(2_000);
    assert.deepEqual(seen, [2]);
    await machine.clock.pass(20_000);
    assert.deepEqual(seen, [2], 'once');
  });

  it('shows a new account from the moment it is told of it', async () => {
    const store = new Machine().window();
    const told: number[] = [];
    store.onDidChange(() => told.push(store.list().length));
    const adding = store.addWithoutKeys([account]);
    assert.deepEqual(told, [1], 'nobody can draw the new list before that');
    await adding;
  });

  it('tells of new keys for an account that is there, in every window, and not of an account that comes or goes', async () => {
    const machine = new Machine();
    const windows = [machine.window(), machine.window()];
    const told: string[] = [];
    for (const window of windows) window.onDidChangeKeys((id) => told.push(id));
    await windows[0]?.add(account, keys);
    assert.deepEqual(told, []);
    await windows[0]?.add(account, { ...keys, accessKeySecret: 'FAKE-OTHER' });
    assert.deepEqual(told, ['a1', 'a1']);
    await windows[0]?.remove('a1');
    assert.equal(told.length, 2);
  });

  it('looks no more when it is disposed', () => {
    const machine = new Machine();
    machine.window().dispose();
    assert.equal(machine.clock.pending, 0);
  });

  it('tells its own listeners once for one change', async () => {
    const store = new Machine().window();
    let told = 0;
    store.onDidChange(() => {
      told += 1;
    });
    await store.add(account, keys);
    await store.add(account, keys);
    assert.equal(told, 1, 'the second time nothing changed');
  });

  it('says what to do when the stored keys are damaged', async () => {
    const machine = new Machine();
    const store = machine.window();
    await store.add(account, keys);
    machine.secrets.set('account/a1', '{"accessKeyId":');
    await assert.rejects(store.credentials('a1'), (error) => {
      assert.ok(isCloudError(error));
      assert.match(error.details.advice ?? '', /Replace the keys/u);
      return true;
    });
  });
});

describe('a secret storage that fails', () => {
  function failing(machine: Machine): AccountStore {
    const reject = (): Promise<never> => Promise.reject(new Error('keyring: FAKE-SECRET locked'));
    return new AccountStore(
      {
        get: (key) => machine.state.get(key),
        update: (key, value) => {
          machine.state.set(key, structuredClone(value));
          return Promise.resolve();
        },
      },
      {
        get: reject,
        store: reject,
        delete: reject,
        onDidChange: () => ({ dispose: () => undefined }),
      },
      machine.clock,
    );
  }

  it('adds nothing, says why in words, and quotes nothing of what it said', async () => {
    const machine = new Machine();
    const store = failing(machine);
    for (const attempt of [store.add(account, keys), store.credentials('a1')]) {
      await assert.rejects(attempt, (error) => {
        assert.ok(isCloudError(error));
        assert.equal(error.details.code, 'SecretStorageFailed');
        assert.match(error.details.advice ?? '', /keyring/u);
        assert.doesNotMatch(JSON.stringify({ ...error.details, stack: error.stack }), /FAKE/u);
        return true;
      });
    }
    assert.deepEqual(store.list(), []);
  });

  it('lets keys be kept for as long as the window is open, and nowhere else', async () => {
    const machine = new Machine();
    const store = failing(machine);
    await store.add(account, keys, 'session');
    assert.deepEqual(await store.credentials('a1'), keys);
    assert.doesNotMatch(JSON.stringify([...machine.state]), /FAKE/u);
    let changed = 0;
    store.onDidChangeKeys(() => (changed += 1));
    await store.replaceKeys('a1', { ...keys, accessKeyId: 'FAKE-NEW' }, 'session');
    assert.equal((await store.credentials('a1')).accessKeyId, 'FAKE-NEW');
    assert.equal(changed, 1);
    // The next window knows the account and asks for its keys.
    await assert.rejects(machine.window().credentials('a1'), /No keys are stored/u);
  });

  it('lets keys that another window stores replace those that only this one had', async () => {
    const machine = new Machine();
    const one = machine.window();
    await one.add(account, { ...keys, accessKeyId: 'FAKE-SESSION' }, 'session');
    await machine.window().replaceKeys('a1', { ...keys, accessKeyId: 'FAKE-STORED' });
    assert.equal((await one.credentials('a1')).accessKeyId, 'FAKE-STORED');
  });
});

describe('writing', () => {
  const writable = (store: AccountStore): boolean =>
    store.list().every((one) => isWritable(one)) && store.list().length > 0;

  it('is off for an account of which nobody has said anything, but on for a demo account', async () => {
    const store = new Machine().window();
    await store.add(account, keys);
    assert.equal(writable(store), false);
    const demo = new Machine().window();
    await demo.addWithoutKeys([{ ...account, sandbox: true }]);
    assert.equal(writable(demo), true);
    await demo.change('a1', { writing: 'off' });
    assert.equal(writable(demo), false);
  });

  it('stays on for good, and off, in every window', async () => {
    const machine = new Machine();
    const [one, other] = [machine.window(), machine.window()];
    await one.add(account, keys);
    await one.change('a1', { writing: 'on' });
    await machine.clock.pass(24 * 3_600_000);
    assert.deepEqual([writable(one), writable(other)], [true, true]);
    await other.change('a1', { writing: 'off' });
    assert.deepEqual([writable(one), writable(other)], [false, false]);
    assert.deepEqual(await one.credentials('a1'), keys);
  });

  it('ends by itself to the millisecond, and says so', async () => {
    const machine = new Machine();
    const store = machine.window();
    await store.add(account, keys);
    await store.change('a1', { writing: { until: machine.clock.now() + writingWhile } });
    let told = 0;
    store.onDidChange(() => (told += 1));
    await machine.clock.pass(writingWhile - 1);
    assert.equal(writable(store), true);
    await machine.clock.pass(1);
    assert.equal(writable(store), false);
    await machine.clock.pass(2_000);
    assert.equal(told, 1);
  });

  it('is off where the end lies too far ahead, as the clock was put back, or is no time at all', () => {
    for (const writing of [{ until: writingWhile + 1 }, { until: 'x' }, {}, 7, null, 'ON']) {
      const { accounts } = parseProfiles([{ ...account, sandbox: true, writing }], 0);
      assert.deepEqual(accounts.map(isWritable), [false], JSON.stringify(writing));
    }
  });

  it('keeps the production mark', async () => {
    const store = new Machine().window();
    await store.add({ ...account, production: true }, keys);
    assert.equal(store.find('a1')?.production, true);
    await store.change('a1', { production: false });
    assert.equal(store.find('a1')?.production, undefined);
  });
});

describe('parseProfiles', () => {
  it('leaves out what it cannot read and keeps the rest', () => {
    const stored = [
      account,
      { id: 'x' },
      null,
      { ...account, id: 'a2', cloud: 'aws' },
      { ...account, id: 'a3', extra: 1 },
    ];
    const { accounts, unreadable } = parseProfiles(stored, 0);
    assert.deepEqual(
      accounts.map(({ id }) => id),
      ['a1', 'a3'],
    );
    assert.equal(unreadable, 3);
  });

  it('takes anything else for an empty list', () => {
    for (const stored of [undefined, null, 'x', 7, {}]) {
      assert.deepEqual(parseProfiles(stored, 0).accounts, []);
    }
  });
});
