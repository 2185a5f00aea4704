import assert from 'node:assert/strict';
import { allowanceOf } from '../../../../src/inventory/access/allowed-principals.ts';
import type { Finding } from '../../../../src/inventory/access/findings.ts';
import { findOutsiders, type OutsiderOptions } from '../../../../src/inventory/access/outsiders.ts';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { aRow, aShare } from '../samples.ts';
import { lookedAt } from './looked.ts';

const member = '1720505253000001';
const outsider = '1720505253000009';
const now = Date.parse('2026-03-01T08:00:00Z');

async function outsiders(
  shares: readonly ResourceShare[],
  rows: readonly Association[],
  change: Partial<OutsiderOptions> = {},
): Promise<readonly Finding[]> {
  return await findOutsiders({ ...lookedAt(shares, rows), kindOf: kindOf, now, ...change });
}

const service = 'backup.aliyuncs.com';
const kindOf: OutsiderOptions['kindOf'] = ({ id }) => {
  if (id === service) return 'service';
  return /^\d/u.test(id) ? 'account' : 'folder';
};

function brief({ kind, severity, share, entity }: Finding): string {
  return [severity, kind, share?.id, entity?.id].filter(Boolean).join(' ');
}

describe('outsiders', () => {
  it('are those that the cloud says are outside; who is not known is never taken as inside', async () => {
    const found = await outsiders(
      [aShare('rs-1')],
      [
        aRow('rs-1', 'vsw-1'),
        aRow('rs-1', member, 'Associated', { external: false }),
        aRow('rs-1', '1720505253000002'),
        aRow('rs-1', outsider, 'Associated', { external: true }),
        aRow('rs-1', 'fd-1', 'Associated', { kind: 'principal' }),
        aRow('rs-1', '1720505253000003', 'Disassociated', { external: true }),
      ],
    );
    assert.deepEqual(found.map(brief), [
      `warning outsider rs-1 ${outsider}`,
      'note unknownPrincipal rs-1 1720505253000002',
    ]);
    assert.equal(
      found[0]?.text,
      `${outsider} is outside the organisation. Resources that it can use through share-rs-1: 1.`,
    );
  });

  it('takes a principal of which not even the kind is known for unknown', async () => {
    const rows = [aRow('rs-1', 'fd-1', 'Associated', { kind: 'principal' })];
    const found = await outsiders([aShare('rs-1')], rows, { kindOf: () => undefined });
    assert.deepEqual(found.map(brief), ['note unknownPrincipal rs-1 fd-1']);
  });

  it('are not told where rows of one owner contradict each other', async () => {
    const shares = [
      aShare('rs-1'),
      aShare('rs-2'),
      aShare('rs-3', { ownerId: '1990000000000001' }),
    ];
    const rows = [
      aRow('rs-1', member, 'Associated', { external: true }),
      aRow('rs-2', member, 'Associated', { external: false }),
      // What another owner has to do with it is another question.
      aRow('rs-3', member, 'Associated', { external: true }),
    ];
    assert.deepEqual((await outsiders(shares, rows)).map(brief), [
      `warning outsider rs-3 ${member}`,
      `note unknownPrincipal rs-1 ${member}`,
      `note unknownPrincipal rs-2 ${member}`,
    ]);
    const membership = { isInside: () => true, containersOf: () => ['rd-1'] };
    assert.deepEqual(await outsiders(shares, rows, { membership }), []);
  });

  it('are said to be in another organisation where that is known', async () => {
    const rows = [aRow('rs-1', member, 'Associated', { external: true })];
    const membership = { isInside: () => undefined, containersOf: () => ['rd-1'] };
    const [found] = await outsiders([aShare('rs-1')], rows, { membership });
    assert.equal(
      found?.text,
      `${member} is in an organisation that the owner of share-rs-1 is not in. Resources that it can use through it: 0.`,
    );
  });

  it('are no services of the cloud: they are told for themselves, and by the list where there is one', async () => {
    const shares = [aShare('rs-1', { allowExternal: true })];
    const rows = [
      aRow('rs-1', 'vsw-1'),
      aRow('rs-1', service, 'Associated', { kind: 'principal', external: true }),
    ];
    const [found, ...more] = await outsiders(shares, rows);
    // Without letting outsiders in it could not be given anything.
    assert.deepEqual(more, []);
    assert.ok(found);
    assert.equal(brief(found), `note cloudService rs-1 ${service}`);
    assert.equal(
      found.text,
      `${service} is a service of the cloud. Resources that it can use through share-rs-1: 1.`,
    );
    assert.equal(found.remedy, 'Nothing to do where the service is meant to use them.');
    const by = async (allowed: OutsiderOptions['allowed'] & object) =>
      (await outsiders(shares, rows, { allowed })).map(
        (one) => `${brief(one)} ${one.allowed === true ? 'allowed' : 'not allowed'}`,
      );
    assert.deepEqual(await by([]), [`warning cloudService rs-1 ${service} not allowed`]);
    assert.deepEqual(await by([{ id: service }]), [`note cloudService rs-1 ${service} allowed`]);
  });

  it('leaves out shares that have ended, and those of others', async () => {
    const shares = [
      aShare('rs-1', { status: parseStatus(shareStates, 'Deleted') }),
      aShare('rs-2', { owner: 'other' }),
    ];
    const rows = shares.map(({ id }) => aRow(id, outsider, 'Associated', { external: true }));
    assert.deepEqual(await outsiders(shares, rows), []);
  });

  it('are told once for a share that two accounts here see as theirs', async () => {
    const rows = [aRow('rs-1', outsider, 'Associated', { external: true })];
    const once = lookedAt([aShare('rs-1')], rows);
    const [account] = once.accounts;
    assert.ok(account);
    const twice = [account, { ...account, id: 'account-2' }];
    const found = await findOutsiders({ ...once, accounts: twice, kindOf: kindOf, now });
    assert.deepEqual(found.map(brief), [`warning outsider rs-1 ${outsider}`]);
  });

  it('has shares that let outsiders in and have none, where that is sure', async () => {
    const open = [aShare('rs-1', { allowExternal: true })];
    const inside = aRow('rs-1', member, 'Associated', { external: false });
    assert.deepEqual((await outsiders(open, [inside])).map(brief), ['warning unusedOpenness rs-1']);
    assert.deepEqual((await outsiders(open, [])).map(brief), ['warning unusedOpenness rs-1']);
    const kinds = (await outsiders(open, [inside, aRow('rs-1', outsider)])).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['unknownPrincipal']);
    const partly = { ...lookedAt(open, [inside], ['ownPrincipals']), kindOf: kindOf, now };
    assert.deepEqual((await findOutsiders(partly)).map(brief), ['note notRead']);
  });

  it('stand out where they are not on the list, and stay in the report where they are', async () => {
    const rows = [
      aRow('rs-1', outsider, 'Associated', { external: true }),
      aRow('rs-1', '1720505253000008', 'Associated', { external: true }),
      aRow('rs-1', '1720505253000007'),
      aRow('rs-1', '1720505253000006', 'Associated', { external: true }),
    ];
    const allowed = [{ id: outsider }, { id: '1720505253000006', until: '2026-02-28' }];
    const found = await outsiders([aShare('rs-1')], rows, { allowed });
    assert.deepEqual(
      found.map((one) => `${brief(one)} ${one.allowed === true ? 'allowed' : 'not allowed'}`),
      [
        'error outsider rs-1 1720505253000008 not allowed',
        'error outsider rs-1 1720505253000006 not allowed',
        'warning unknownPrincipal rs-1 1720505253000007 not allowed',
        `note outsider rs-1 ${outsider} allowed`,
      ],
    );
  });
});

describe('the list of allowed principals', () => {
  it('allows to the end of the last day, and on the cloud it names', () => {
    const principal = { cloud: 'alibaba', id: outsider } as const;
    const on = (until: string) => allowanceOf([{ id: outsider, until }], principal, now);
    assert.equal(on('2026-03-01'), 'allowed');
    assert.equal(on('2026-02-28'), 'over');
    assert.equal(allowanceOf([{ id: outsider, cloud: 'huawei' }], principal, now), 'notAllowed');
    assert.equal(allowanceOf([{ id: outsider, cloud: 'alibaba' }], principal, now), 'allowed');
  });
});
