import assert from 'node:assert/strict';
import { abilities } from '../../../../src/clouds/alibaba/abilities.ts';
import { seenOutsidersIn } from '../../../../src/inventory/access/seen-outsiders.ts';
import type { AllowedPrincipal } from '../../../../src/inventory/access/allowed-principals.ts';
import { systemClock } from '../../../../src/model/clock.ts';
import { Emitter } from '../../../../src/model/emitter.ts';
import { addressOf, rowId } from '../../../../src/vscode/shares/address.ts';
import { associationAt, entryAt } from '../../../../src/vscode/shares/rows/lookup.ts';
import { Findings } from '../../../../src/vscode/findings/findings.ts';
import { FindingsTree } from '../../../../src/vscode/findings/findings-tree.ts';
import { remediesOf } from '../../../../src/vscode/findings/remedies.ts';
import { aRow, aShare } from '../../inventory/samples.ts';
import { arrangedState, hangzhou } from '../arrange/arranged.ts';

const member = '1720505253000001';
const outsider = '1720505253000009';
const another = '1720505253000008';
const outside = { external: true };
const inside = { external: false };

function world(most?: number) {
  const arranged = arrangedState(
    {},
    { abilities: (cloud) => (cloud === 'alibaba' ? abilities : undefined) },
  );
  const { inventory, state } = arranged;
  const values = new Map<string, unknown>();
  const seen = seenOutsidersIn({
    get: (key) => values.get(key),
    update: (key, value) => Promise.resolve(void values.set(key, value)),
  });
  const listChanges = new Emitter<undefined>();
  let list: readonly AllowedPrincipal[] | undefined;
  const findings = new Findings({
    ...{ inventory, state },
    seen: most === undefined ? seen : { ...seen, most },
    store: { onDidChange: () => () => undefined },
    connections: { loaded: () => undefined, onDidLearn: () => () => undefined },
    membership: {
      version: 0,
      isInside: () => undefined,
      containersOf: () => undefined,
      onDidChange: () => () => undefined,
    },
    allowed: {
      get principals() {
        return list;
      },
      onDidChange: listChanges.listen,
      settled: () => Promise.resolve(),
    },
    // What changes is looked at at once.
    clock: { ...systemClock, schedule: (_delay, run) => (queueMicrotask(run), () => undefined) },
  });
  const tree = new FindingsTree(state);
  const settle = async (): Promise<void> => {
    await Promise.resolve();
    await findings.settled();
    tree.show(findings.shown);
  };
  const drawn = (id?: string, indent = ''): readonly string[] =>
    tree.children(id).flatMap((child) => {
      const row = tree.row(child);
      assert.ok(row, child);
      assert.equal(tree.parent(child), id);
      const below = tree.children(child);
      assert.equal(row.collapsible === 'none', below.length === 0, row.label);
      const line = [row.label, row.description].filter(Boolean).join(' | ');
      return [`${indent}${line}`, ...drawn(child, `${indent}  `)];
    });
  const allow = (allowed: readonly AllowedPrincipal[] | undefined): void => {
    list = allowed;
    listChanges.fire(undefined);
  };
  return { ...arranged, findings, tree, settle, drawn, allow };
}

const shares = [aShare('rs-1', { name: 'hub' }), aShare('rs-2', { name: 'bare' })];
const rows = [
  aRow('rs-1', 'vsw-1', 'Failed', { statusMessage: 'No.' }),
  aRow('rs-1', member, 'Associated', inside),
  aRow('rs-1', outsider, 'Associated', outside),
];

async function loaded() {
  const made = world();
  await made.load(hangzhou, shares, rows);
  await made.settle();
  return made;
}

/** The rows of findings alone, by label. */
function findingIn({ tree }: Awaited<ReturnType<typeof loaded>>, label: string, from?: string) {
  const found: string[] = [];
  const look = (id?: string): void => {
    for (const child of tree.children(id)) {
      if (tree.finding(child) && tree.row(child)?.label === label) found.push(child);
      look(child);
    }
  };
  look(from);
  const [id] = found;
  const finding = tree.finding(id);
  assert.ok(id !== undefined && finding, label);
  return { id, finding };
}

describe('the view of findings', () => {
  it('has two lists with their counts, and what is found by its kind', async () => {
    const { drawn } = await loaded();
    const where = 'Network team · cn-hangzhou';
    assert.deepEqual(drawn(), [
      'Outsiders | at least 1',
      '  Outside the organisation | 1',
      `    ${outsider} | hub · ${where}`,
      '  Not read | 2',
      '    Network team | cn-beijing',
      '    Retail | global',
      'Health | at least 2',
      '  Failed associations | 1',
      `    vsw-1 | hub · No. · ${where}`,
      '  Empty shares | 1',
      `    bare | ${where}`,
      '  Not read | 2',
      '    Network team | cn-beijing',
      '    Retail | global',
    ]);
  });

  it('counts no service of the cloud as an outsider, nor as a new one', async () => {
    const made = await loaded();
    const { load, settle, findings, drawn, allow, tree } = made;
    findings.look();
    const service = aRow('rs-1', 'backup.aliyuncs.com', 'Associated', {
      ...{ kind: 'principal', ...outside },
    });
    await load(hangzhou, shares, [...rows, service]);
    await settle();
    assert.equal(findings.unseen, 0);
    assert.deepEqual(drawn().slice(0, 5), [
      'Outsiders | at least 1',
      '  Outside the organisation | 1',
      `    ${outsider} | hub · Network team · cn-hangzhou`,
      '  Cloud services | 1',
      '    backup.aliyuncs.com | hub · Network team · cn-hangzhou',
    ]);
    const { id } = findingIn(made, 'backup.aliyuncs.com');
    assert.ok(tree.row(id)?.context.includes('allowable'));
    allow([{ id: 'backup.aliyuncs.com' }]);
    await settle();
    assert.ok(drawn().includes('  On the list of allowed principals | 1'));
  });

  it('says in how many regions there are too many outsiders to tell new ones', async () => {
    const { load, settle, findings } = world(1);
    await load(hangzhou, shares, rows);
    await settle();
    assert.deepEqual(findings.unmarked, { regions: 0, most: 1 });
    await load(hangzhou, shares, [...rows, aRow('rs-1', another, 'Associated', outside)]);
    await settle();
    assert.deepEqual(findings.unmarked, { regions: 1, most: 1 });
  });

  it('has rows that the commands of the tree of shares can be started on', async () => {
    const made = await loaded();
    const { state } = made;
    const failed = addressOf(findingIn(made, 'vsw-1').id);
    assert.equal(failed && associationAt(failed, state)?.entityId, 'vsw-1');
    const empty = addressOf(findingIn(made, 'bare').id);
    assert.equal(empty?.kind, 'share');
    assert.equal(entryAt(empty, state)?.share.id, 'rs-2');
    for (const id of made.tree.children(undefined)) assert.equal(addressOf(id), undefined);
  });

  it('has for each what can be done about it, as changes', async () => {
    const made = await loaded();
    const { state } = made;
    const remedies = (label: string) =>
      remediesOf(findingIn(made, label).finding, abilities, state).map(
        (remedy) =>
          `${remedy.label}: ${'changes' in remedy ? remedy.changes.map(({ kind }) => kind).join() : '–'}`,
      );
    assert.deepEqual(remedies('vsw-1'), [
      'Associate it again: associate',
      'Take it out of the share: disassociate',
    ]);
    assert.deepEqual(remedies(outsider), ['Take it out of the share: disassociate']);
    assert.deepEqual(remedies('bare'), ['Delete the share: delete', 'Associate what it lacks: –']);
  });

  it('marks outsiders that came since somebody looked, and none the first time', async () => {
    const made = await loaded();
    const { findings, load, settle, drawn } = made;
    assert.equal(findings.unseen, 0);
    await load(hangzhou, shares, [...rows, aRow('rs-1', another, 'Associated', outside)]);
    await settle();
    assert.equal(findings.unseen, 1);
    const marked = ['Outsiders | at least 2 · 1 new', '  Outside the organisation | 2 · 1 new'];
    assert.deepEqual(drawn().slice(0, 2), marked);
    assert.match(drawn()[2] ?? '', new RegExp(`${another} \\| new · hub`, 'u'));
    findings.look();
    await settle();
    // It stays marked where it is looked at; only the badge is over.
    assert.equal(findings.unseen, 0);
    assert.deepEqual(drawn().slice(0, 2), marked);
    findings.look();
    await settle();
    assert.equal(drawn()[0], 'Outsiders | at least 2');
  });

  it('calls nobody new who was unknown and turns out to be outside, or is allowed', async () => {
    const { findings, load, settle, allow } = world();
    await load(hangzhou, shares, [...rows, aRow('rs-1', another)]);
    await settle();
    await load(hangzhou, shares, [...rows, aRow('rs-1', another, 'Associated', outside)]);
    await settle();
    assert.equal(findings.unseen, 0);
    const third = aRow('rs-1', '1720505253000007', 'Associated', outside);
    allow([{ id: third.entityId }]);
    await load(hangzhou, shares, [...rows, third]);
    await settle();
    assert.equal(findings.unseen, 0);
  });

  it('puts those apart whom the list allows, and lets the others stand out', async () => {
    const { load, settle, drawn, allow } = await loaded();
    await load(hangzhou, shares, [...rows, aRow('rs-1', another, 'Associated', outside)]);
    allow([{ id: outsider }]);
    await settle();
    const lines = drawn().filter((line) => !line.startsWith('    '));
    assert.deepEqual(lines.slice(0, 4), [
      'Outsiders | at least 2 · 1 new',
      '  Outside the organisation | 1 · 1 new',
      '  Not read | 2',
      '  On the list of allowed principals | 1',
    ]);
    allow(undefined);
    await settle();
    assert.ok(!drawn().some((line) => line.includes('On the list')));
  });

  it('tells of nothing where nothing has changed', async () => {
    const { findings, load, settle, allow } = await loaded();
    allow([]);
    await settle();
    let told = 0;
    findings.onDidChange(() => (told += 1));
    allow([]);
    await load(hangzhou, shares, rows);
    await settle();
    assert.equal(told, 0);
    await load(hangzhou, shares, [...rows, aRow('rs-2', 'vsw-2')]);
    await settle();
    assert.equal(told, 1);
  });

  it('arranges very many in buckets', async () => {
    const { load, settle, tree } = world();
    const many = Array.from({ length: 1_200 }, (_, number) =>
      aRow('rs-1', String(1720505253000000 + number), 'Associated', outside),
    );
    await load(hangzhou, shares, many);
    await settle();
    const [group = ''] = tree.children('findings/outsiders');
    const buckets = tree.children(group);
    assert.ok(buckets.length > 2 && buckets.length < 10, `${buckets.length} buckets`);
    const ids = buckets.flatMap((bucket) => {
      assert.ok(tree.row(bucket));
      assert.equal(tree.parent(bucket), group);
      return tree.children(bucket);
    });
    assert.equal(new Set(ids).size, many.length);
    assert.equal(
      tree.parent(ids[700] ?? ''),
      buckets.find((one) => tree.children(one).includes(ids[700] ?? '')),
    );
    // In turns it comes to the same, also where something else is shown before it is done.
    await load(hangzhou, shares, many.slice(1));
    const before = tree.prepare(group);
    await settle();
    await before;
    await tree.prepare(group);
    const inTurns = tree.children(group).flatMap((bucket) => tree.children(bucket));
    assert.deepEqual(new Set(inTurns), new Set(ids.slice(1)));
    assert.deepEqual(inTurns, inTurns.toSorted());
  });

  it('knows nothing of what is no row of it', async () => {
    const { tree } = await loaded();
    for (const id of [
      '',
      'findings',
      'findings/nobody',
      'findings/health/x',
      rowId({ kind: 'account', accountId: 'a1' }),
    ]) {
      assert.equal(tree.row(id), undefined, id);
      assert.deepEqual(tree.children(id), [], id);
    }
    assert.equal(tree.finding(undefined), undefined);
  });
});
