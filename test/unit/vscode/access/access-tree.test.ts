import assert from 'node:assert/strict';
import { abilities } from '../../../../src/clouds/alibaba/abilities.ts';
import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
import {
  membershipOf,
  nobodyKnows,
  type Membership,
} from '../../../../src/inventory/access/membership.ts';
import { scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { accessId, parseAccessId } from '../../../../src/vscode/access/access-address.ts';
import { grantLines } from '../../../../src/vscode/access/access-rows.ts';
import { AccessTree } from '../../../../src/vscode/access/access-tree.ts';
import { nameIn } from '../../../../src/vscode/access/text-at.ts';
import { aRow, aShare } from '../../inventory/samples.ts';
import {
  accounts,
  arrangedState,
  hangzhou,
  retail,
  type ArrangedState,
} from '../arrange/arranged.ts';

const beijing = { accountId: 'a1', region: 'cn-beijing' };
const folder = 'fd-bqp1yt0001';
const member = '1720505253000001';
const outsider = '1720505253000009';

interface World extends ArrangedState {
  readonly access: AccessTree;
  /** Rows below a row, indented, all of them open. */
  readonly drawn: (id?: string, indent?: string) => readonly string[];
}

function world(membership: Membership = nobodyKnows): World {
  const arranged = arrangedState(
    {},
    { abilities: (cloud) => (cloud === 'alibaba' ? abilities : undefined) },
  );
  const { inventory, state } = arranged;
  const index = new AccessIndex({
    inventory,
    scopes: scopesOf(accounts),
    accounts: () => accounts,
    membership,
  });
  const access = new AccessTree({ index, state });
  const drawn: World['drawn'] = (id, indent = '') =>
    access.children(id).flatMap((address) => {
      const row = access.row(address);
      assert.ok(row);
      const own = accessId(address);
      assert.deepEqual(parseAccessId(own), address);
      assert.equal(access.parent(own), id);
      const line = [row.label, row.description].filter(Boolean).join(' | ');
      assert.equal(row.collapsible === 'none', access.children(own).length === 0, line);
      return [`${indent}${line}`, ...drawn(own, `${indent}  `)];
    });
  return { ...arranged, access, drawn };
}

async function loaded(membership?: Membership): Promise<World> {
  const made = world(membership);
  await made.load(
    hangzhou,
    [aShare('rs-1', { name: 'hub' }), aShare('rs-2', { name: 'partners' })],
    [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', 'img-1', 'Associated', { entityType: 'Image' }),
      aRow('rs-1', folder, 'Associated', { kind: 'principal', external: false }),
      aRow('rs-2', 'vsw-1'),
      aRow('rs-2', 'vsw-2', 'Failed', {
        failures: [
          {
            ...{ entityId: outsider, entityType: 'Account', reason: 'LimitExceeded' },
            ...{ description: 'Too many.', operation: 'Associate' },
          },
        ],
      }),
      aRow('rs-2', outsider, 'Associated', { external: true }),
      aRow('rs-2', member, 'Associating', { external: false, invited: true }),
    ],
  );
  await made.load(beijing, [], []);
  await made.load(retail, [], []);
  return made;
}

describe('rows of the access view', () => {
  it('lead from types to resources to whoever is given them, and how', async () => {
    const { drawn } = await loaded();
    assert.deepEqual(drawn(), [
      'Image | 1 · Alibaba Cloud',
      '  img-1 | 1 principal · cn-hangzhou',
      `    ${folder} | Usable · through hub · Folder`,
      'VSwitch | 2 · Alibaba Cloud',
      '  vsw-1 | 3 principals · cn-hangzhou',
      `    ${member} | Invited, not usable yet · through partners · Account`,
      `    ${outsider} | Usable · through partners · Account · outside the organisation`,
      `    ${folder} | Usable · through hub · Folder`,
      '  vsw-2 | 2 principals · cn-hangzhou',
      `    ${member} | Invited, not usable yet · through partners · Account`,
      `    ${outsider} | Failed · through partners · Account · outside the organisation`,
    ]);
  });

  it('lead from principals, outsiders first, to what they are given', async () => {
    const { access, drawn } = await loaded();
    access.show({ mode: 'principal' });
    assert.deepEqual(drawn(), [
      'Outside the organisation | 1',
      `  ${outsider} | Account · 2 resources · outside the organisation`,
      '    vsw-1 | Usable · through partners · VSwitch · cn-hangzhou',
      '    vsw-2 | Failed · through partners · VSwitch · cn-hangzhou',
      'Folders | 1',
      `  ${folder} | Folder · 2 resources`,
      '    img-1 | Usable · through hub · Image · cn-hangzhou',
      '    vsw-1 | Usable · through hub · VSwitch · cn-hangzhou',
      'Accounts | 1',
      `  ${member} | Account · 2 resources`,
      '    vsw-1 | Invited, not usable yet · through partners · VSwitch · cn-hangzhou',
      '    vsw-2 | Invited, not usable yet · through partners · VSwitch · cn-hangzhou',
    ]);
  });

  it('have services of the cloud by themselves, not outside, whatever their rows say', async () => {
    const made = world();
    const service = 'backup.aliyuncs.com';
    const row = aRow('rs-1', service, 'Associated', { kind: 'principal', external: true });
    await made.load(hangzhou, [aShare('rs-1', { name: 'hub' })], [aRow('rs-1', 'vsw-1'), row]);
    await made.load(beijing, [], []);
    await made.load(retail, [], []);
    assert.equal(made.drawn().at(-1)?.trim(), `${service} | Usable · through hub · Cloud service`);
    made.access.show({ mode: 'principal' });
    assert.deepEqual(made.drawn().slice(0, 2), [
      'Cloud services | 1',
      `  ${service} | Cloud service · 1 resource`,
    ]);
    const [group] = made.access.children(undefined);
    const [address] = made.access.children(group && accessId(group));
    assert.ok(address && made.access.row(address)?.context.includes('service'));
  });

  it('say what each is about, whose id and ARN can be copied', async () => {
    const { access, load } = world();
    const arn = 'acs:vpc:cn-hangzhou:1:vswitch/vsw-1';
    await load(
      hangzhou,
      [aShare('rs-1')],
      [aRow('rs-1', 'vsw-1', 'Associated', { arn }), aRow('rs-1', 'vsw-2'), aRow('rs-1', member)],
    );
    const seen: Record<string, string> = {};
    for (const mode of ['resource', 'principal'] as const) {
      access.show({ mode });
      const look = (id?: string): void => {
        for (const address of access.children(id)) {
          const row = access.row(address);
          assert.ok(row);
          const entity = access.entity(address);
          const own = entity?.kind === 'resource' ? entity.arn : undefined;
          // Exactly where there is one, the menu offers to copy it.
          assert.equal(row.context.includes('arn'), own !== undefined, row.label);
          const isNamed = row.context.some((token) =>
            ['resource', 'principal', 'grant'].includes(token),
          );
          assert.equal(isNamed, entity !== undefined, row.label);
          if (entity) seen[`${mode} ${address.kind} ${row.label}`] = `${entity.id} ${own ?? ''}`;
          look(accessId(address));
        }
      };
      look();
    }
    assert.deepEqual(seen, {
      'resource resource vsw-1': `vsw-1 ${arn}`,
      'resource resource vsw-2': 'vsw-2 ',
      [`resource grant ${member}`]: `${member} `,
      [`principal principal ${member}`]: `${member} `,
      'principal grant vsw-1': `vsw-1 ${arn}`,
      'principal grant vsw-2': 'vsw-2 ',
    });
  });

  it('say what reaches a principal through its folder, also one that no share names', async () => {
    const owners = accounts
      .filter(({ cloud }) => cloud === 'alibaba')
      .map(({ ownerId }) => ownerId);
    const organization = {
      ...({
        cloud: 'alibaba',
        id: 'rd-Ab12',
        managementId: owners[0] ?? '',
        known: 'all',
      } as const),
      ...{ members: new Set([...owners, member]), asked: new Set<string>(), readAt: 0 },
      containers: new Map([...owners, member].map((id) => [id, [folder]])),
    };
    const isAccount = (_cloud: string, id: string): boolean => /^\d{16}$/u.test(id);
    const { access, drawn } = await loaded(membershipOf([organization], 1, isAccount));
    access.show({ mode: 'principal' });
    const rows = drawn();
    const from = rows.findIndex((row) => row.startsWith('Accounts'));
    const own = owners.find((id) => id !== member);
    assert.ok(own);
    const count = new Set([...owners, member]).size;
    assert.equal(rows[from], `Accounts | ${count}`);
    const place = rows.indexOf(`  ${member} | Account · 2 resources · 2 as a part of ${folder}`);
    assert.ok(place > 0, rows.join('\n'));
    assert.deepEqual(rows.slice(place + 1, place + 5).toSorted(), [
      `    img-1 | Usable · through hub · Image · as a part of ${folder} · cn-hangzhou`,
      '    vsw-1 | Invited, not usable yet · through partners · VSwitch · cn-hangzhou',
      `    vsw-1 | Usable · through hub · VSwitch · as a part of ${folder} · cn-hangzhou`,
      '    vsw-2 | Invited, not usable yet · through partners · VSwitch · cn-hangzhou',
    ]);
    const mine = rows.findIndex((row) => row.includes(own));
    assert.match(rows[mine] ?? '', /\| Account · 2 as a part of fd-bqp1yt0001$/u);
    assert.match(rows[mine + 1] ?? '', /^ {4}img-1 \| Usable · through hub/u);
  });

  it('show what was looked for, in a thing or in what it is given to', async () => {
    const { access, drawn } = await loaded();
    access.show({ query: 'IMG' });
    assert.deepEqual(drawn().length, 3);
    assert.deepEqual(access.count, { shown: 1, all: 3 });
    access.show({ query: `vswitch ${outsider.slice(-4)}` });
    assert.deepEqual(access.count, { shown: 2, all: 3 });
    access.show({ query: 'nothing' });
    assert.deepEqual(drawn(), []);
    access.show({ mode: 'principal', query: 'img-1' });
    assert.deepEqual(access.count, { shown: 1, all: 3 });
  });

  it('keep their order, of many that are found few, most or all', async () => {
    const { access, load } = world();
    const ids = Array.from({ length: 60 }, (_, number) => {
      const mark = number % 25 === 3 ? 'rare' : number % 7 === 3 ? 'some' : 'much';
      return `vsw-${String(number).padStart(2, '0')}-${mark}`;
    });
    // As they come, they are in no order.
    const rows = ids.toSorted((one, other) => (one.slice(5) < other.slice(5) ? -1 : 1));
    await load(
      hangzhou,
      [aShare('rs-1')],
      [...rows.map((id) => aRow('rs-1', id)), aRow('rs-1', member)],
    );
    for (const query of ['rare', 'some', 'much', 'vsw', member]) {
      access.show({ query });
      const [type] = access.children(undefined);
      assert.ok(type);
      const found = access.children(accessId(type)).map((address) => access.row(address)?.label);
      const wanted = ids.filter((id) => query === member || id.includes(query));
      assert.deepEqual(found, wanted, query);
      assert.deepEqual(access.count, { shown: wanted.length, all: 60 });
    }
  });

  it('never show a count as whole that rests on what was not read', async () => {
    const { drawn, load } = world();
    await load(hangzhou, [aShare('rs-1')], [aRow('rs-1', 'vsw-1'), aRow('rs-1', member)]);
    assert.deepEqual(drawn().slice(0, 2), [
      'VSwitch | at least 1 · Alibaba Cloud',
      '  vsw-1 | at least 1 principal · cn-hangzhou',
    ]);
  });

  it('put what is very many into buckets, from which everything is reached', async () => {
    const { access, load } = world();
    const ids = Array.from(
      { length: 1_200 },
      (_, number) => `vsw-${String(number).padStart(4, '0')}`,
    );
    await load(
      hangzhou,
      [aShare('rs-1')],
      [...ids.map((id) => aRow('rs-1', id)), aRow('rs-1', member)],
    );
    const [type] = access.children(undefined);
    assert.ok(type);
    const buckets = access.children(accessId(type));
    assert.ok(buckets.length > 2 && buckets.every(({ kind }) => kind === 'bucket'));
    const rows = buckets.flatMap((bucket) =>
      access.children(accessId(bucket)).map((row) => {
        assert.equal(access.parent(accessId(row)), accessId(bucket));
        return access.row(row)?.label;
      }),
    );
    assert.deepEqual(rows, ids);
    const first = buckets[0];
    assert.match((first && access.row(first)?.label) ?? '', /^vsw-0000 … vsw-\d+$/u);
  });

  it('say of a failed grant why', async () => {
    const { access, state } = await loaded();
    const failed = access
      .children(undefined)
      .flatMap((type) => access.children(accessId(type)))
      .flatMap((resource) => access.children(accessId(resource)))
      .flatMap((address) => (address.kind === 'grant' ? (access.grant(address) ?? []) : []))
      .find((grant) => grant.state === 'failed');
    assert.ok(failed);
    assert.deepEqual(grantLines(failed, state), [
      `vsw-2 for ${outsider}`,
      'Resource share: partners',
      'Seen by: Network team · cn-hangzhou',
      'Resource: Failed',
      'Principal: Associated',
      'LimitExceeded · Too many.',
    ]);
  });
});

describe('a name in a file', () => {
  it('is what ids, ARNs and URNs are made of, without the end of a sentence', () => {
    const arn = 'acs:vpc:cn-hangzhou:1512666876910123:vswitch/vsw-1';
    assert.equal(nameIn(`subnet = "${arn}"`, 20)?.text, arn);
    assert.equal(nameIn('See vsw-1.', 6)?.text, 'vsw-1');
    assert.equal(nameIn('a b', 1), undefined);
  });

  it('is looked for near the place only, however long the line is', () => {
    const line = 'x'.repeat(1_000_000);
    const found = nameIn(line, 500_000);
    assert.ok(found && found.to - found.from <= 1_024);
  });
});
