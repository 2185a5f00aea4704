import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallOptions, Organization } from '../../../../src/clouds/cloud.ts';
import { namedParts } from '../../../../src/inventory/access/named-parts.ts';
import { OrganizationsFile } from '../../../../src/inventory/access/organizations-file.ts';
import { Organizations, type Told } from '../../../../src/inventory/access/organizations.ts';
import type { Account } from '../../../../src/model/account.ts';
import { ManualClock } from '../manual-clock.ts';
import { aRow, aShare } from '../samples.ts';
import { failure, gate } from '../scripted-cloud.ts';

const minute = 60_000;
const accounts: readonly Account[] = ['1', '2', '3'].map((id) => ({
  ...{ id: `a${id}`, cloud: 'alibaba', label: id, ownerId: id.repeat(16), regions: ['north'] },
}));
const [one = '', two = '', three = ''] = accounts.map(({ ownerId }) => ownerId);

/** An organisation of accounts, all of them in one folder. */
function organisation(id: string, members: readonly string[], readAt: number): Organization {
  return {
    ...{ id, managementId: members[0] ?? '', known: 'all', readAt },
    members: new Set(members),
    containers: new Map(members.map((member) => [member, ['fd-1']])),
  };
}

interface World {
  readonly organizations: Organizations;
  readonly clock: ManualClock;
  /** Accounts in the order in which they were asked. */
  readonly asked: string[];
  /** What each is to answer. */
  answer: (accountId: string, options: CallOptions) => Promise<Organization | undefined>;
}

function world(memory?: ConstructorParameters<typeof Organizations>[0]['memory']): World {
  const clock = new ManualClock();
  const made: World = {
    clock,
    asked: [],
    answer: () => Promise.reject(failure('denied')),
    organizations: new Organizations({
      accounts: () => accounts,
      connect: (id) =>
        Promise.resolve({
          organization: (_query: unknown, options: CallOptions) => {
            made.asked.push(id);
            return made.answer(id, options);
          },
        }),
      partsAt: () => Promise.resolve([]),
      isAccount: (_cloud, id) => /^\d{16}$/u.test(id),
      clock,
      ...(memory && { memory }),
    }),
  };
  return made;
}

describe('Organizations', () => {
  it('asks each account once in half an hour, one after the other, at the lowest priority', async () => {
    const { organizations, clock, asked, ...rest } = world();
    const made = { organizations, clock, asked, ...rest };
    await organizations.ask();
    assert.deepEqual(asked, ['a1', 'a2', 'a3']);
    await clock.advance(29 * minute);
    await organizations.ask();
    assert.equal(asked.length, 3);
    await clock.advance(2 * minute);
    await made.organizations.ask();
    assert.equal(asked.length, 6);
  });

  it('asks nobody whose organisation another one has told of, and first who has told before', async () => {
    const made = world();
    const priorities = new Set<string>();
    made.answer = (id, { priority }) => {
      priorities.add(priority);
      return id === 'a2'
        ? Promise.resolve(organisation('rd-1', [two, three], made.clock.now()))
        : Promise.reject(failure('denied'));
    };
    await made.organizations.ask();
    assert.deepEqual(made.asked, ['a1', 'a2']);
    assert.deepEqual(made.organizations.containersOf('alibaba', three), ['fd-1', 'rd-1']);
    await made.clock.advance(31 * minute);
    await made.organizations.ask();
    assert.deepEqual(made.asked.slice(2), ['a2', 'a1']);
    assert.deepEqual([...priorities], ['watch']);
  });

  it('takes nothing for known that does not hold the account itself', async () => {
    const made = world();
    made.answer = () => Promise.resolve(organisation('rd-1', ['9'.repeat(16)], made.clock.now()));
    await made.organizations.ask();
    assert.equal(made.organizations.isInside('alibaba', one, '9'.repeat(16)), undefined);
    assert.equal(made.organizations.containersOf('alibaba', '9'.repeat(16)), undefined);
  });

  it('keeps what it knows through a failure that may pass, and asks again in a minute', async () => {
    const made = world();
    made.answer = () => Promise.resolve(organisation('rd-1', [one, two, three], made.clock.now()));
    await made.organizations.ask();
    await made.clock.advance(31 * minute);
    made.answer = () => Promise.reject(failure('network'));
    await made.organizations.ask();
    assert.equal(made.organizations.isInside('alibaba', one, two), true);
    const before = made.asked.length;
    await made.organizations.ask();
    assert.equal(made.asked.filter((id) => id === 'a1').length, 2);
    await made.clock.advance(minute);
    made.answer = () => Promise.reject(failure('denied'));
    await made.organizations.ask();
    assert.ok(made.asked.length > before);
    assert.equal(made.organizations.isInside('alibaba', one, two), undefined);
  });

  it('is one reading for all who come meanwhile, and tells when it knows another thing', async () => {
    const made = world();
    const { opened, open } = gate();
    made.answer = async () => {
      await opened;
      return organisation('rd-1', [one, two, three], made.clock.now());
    };
    let told = 0;
    made.organizations.onDidChange(() => (told += 1));
    const { version } = made.organizations;
    const both = [made.organizations.ask(), made.organizations.ask()];
    open();
    await Promise.all(both);
    assert.deepEqual(made.asked, ['a1']);
    assert.equal(told, 1);
    assert.ok(made.organizations.version > version);
  });

  it('forgets what a removed account has told', async () => {
    const made = world();
    made.answer = () => Promise.resolve(organisation('rd-1', [one, two, three], made.clock.now()));
    await made.organizations.ask();
    made.organizations.keepOnly(accounts.slice(1));
    assert.equal(made.organizations.isInside('alibaba', one, two), undefined);
  });

  describe('from one session to the next', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'organizations-'));
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it('remembers what it was told, and that it was denied', async () => {
      const path = join(folder, 'deeper', 'organizations.json');
      const file = new OrganizationsFile(path, () => true);
      const first = world(file);
      first.answer = (id) =>
        id === 'a1'
          ? Promise.resolve(organisation('rd-1', [one, two], first.clock.now()))
          : Promise.reject(failure('denied'));
      await first.organizations.ask();
      assert.deepEqual(first.asked, ['a1', 'a3']);
      await file.settled();
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.deepEqual(await readdir(join(folder, 'deeper')), ['organizations.json']);
      const next = world({ read: () => file.read(), write: () => undefined });
      await next.organizations.ask();
      assert.deepEqual(next.asked, []);
      assert.deepEqual(next.organizations.containersOf('alibaba', two), ['fd-1', 'rd-1']);
      assert.equal(next.organizations.isInside('alibaba', one, three), false);
      await next.clock.advance(31 * minute);
      await next.organizations.ask();
      assert.deepEqual(next.asked, ['a1', 'a2', 'a3']);
    });

    it('knows nothing by a file that is damaged, of another account, or that may not be kept', async () => {
      const path = join(folder, 'organizations.json');
      const told: Told = {
        ...{ accountId: 'a1', ownerId: 'somebody else', askAgainAt: Number.MAX_SAFE_INTEGER },
      };
      for (const text of ['', '{', '[]', JSON.stringify({ version: 2, told: [] })]) {
        await writeFile(path, text);
        assert.deepEqual(await new OrganizationsFile(path, () => true).read(), []);
      }
      const file = new OrganizationsFile(path, () => true);
      file.write([told]);
      await file.settled();
      assert.equal((await file.read()).length, 1);
      assert.deepEqual(await new OrganizationsFile(path, () => false).read(), []);
      const made = world(file);
      await made.organizations.ask();
      assert.ok(made.asked.includes('a1'));
      await file.settled();
      await file.clear();
      assert.deepEqual(await readdir(folder), []);
    });
  });
});

describe('namedParts', () => {
  const kindOf = (id: string) =>
    id.startsWith('fd-')
      ? ('folder' as const)
      : id.includes('.')
        ? ('service' as const)
        : 'account';
  const parts = (...principals: readonly string[]) =>
    namedParts(
      accounts.slice(0, 1),
      (scope) => ({
        ...{ scope, loading: false, incomplete: [] },
        entries: new Map([
          [
            'rs-1',
            {
              share: aShare('rs-1'),
              resources: [],
              principals: principals.map((id) => aRow('rs-1', id, 'Associated')),
            },
          ],
        ]),
      }),
      kindOf,
    );

  it('are the folders that shares name; none where only accounts are, nothing where nobody is', () => {
    assert.deepEqual(parts(one, 'fd-1', two, 'fd-2', 'fd-1'), ['fd-1', 'fd-2']);
    assert.deepEqual(parts(one), []);
    assert.equal(parts(), undefined);
    assert.equal(parts('pai.aliyuncs.com'), undefined);
  });
});
