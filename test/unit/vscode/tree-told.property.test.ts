import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { parseRowId } from '../../../src/vscode/shares/address.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import { rowId } from '../../../src/vscode/shares/address.ts';
import type { Row } from '../../../src/vscode/shares/rows/row.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';
import { ScopeReader } from '../../../src/vscode/shares/scope-reader.ts';
import { TreeRows } from '../../../src/vscode/shares/tree-rows.ts';
import { ManualClock, settle } from '../inventory/manual-clock.ts';
import { aRow, aShare } from '../inventory/samples.ts';
import { ScriptedCloud } from '../inventory/scripted-cloud.ts';
import { itHolds } from '../property.ts';
import { WindowTree } from './window/window-tree.ts';
import { plainTreeState } from './plain-tree-state.ts';

const scope = { accountId: 'account-1', region: 'cn-hangzhou' };
const account: Account = {
  id: scope.accountId,
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou', 'cn-beijing'],
  writing: 'on',
};

/** One thing that happens while the window is open. */
type Step =
  | { readonly kind: 'wait'; readonly milliseconds: number }
  /** A share comes, has another name, gets a row, loses one, or goes. */
  | { readonly kind: 'share' | 'name' | 'row' | 'status' | 'end'; readonly number: number }
  | { readonly kind: 'toggle'; readonly number: number }
  | { readonly kind: 'load' | 'say' };

const number = fc.nat({ max: 40 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.nat({ max: 400 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'share' as const,
        'name' as const,
        'row' as const,
        'status' as const,
        'end' as const,
      ),
      number,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('toggle' as const), number }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('load' as const, 'say' as const) }) },
);

/** How busy everything is: how long a message is on its way and an answer takes, at most, in milliseconds. */
const pace = fc.record({
  wire: fc.constantFrom(0, 5, 300),
  work: fc.constantFrom(0, 40, 150),
  prepare: fc.constantFrom(0, 0, 120),
  cloud: fc.constantFrom(0, 30, 100),
  seed: fc.nat(),
});

describe('what the window shows', () => {
  itHolds(
    'is what the rows say, in whatever order it asks and is told',
    250,
    fc.record({ steps: fc.array(steps, { minLength: 1, maxLength: 40 }), pace }),
    async (sample) => {
      const session = new Session(sample.pace);
      try {
        await session.run(sample.steps);
        assert.deepEqual(session.stale(), []);
        // Who opens a row in the moment in which one above it is told of asks for what is gone: VS Code says so in its log.
        const isOpened = sample.steps.some(({ kind }) => kind === 'toggle');
        if (!isOpened) assert.deepEqual(session.errors, []);
      } finally {
        session.close();
      }
    },
  );
});

/** A window with the tree in it, and a cloud behind. */
class Session {
  readonly #clock = new ManualClock();
  readonly #cloud = new ScriptedCloud();
  readonly #inventory: Inventory;
  readonly #reader: ScopeReader;
  readonly #rows: TreeRows;
  readonly #state: TreeState;
  readonly #window: WindowTree;
  readonly #opened = new Map<string, boolean>();
  #shares: readonly ResourceShare[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((id) =>
    aShare(id),
  );
  #associations: readonly Association[] = [aRow('1', 'vsw-1'), aRow('2', 'vsw-2')];
  #times = 0;
  readonly #maker: () => number;

  constructor({
    wire,
    work,
    prepare,
    cloud,
    seed,
  }: typeof pace extends fc.Arbitrary<infer P> ? P : never) {
    const clock = this.#clock;
    this.#maker = chance(seed);
    const upTo = (most: number): number => Math.floor(this.#maker() * (most + 1));
    const inventory = new Inventory({ connect: () => Promise.resolve(this.#cloud), clock });
    this.#inventory = inventory;
    this.#state = plainTreeState({
      accounts: [account],
      snapshot: (of) => inventory.snapshot(of),
      formatTime: () => '08:00',
    });
    const after = (most: number): Promise<void> =>
      new Promise((resolve) => {
        clock.schedule(upTo(most), resolve);
      });
    const restore = (): Promise<void> => after(prepare);
    this.#reader = new ScopeReader({ inventory, clock, restore });
    this.#rows = new TreeRows({
      ...{ inventory, clock, reader: this.#reader, state: this.#state },
      wasOpened: (id) => this.#opened.get(id),
      // Any answer may have to wait for something.
      arranging: { wanted: true, get: () => after(prepare) },
    });
    const rows = this.#rows;
    this.#cloud.before = () => after(cloud);
    this.#cloud.pageSize = 1;
    const provider = {
      getChildren: async (id: string | undefined) => {
        await rows.prepare(id);
        const children = rows.children(id);
        clock.pass(upTo(work));
        return children;
      },
      getTreeItem: (id: string) => {
        const row = rows.row(id);
        if (!row) return { text: 'gone', collapsible: 'none' } as const;
        const { collapsible } = row;
        const openness = this.#isOpen(id, row) ? 'expanded' : 'collapsed';
        return {
          text: textOf(row),
          collapsible: collapsible === 'none' ? collapsible : openness,
        } as const;
      },
      toggled: (id: string, isOpen: boolean) => {
        this.#opened.set(id, isOpen);
        rows.toggled(id, isOpen);
      },
    };
    this.#window = new WindowTree(clock, provider, () => upTo(wire));
    rows.onDidChange((ids) => {
      this.#window.host.told(ids);
    });
    this.#sync();
  }

  get errors(): readonly string[] {
    return [...this.#window.host.errors, ...this.#window.errors];
  }

  async run(all: readonly Step[]): Promise<void> {
    const prepared = this.#rows.prepare(rowId({ kind: 'account', accountId: account.id }));
    await this.#clock.advance(1_000);
    await prepared;
    void this.#window.open();
    for (const step of all) {
      this.#do(step);
      await this.#clock.advance(step.kind === 'wait' ? step.milliseconds : 0);
    }
    // Long enough for all that is on its way, and for what comes of it.
    await this.#clock.advance(30_000);
    await settle();
  }

  /** Where the window shows something else than the rows say. */
  stale(): readonly string[] {
    const seen = this.#window.seen;
    const open = new Set(seen.filter(({ isOpen }) => isOpen).map(({ id }) => id));
    const expected: (readonly [id: string, texts: readonly string[]])[] = [];
    const visit = (id: string | undefined): void => {
      const at = id === undefined ? undefined : parseRowId(id);
      for (const address of childrenOf(at, this.#state)) {
        const child = rowId(address);
        const row = rowAt(address, this.#state);
        if (!row) continue;
        const isOpen = open.has(child);
        // VS Code does not tell of rows that were opened or closed in the moment in which one above them was told of.
        const mayBeOpen = isOpen || this.#isOpen(child, row);
        const texts = mayBeOpen && row.open ? [{ ...row, ...row.open }, row] : [row];
        expected.push([child, texts.map(textOf)]);
        if (isOpen) visit(child);
      }
    };
    visit(undefined);
    const ids = expected.map(([id]) => id);
    const shown = seen.map(({ id }) => id);
    if (ids.join() !== shown.join()) return [`${shown.join(', ')} instead of ${ids.join(', ')}`];
    return seen.flatMap(({ id, text }, index) => {
      const texts = expected[index]?.[1] ?? [];
      return texts.includes(text) ? [] : [`${id}: ${text} instead of ${texts.join(' or ')}`];
    });
  }

  close(): void {
    this.#rows.dispose();
    this.#reader.dispose();
    this.#inventory.dispose();
  }

  #isOpen(id: string, { collapsible }: Row): boolean {
    return this.#opened.get(id) ?? collapsible === 'expanded';
  }

  #sync(): void {
    this.#cloud.shares = this.#shares;
    this.#cloud.rows = this.#associations;
  }

  #do(step: Step): void {
    this.#times += 1;
    const updatedAt = new Date(this.#clock.now() + this.#times * 1000).toISOString();
    switch (step.kind) {
      case 'wait':
        return;
      case 'load':
        void this.#inventory.load(scope, 'action');
        return;
      case 'say':
        this.#window.host.told([]);
        return;
      case 'toggle':
        this.#window.toggle(step.number);
        return;
      case 'share': {
        const share = aShare(String(step.number + 10), { updatedAt });
        this.#shares = [...this.#shares.filter(({ id }) => id !== share.id), share];
        this.#sync();
        this.#inventory.merge(scope, { shares: [share] });
        return;
      }
      case 'name': {
        const share = this.#shareAt(step.number);
        if (!share) return;
        const renamed = { ...share, name: `${share.name}-${this.#times}`, updatedAt };
        this.#shares = this.#shares.map((one) => (one === share ? renamed : one));
        this.#sync();
        this.#inventory.merge(scope, { shares: [renamed] });
        return;
      }
      case 'end': {
        const share = this.#shareAt(step.number);
        this.#shares = this.#shares.filter((one) => one !== share);
        this.#sync();
        void this.#inventory.load(scope, 'action');
        return;
      }
      case 'row':
      case 'status': {
        const share = this.#shareAt(step.number);
        if (!share) return;
        const status = step.kind === 'status' ? 'Failed' : 'Associated';
        const row = aRow(share.id, `vsw-${step.number % 5}`, status, { updatedAt });
        const isSame = (one: Association): boolean =>
          one.shareId === row.shareId && one.entityId === row.entityId;
        this.#associations = [...this.#associations.filter((one) => !isSame(one)), row];
        this.#sync();
        this.#inventory.merge(scope, { associations: [row] });
      }
    }
  }

  #shareAt(at: number): ResourceShare | undefined {
    return this.#shares[at % Math.max(1, this.#shares.length)];
  }
}

function textOf({ label, description }: Pick<Row, 'label' | 'description'>): string {
  return [label, description].filter(Boolean).join(' | ');
}

/** Numbers from 0 to 1 that look like chance and are always the same for a seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
