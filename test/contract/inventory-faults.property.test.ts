import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { scopeParts } from '../../src/inventory/snapshot.ts';
import { itHolds } from '../unit/property.ts';
import { Told } from '../unit/inventory/told.ts';
import { bothClouds, type CloudWords, hastyClock } from './both-clouds.ts';
import { linesOf, type Listing, listingOf, ownListing, shareIdOf } from './listings.ts';
import { asUser, collect, newShare, openSession, type Session } from './session.ts';

/** Something that happens when so many answers have come; `which` chooses the share it happens to. */
interface Happening {
  readonly after: number;
  readonly what: (typeof happenings)[number];
  readonly which: number;
}

interface Fault {
  readonly list: number;
  readonly after: number;
  readonly count: number;
  readonly kind: (typeof faultKinds)[number];
}

const happenings = [
  ...(['rename', 'rename', 'create', 'add', 'takeOut', 'delete'] as const),
  ...(['cancel', 'load', 'loadShare', 'refresh', 'rows', 'reset'] as const),
] as const;
const faultKinds = ['unavailable', 'drop', 'cut', 'throttled', 'denied', 'page'] as const;

/** What only the wire of a cloud tells: its lists, and its words for what goes wrong. */
const wires = {
  alibaba: {
    lists: ['ListResourceShares', 'ListResourceShareAssociations', 'ListSharedResources'],
    throttled: { kind: 'error', code: 'Throttling.User', headers: { 'Retry-After': '1' } },
    denied: { kind: 'error', code: 'NoPermission' },
    emptyPages: ['/tuning', { emptyPages: true }],
  },
  huawei: {
    lists: ['SearchResourceShares', 'SearchResourceShareAssociations', 'SearchSharedResources'],
    throttled: { kind: 'error', code: 'APIGW.0308', headers: { 'Retry-After': '1' } },
    denied: { kind: 'error', code: 'APIGW.0302' },
    emptyPages: ['/huawei/switches', { emptyPages: true }],
  },
} as const;

const plainFaults = {
  unavailable: { kind: 'body', status: 503, text: 'Try later' },
  drop: { kind: 'drop' },
  cut: { kind: 'cut', executed: true },
  page: { kind: 'body', status: 200, text: '<html>Sign in to the network</html>' },
} as const;

const number = fc.nat({ max: 40 });
const faults = fc.array(
  fc.record({
    list: fc.nat({ max: 2 }),
    after: fc.nat({ max: 5 }),
    // Once or twice a client gets over it.
    count: fc.constantFrom(1, 1, 2, 30),
    kind: fc.constantFrom(...faultKinds),
  }),
  { maxLength: 3 },
);
const samples = fc.record({
  isKnown: fc.boolean(),
  during: fc.array(
    fc.record({
      after: fc.nat({ max: 20 }),
      what: fc.constantFrom(...happenings),
      which: number,
    }),
    { maxLength: 8, size: 'max' },
  ),
  faults,
  faultsThen: faults,
});

for (const words of bothClouds) {
  describe(`the inventory over ${words.name}, whatever goes wrong on the way`, () => {
    let session: Session;
    const seen = { whole: 0, incomplete: 0 };

    before(async () => {
      // Enough for several pages of each list.
      session = await openSession({
        cloud: words.cloud,
        shares: words.cloud === 'alibaba' ? 150 : 60,
      });
      const [path, input] = wires[words.cloud].emptyPages;
      await session.control(path, input);
    });

    after(async () => {
      await session.stop();
      // Else the property would say nothing.
      assert.ok(seen.whole > 0 && seen.incomplete > 0, JSON.stringify(seen));
    });

    itHolds(
      'holds what the cloud holds, or says what it lacks; its events tell exactly what changed',
      6,
      samples,
      async ({ isKnown, during, faults, faultsThen }) => {
        const run = new Run(session, words);
        try {
          await run.begin();
          if (isKnown) await run.readAll();
          await run.live(faults, during);
          const { whole, incomplete } = await run.readWith(faultsThen);
          seen.whole += whole;
          seen.incomplete += incomplete;
          await run.finish();
        } finally {
          run.end();
        }
      },
    );
  });
}

/** An inventory over the real client of a cloud, which speaks over HTTP with the sandbox. */
class Run {
  readonly #session: Session;
  readonly #words: CloudWords;
  readonly #scope: { readonly accountId: string; readonly region: string };
  readonly #client: ShareCloud;
  /** Changes what is there, and sees what is: nothing that goes wrong is meant for it. */
  readonly #other: ShareCloud;
  readonly #inventory: Inventory;
  readonly #told: Told;
  #answers = 0;
  #due: Happening[] = [];
  #shareIds: string[] = [];
  readonly #added: { readonly shareId: string; readonly name: string }[] = [];
  #running: Promise<unknown>[] = [];

  constructor(session: Session, words: CloudWords) {
    this.#session = session;
    this.#words = words;
    this.#scope = { accountId: 'owner', region: words.region };
    const hasty = { clock: hastyClock, timeoutMs: 500_000 };
    const onRequest = (): void => {
      this.#answers += 1;
      this.#happen();
    };
    this.#client = session.connect('owner', { ...hasty, onRequest });
    this.#other = session.connect('owner', hasty);
    const { itemsPerCall, pageSize } = words.abilities;
    const limits = { shareIds: itemsPerCall.shareIds, pageSize };
    const connect = () => Promise.resolve(this.#client);
    this.#inventory = new Inventory({ connect, limits: () => limits });
    this.#told = new Told(this.#inventory, this.#scope);
  }

  /** Everything as it was at first. */
  async begin(): Promise<void> {
    await this.#session.control('/faults/clear', {});
    await this.#session.control('/reset', {});
    await this.#session.control('/settle', {});
    const own = (await this.#truth()).get('ownShares') ?? [];
    this.#shareIds = own.map(shareIdOf);
  }

  end(): void {
    this.#inventory.dispose();
    this.#client.dispose();
    this.#other.dispose();
  }

  async readAll(): Promise<void> {
    await this.#inventory.load(this.#scope, 'view');
    this.#told.check();
    const { incomplete, failure } = this.#snapshot;
    assert.equal(failure?.error, undefined);
    assert.deepEqual(incomplete, []);
  }

  /** Reads while calls fail and things happen, and lets everything come to its end. */
  async live(faults: readonly Fault[], during: readonly Happening[]): Promise<void> {
    await this.#suffer(faults);
    this.#answers = 0;
    this.#due = [...during];
    this.#running.push(this.#inventory.load(this.#scope, 'view'));
    while (this.#running.length > 0) {
      await Promise.all(this.#running.splice(0));
      this.#told.check();
      // What waits for more answers than there were happens now.
      if (this.#running.length === 0) this.#answers = Infinity;
      this.#happen();
    }
    await this.#session.control('/faults/clear', {});
    await this.#session.control('/settle', {});
  }

  /** Reads while calls fail and nothing moves. @returns how many lists came to their ends */
  async readWith(faults: readonly Fault[]): Promise<{ whole: number; incomplete: number }> {
    const truth = await this.#truth();
    await this.#suffer(faults);
    await this.#inventory.load(this.#scope, 'view');
    await this.#session.control('/faults/clear', {});
    this.#told.check();
    const { incomplete, failure } = this.#snapshot;
    assert.equal(failure === undefined, incomplete.length === 0, 'a failure is told, and no other');
    // Rows of shares that could not be read were not asked for.
    assert.equal(
      incomplete.length > 0,
      incomplete.some(({ error }) => error),
      'it is told why',
    );
    this.#compare(truth);
    return { whole: scopeParts.length - incomplete.length, incomplete: incomplete.length };
  }

  /** Reads while nothing goes wrong; what is known already changes nothing. */
  async finish(): Promise<void> {
    await this.readAll();
    this.#compare(await this.#truth());
    const { events } = this.#told;
    await this.readAll();
    const entries = [...this.#snapshot.entries.values()];
    this.#inventory.merge(this.#scope, {
      shares: entries.map(({ share }) => share),
      associations: entries.flatMap(({ resources, principals }) => [...resources, ...principals]),
    });
    assert.equal(this.#told.events, events, 'nothing has changed, so nothing is told');
  }

  get #snapshot() {
    return this.#inventory.snapshot(this.#scope);
  }

  async #suffer(faults: readonly Fault[]): Promise<void> {
    const { lists, throttled, denied } = wires[this.#words.cloud];
    const { accountId } = this.#session.account('owner');
    const kinds = { ...plainFaults, throttled, denied };
    for (const { list, after, count, kind } of faults) {
      const operation = lists[list];
      const { cloud } = this.#words;
      const rule = { operation, cloud, accountId, after, count, fault: kinds[kind] };
      await this.#session.control('/faults', rule);
    }
  }

  #happen(): void {
    const due = this.#due.filter(({ after }) => after <= this.#answers);
    this.#due = this.#due.filter(({ after }) => after > this.#answers);
    for (const { what, which } of due) this.#running.push(this.#do(what, which));
  }

  async #do(what: Happening['what'], which: number): Promise<void> {
    const { region } = this.#words;
    const shareId = this.#shareIds[which % this.#shareIds.length] ?? '';
    try {
      switch (what) {
        case 'rename':
          // Without a newer time: only the order of readings tells which name is the newer one.
          await this.#session.control(`/${this.#words.cloud}/share`, {
            id: shareId,
            name: `renamed-${which}`,
          });
          return;
        case 'create': {
          const name = `made-${this.#shareIds.length}`;
          const resources = [this.#resource(name)];
          const principals = [{ id: this.#session.account('member').accountId }];
          const wish = newShare({ name, resources, principals });
          const share = await this.#other.createShare(region, wish, asUser());
          this.#shareIds.push(share.id);
          this.#inventory.merge(this.#scope, { shares: [share] });
          return;
        }
        case 'add': {
          const name = `added-${this.#added.length}`;
          this.#added.push({ shareId, name });
          const request = { resources: [this.#resource(name)], principals: [], permissions: [] };
          const rows = await this.#other.associate(region, shareId, request, asUser());
          if (which % 2 === 0) this.#inventory.merge(this.#scope, { associations: rows });
          return;
        }
        case 'takeOut': {
          const last = this.#added.pop();
          if (!last) return;
          const request = { resources: [this.#resource(last.name)], principals: [] };
          await this.#other.disassociate(region, last.shareId, request, asUser());
          return;
        }
        case 'delete':
          await this.#other.deleteShare(region, shareId, asUser());
          return;
        case 'cancel':
          this.#inventory.cancel(this.#scope);
          return;
        case 'load':
          await this.#inventory.load(this.#scope, 'action');
          return;
        case 'loadShare':
          await this.#inventory.loadShare(this.#scope, shareId, 'action');
          return;
        case 'refresh': {
          const parts = { shareIds: [shareId], shares: true, kinds: ['resource'] } as const;
          await this.#inventory.refresh(this.#scope, parts, 'watch');
          return;
        }
        case 'rows':
          await this.#inventory.refresh(
            this.#scope,
            { shares: false, kinds: ['principal'] },
            'watch',
          );
          return;
        case 'reset':
          this.#inventory.resetAccount(this.#scope.accountId);
      }
    } catch (error) {
      // Of what is gone already, for example.
      if (!(error instanceof CloudError)) throw error;
    }
  }

  #resource(name: string) {
    return this.#words.resource(name, this.#session.account('owner').accountId);
  }

  /** What is held of a list that is said to be whole is what there is, of rows where the share is known on both sides. */
  #compare(truth: Listing): void {
    const { incomplete, entries } = this.#snapshot;
    const all = [...entries.values()];
    const held = listingOf(
      all.map(({ share }) => share),
      all.flatMap(({ resources, principals }) => [...resources, ...principals]),
    );
    const [here, there] = [idsIn(held), idsIn(truth)];
    const known = new Set([...here].filter((id) => there.has(id)));
    for (const part of scopeParts) {
      if (incomplete.some((one) => one.part === part)) continue;
      const isOfShares = part === 'ownShares' || part === 'receivedShares';
      const [one, other] = [held, truth].map((listing) => {
        const lines = listing.get(part) ?? [];
        return isOfShares ? lines : linesOf(lines, known);
      });
      assert.deepEqual(one, other, part);
    }
  }

  /** What is there: of the own side as the sandbox holds it, of the other as it is listed while nothing goes wrong. */
  async #truth(): Promise<Listing> {
    const { cloud, region } = this.#words;
    const { accountId } = this.#session.account('owner');
    const shares = await collect(this.#other.listShares(region, { owner: 'other' }, asUser()));
    const rows = await collect(this.#other.listReceived(region, { kind: 'resource' }, asUser()));
    const own = ownListing(cloud, await this.#session.control('/state'), accountId, region);
    const received = listingOf(shares, rows);
    return new Map(
      scopeParts.map((part) => [part, (part.startsWith('own') ? own : received).get(part) ?? []]),
    );
  }
}

function idsIn(listing: Listing): ReadonlySet<string> {
  const lines = [...(listing.get('ownShares') ?? []), ...(listing.get('receivedShares') ?? [])];
  return new Set(lines.map(shareIdOf));
}
