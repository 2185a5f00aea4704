import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import * as z from 'zod/mini';
import { itemResults } from '../../src/changes/action-items.ts';
import type { ActionState } from '../../src/changes/action.ts';
import type { RunResult } from '../../src/changes/run-result.ts';
import type { Change } from '../../src/changes/change.ts';
import { failedChanges, retryOfRows } from '../../src/changes/failed-changes.ts';
import { Journal } from '../../src/changes/journal.ts';
import { type Plan, planItemKey } from '../../src/changes/plan.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { isDead } from '../../src/model/status.ts';
import { temporaryDirectory } from '../unit/changes/temporary.ts';
import { outcomeOf, plainShares, type Truth } from '../unit/changes/truth.ts';
import { itHolds } from '../unit/property.ts';
import { bothClouds, type CloudWords } from './both-clouds.ts';
import { type Engine, fasterWaits, itemOf, openEngine } from './engine.ts';
import { type Kill, Life, mortalClient, MortalJournal } from './life.ts';
import { asUser, newShare, openSession, type Session } from './session.ts';

/** The program waits so many times less than a user would; half a second is its timeout. */
const speed = 400;
const timeoutMs = 500 * speed;
const clock = fasterWaits(speed);

const resourceNumbers = Array.from({ length: 14 }, (_, index) => index);
const principalNumbers = Array.from({ length: 7 }, (_, index) => index);
const tagKeys = ['key-a', 'key-b', 'key-c'];

type Fault =
  | 'resetBefore'
  | 'resetAfter'
  | 'cutAfter'
  | 'timeoutBefore'
  | 'timeoutAfter'
  | 'proxyBefore'
  | 'proxyAfter'
  | 'serverError'
  | 'throttled'
  | 'busy'
  | 'refused'
  | 'tokenExpired';

interface FaultRule {
  readonly operation: Operation;
  readonly after: number;
  readonly count: number;
  readonly fault: Fault;
}

type Operation =
  | 'create'
  | 'associate'
  | 'disassociate'
  | 'update'
  | 'delete'
  | 'tag'
  | 'untag'
  | 'listShares'
  | 'listRows'
  | 'any';

interface Contents {
  readonly resources: readonly number[];
  readonly principals: readonly number[];
  readonly tags: readonly string[];
}

interface Wish extends Contents {
  readonly kind: 'associate' | 'disassociate' | 'update' | 'tag' | 'untag' | 'delete' | 'create';
  readonly share: number;
}

interface Sample {
  readonly shares: readonly Contents[];
  readonly wishes: readonly Wish[];
  readonly faults: readonly FaultRule[];
  readonly kills: readonly Kill[];
  /** What fails to get in once, after the call for it was answered well. */
  readonly unlucky: readonly number[];
  /** Whether a share takes one change at a time only, each for some milliseconds. */
  readonly busyShares: boolean;
}

const contents = {
  resources: fc.subarray(resourceNumbers),
  principals: fc.subarray(principalNumbers),
  tags: fc.subarray(tagKeys),
};
const when = fc.constantFrom('before' as const, 'after' as const);
const samples: fc.Arbitrary<Sample> = fc.record({
  shares: fc.array(fc.record(contents), { minLength: 1, maxLength: 3 }),
  wishes: fc.array(
    fc.record({
      ...contents,
      kind: fc.constantFrom<Wish['kind'][]>(
        ...(['associate', 'associate', 'disassociate', 'update', 'tag', 'untag'] as const),
        ...(['delete', 'create', 'create'] as const),
      ),
      share: fc.nat(2),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  faults: fc.array(
    fc.record({
      operation: fc.constantFrom<Operation[]>(
        ...(['create', 'associate', 'associate', 'disassociate', 'update', 'delete'] as const),
        ...(['tag', 'untag', 'listShares', 'listRows', 'any', 'any'] as const),
      ),
      after: fc.nat(2),
      count: fc.integer({ min: 1, max: 2 }),
      fault: fc.oneof(
        {
          weight: 30,
          arbitrary: fc.constantFrom<Fault[]>(
            ...(['resetBefore', 'resetAfter', 'cutAfter', 'proxyBefore', 'proxyAfter'] as const),
            ...(['serverError', 'throttled', 'busy', 'refused', 'tokenExpired'] as const),
          ),
        },
        // Each takes its half second.
        { weight: 1, arbitrary: fc.constantFrom<Fault[]>('timeoutBefore', 'timeoutAfter') },
      ),
    }),
    { maxLength: 5 },
  ),
  kills: fc.array(
    fc.oneof(
      fc.record({ of: fc.constant('all' as const), step: fc.integer({ min: 1, max: 30 }), when }),
      fc.record({
        of: fc.constant('changes' as const),
        step: fc.integer({ min: 1, max: 4 }),
        when,
      }),
    ),
    { maxLength: 3, size: 'max' },
  ),
  unlucky: fc.subarray(resourceNumbers, { maxLength: 3 }),
  busyShares: fc.boolean(),
});

const operationNames: Readonly<Record<CloudWords['cloud'], Readonly<Record<Operation, string>>>> = {
  alibaba: {
    create: 'CreateResourceShare',
    associate: 'AssociateResourceShare',
    disassociate: 'DisassociateResourceShare',
    update: 'UpdateResourceShare',
    delete: 'DeleteResourceShare',
    tag: 'TagResources',
    untag: 'UntagResources',
    listShares: 'ListResourceShares',
    listRows: 'ListResourceShareAssociations',
    any: '*',
  },
  huawei: {
    create: 'CreateResourceShare',
    associate: 'AssociateResourceShare',
    disassociate: 'DisassociateResourceShare',
    update: 'UpdateResourceShare',
    delete: 'DeleteResourceShare',
    tag: 'BatchCreateResourceShareTags',
    untag: 'BatchDeleteResourceShareTags',
    listShares: 'SearchResourceShares',
    listRows: 'SearchResourceShareAssociations',
    any: '*',
  },
};

const codes: Readonly<
  Record<
    CloudWords['cloud'],
    Readonly<Record<'throttled' | 'busy' | 'refused' | 'tokenExpired', string>>
  >
> = {
  alibaba: {
    throttled: 'Throttling.User',
    busy: 'ConcurrentExecutionError',
    refused: 'NoPermission',
    tokenExpired: 'InvalidSecurityToken.Expired',
  },
  huawei: {
    throttled: 'APIGW.0308',
    busy: 'RAM.EMU.0014',
    refused: 'RAM.EMU.0403',
    tokenExpired: 'APIGW.0301',
  },
};

function faultOf(fault: Fault, cloud: CloudWords['cloud']): object {
  const page = { kind: 'body', status: 502, text: '<html>Bad gateway</html>' };
  switch (fault) {
    case 'resetBefore':
      return { kind: 'drop', executed: false };
    case 'resetAfter':
      return { kind: 'drop', executed: true };
    case 'cutAfter':
      return { kind: 'cut', executed: true };
    case 'timeoutBefore':
      return { kind: 'hang', ms: 600_000, executed: false };
    case 'timeoutAfter':
      return { kind: 'hang', ms: 600_000, executed: true };
    case 'proxyBefore':
      return page;
    case 'proxyAfter':
      return { ...page, executed: true };
    case 'serverError':
      return { kind: 'error', code: 'Unheard.Of', status: 500 };
    case 'throttled':
    case 'busy':
    case 'refused':
    case 'tokenExpired':
      return { kind: 'error', code: codes[cloud][fault] };
  }
}

const writesSchema = z.object({
  writes: z.array(z.object({ operation: z.string(), request: z.unknown() })),
});
const stateSchema = z.object({
  alibaba: z.object({ directory: z.object({ rootId: z.string() }) }),
  huawei: z.object({ organisation: z.object({ rootId: z.string() }) }),
});

/** One sandbox with its cloud and one disk, and as many runs of the program as it takes. */
class Trial {
  readonly #words: CloudWords;
  readonly #session: Session;
  readonly #directory: string;
  readonly #sample: Sample;
  readonly #scope: { readonly accountId: string; readonly region: string };
  /** Goes round all faults. */
  readonly #witness: ShareCloud;
  readonly #shares: string[] = [];
  readonly #kills: Kill[];
  readonly #engines: Engine[] = [];
  readonly #journals: MortalJournal[] = [];
  #isDead = false;
  #died: (() => void) | undefined;

  private constructor(words: CloudWords, session: Session, directory: string, sample: Sample) {
    this.#words = words;
    this.#session = session;
    this.#directory = directory;
    this.#sample = sample;
    this.#scope = { accountId: 'owner', region: words.region };
    this.#witness = session.connect('owner', { clock, timeoutMs: 60_000 * speed });
    this.#kills = [...sample.kills];
  }

  static async open(words: CloudWords, directory: string, sample: Sample): Promise<Trial> {
    const session = await openSession({ cloud: words.cloud });
    const trial = new Trial(words, session, directory, sample);
    await trial.#furnish();
    return trial;
  }

  /** The changes, what they come to by the simplest means, and everything that was done to get there. */
  async run(): Promise<void> {
    const changes = this.#sample.wishes.map((wish, index) => this.#change(wish, index));
    const wanted = this.#expected(changes);
    const plan = await this.#untilDone(changes);
    await this.#session.control('/faults/clear', {});
    await this.#session.control('/settle', {});
    assert.deepEqual(await this.#found(), plain(wanted), 'the state is the plan’s');
    await this.#checkWrites();
    await this.#checkJournal(plan);
  }

  async end(): Promise<void> {
    for (const engine of this.#engines) await engine.dispose();
    for (const journal of this.#journals) await journal.close();
    await this.#session.stop();
  }

  async #furnish(): Promise<void> {
    const { cloud, region } = this.#words;
    const { alibaba, huawei } = stateSchema.parse(await this.#session.control('/state'));
    for (const number of principalNumbers) {
      const accountId = this.#principal(number);
      await (cloud === 'alibaba'
        ? this.#session.control('/alibaba/directory', {
            accountId,
            folderId: alibaba.directory.rootId,
          })
        : this.#session.control('/huawei/member', {
            accountId,
            parentId: huawei.organisation.rootId,
          }));
    }
    for (const [index, share] of this.#sample.shares.entries()) {
      const { id } = await this.#witness.createShare(
        region,
        newShare({
          name: `old-${index}`,
          tags: share.tags.map((key) => ({ key, value: 'old' })),
        }),
        asUser(),
      );
      this.#shares.push(id);
      for (let from = 0; from < 20; from += 5) {
        const request = {
          resources: share.resources.slice(from, from + 5).map((number) => this.#resource(number)),
          principals: share.principals
            .slice(from, from + 5)
            .map((number) => ({ id: this.#principal(number) })),
          permissions: [],
        };
        if (request.resources.length + request.principals.length === 0) continue;
        await this.#witness.associate(region, id, request, asUser());
      }
    }
    await this.#session.control('/settle', {});
    await this.#session.control('/calls/reset', {});
    await this.#session.control('/tuning', {
      busyShares: this.#sample.busyShares,
      settleMs: this.#sample.busyShares ? 5 : 0,
    });
    for (const number of this.#sample.unlucky) {
      const entities = [this.#entity(number)];
      const rule = { entities, fails: 'InternalError', count: 1 };
      await this.#session.control(`/${cloud}/outcomes`, rule);
    }
    for (const { operation, fault, ...rule } of this.#sample.faults) {
      await this.#session.control('/faults', {
        ...rule,
        operation: operationNames[cloud][operation],
        cloud,
        fault: faultOf(fault, cloud),
      });
    }
  }

  /** Runs to the end whatever happens, as a user would who goes on every time. */
  async #untilDone(changes: readonly Change[]): Promise<Plan> {
    let engine = this.#engine();
    let shown: Plan | undefined;
    /** What to do next: the plan, the rest of an action, or what failed in the share after all. */
    let next: (() => Promise<RunResult | 'over'>) | undefined;
    for (let round = 0; ; round += 1) {
      assert.ok(round < 80, 'it comes to an end');
      const current = engine;
      const result = await this.#live(async () => {
        shown ??= await current.plan(...changes);
        const ran = await (next ?? (() => current.run(shown ?? assert.fail())))();
        if (ran !== 'over' && ran.kind === 'ran') await ran.settled;
        return ran;
      });
      if (result === 'over') return shown ?? assert.fail('a plan was made');
      if (result === 'died') {
        engine = this.#engine();
        await engine.activity.load();
        // What was never begun was never sent.
        if (engine.activity.entries.length === 0) {
          next = undefined;
          continue;
        }
      } else if (result === 'nothingRead' || result.kind === 'failed') {
        continue;
      } else if (result.kind === 'changed') {
        const { plan: fresh } = result;
        // What could not be read at first is known now: this is the plan that is shown and sent. The rest of an
        // action and what is tried again are planned anew by themselves.
        if (current.activity.entries.length === 0) shown = fresh;
        continue;
      } else {
        assert.ok(result.kind !== 'refused', JSON.stringify(result));
      }
      next = this.#afterwards(engine);
    }
  }

  /** What a user would do who looks at the activity and then at the shares. */
  #afterwards(engine: Engine): () => Promise<RunResult | 'over'> {
    const open = engine.activity.entries.filter(({ status }) => status === 'cutOff').at(-1);
    const left = open ?? unfinished(engine);
    if (left) return () => engine.goOn(left.state.id);
    return async () => {
      const [last] = engine.activity.entries;
      const again = last ? failedChanges(last.state) : [];
      const failed = again.length > 0 ? again : await this.#failedRows(engine);
      if (failed.length === 0) return 'over';
      return await engine.run(await engine.plan(...failed));
    };
  }

  /** What the tree shows as failed, tried again from there. */
  async #failedRows(engine: Engine): Promise<readonly Change[]> {
    await this.#session.control('/settle', {});
    await engine.inventory.load(this.#scope, 'action');
    const { entries, incomplete } = engine.inventory.snapshot(this.#scope);
    const lacking = incomplete.find(({ part }) => ownLists.some((list) => list === part));
    if (lacking) throw lacking.error ?? new Error(lacking.part);
    const ours = [...entries.values()].filter(
      ({ share }) => this.#isOurs(share) && !isDead(share.status),
    );
    const rows = ours.flatMap(({ resources, principals }) => [...resources, ...principals]);
    return retryOfRows(this.#scope, rows, this.#words.abilities);
  }

  #engine(): Engine {
    this.#isDead = false;
    const life = new Life(this.#kills.shift(), () => {
      this.#isDead = true;
      this.#died?.();
    });
    const directory = this.#directory;
    const journal = new MortalJournal({ directory, keep: 1_000 }, life);
    this.#journals.push(journal);
    const engine = openEngine({
      words: this.#words,
      session: this.#session,
      directory,
      clock,
      connect: (role) => mortalClient(this.#session.connect(role, { clock, timeoutMs }), life),
      journal,
    });
    this.#engines.push(engine);
    return engine;
  }

  #live<Result>(work: () => Promise<Result>): Promise<Result | 'died' | 'nothingRead'> {
    return new Promise((resolve, reject) => {
      this.#died = () => {
        resolve('died');
      };
      if (this.#isDead) this.#died();
      work().then(resolve, (error: unknown) => {
        // Where the shares can't be read nothing is sent, and the user tries again.
        if (error instanceof Error && error.name === 'CloudError') resolve('nothingRead');
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }

  #principal(number: number): string {
    return this.#words.accountId(number);
  }

  #resource(number: number) {
    const { accountId } = this.#session.account('owner');
    return this.#words.resource(`trial${number}`, accountId);
  }

  #entity(number: number): string {
    const resource = this.#resource(number);
    return 'arn' in resource ? resource.arn : resource.id;
  }

  #change(wish: Wish, index: number): Change {
    const scope = this.#scope;
    const shareId = this.#shares[wish.share % this.#shares.length] ?? '';
    const numbers = wish.resources.length + wish.principals.length > 0 ? wish.resources : [0];
    const resources = numbers.map((number) =>
      itemOf(this.#resource(number), this.#words.resourceType),
    );
    const principals = wish.principals.map((number) => ({ id: this.#principal(number) }));
    const tags = wish.tags.map((key) => ({ key, value: `new-${index}` }));
    switch (wish.kind) {
      case 'create':
        return {
          ...{ kind: 'create', scope, name: `made-${index}`, allowExternal: true },
          ...{ tags, resources, principals, permissions: {} },
        };
      case 'associate':
        return { kind: 'associate', scope, shareId, resources, principals, permissions: {} };
      case 'disassociate': {
        const ids = principals.map(({ id }) => id);
        return { kind: 'disassociate', scope, shareId, resources, principals: ids };
      }
      case 'update':
        return { kind: 'update', scope, shareId, name: `renamed-${index}` };
      case 'tag':
        return { kind: 'tag', scope, shareId, tags };
      case 'untag':
        return { kind: 'untag', scope, shareId, keys: [...wish.tags] };
      case 'delete':
        return { kind: 'delete', scope, shareId };
    }
  }

  /** What the changes come to, one after the other. */
  #expected(changes: readonly Change[]): ReadonlyMap<string, Truth> {
    const truth = new Map<string, Truth>();
    for (const [index, { resources, principals, tags }] of this.#sample.shares.entries()) {
      truth.set(this.#shares[index] ?? '', {
        name: `old-${index}`,
        resources: new Set(resources.map((number) => this.#entity(number))),
        principals: new Set(principals.map((number) => this.#principal(number))),
        tags: new Map(tags.map((key) => [key, 'old'])),
      });
    }
    return outcomeOf(changes, truth);
  }

  /** The shares as they are in the end. */
  async #found(): Promise<readonly string[]> {
    const inventory = new Inventory({ connect: () => Promise.resolve(this.#witness), clock });
    await inventory.load(this.#scope, 'action');
    const { entries, incomplete } = inventory.snapshot(this.#scope);
    inventory.dispose();
    assert.deepEqual(incomplete, []);
    const found = new Map<string, Truth>();
    for (const { share, ...rows } of entries.values()) {
      if (!this.#isOurs(share) || isDead(share.status)) continue;
      const present = (kind: 'resources' | 'principals') =>
        rows[kind].filter(({ status }) => !isDead(status));
      for (const { entityId, status } of [...present('resources'), ...present('principals')]) {
        assert.equal(status.state, 'associated', entityId);
      }
      found.set(share.id, {
        name: share.name,
        resources: new Set(present('resources').map(({ entityId }) => entityId)),
        principals: new Set(present('principals').map(({ entityId }) => entityId)),
        tags: new Map(share.tags.map(({ key, value }) => [key, value])),
      });
    }
    return plain(found);
  }

  #isOurs({ id, name }: { readonly id: string; readonly name: string }): boolean {
    return this.#shares.includes(id) || name.startsWith('made-');
  }

  /** By the sandbox's own count nothing was done twice, but for what had failed in between. */
  async #checkWrites(): Promise<void> {
    const { writes } = writesSchema.parse(await this.#session.control('/writes'));
    const known = new Set([
      ...resourceNumbers.map((number) => this.#entity(number)),
      ...principalNumbers.map((number) => this.#principal(number)),
      ...tagKeys,
    ]);
    const unlucky = this.#sample.unlucky.map((number) => this.#entity(number));
    const counts = new Map<string, number>();
    for (const { operation, request } of writes) {
      const texts = textsIn(request);
      const share = texts.find((text) => this.#shares.includes(text)) ?? '';
      const named = operation === 'CreateResourceShare' ? texts.filter(isNewName) : [share];
      // The share that a later call adds to has another name than the one that made it.
      const items =
        operation === 'CreateResourceShare' ? [] : texts.filter((text) => known.has(text));
      const isOfMade = share === '' && operation !== 'CreateResourceShare';
      const where = isOfMade ? texts.filter((text) => !known.has(text)).join(' ') : named.join();
      const effects = items.length === 0 ? [''] : items;
      for (const item of effects) {
        const key = `${operation} ${where} ${item}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    for (const [effect, count] of counts) {
      const may = unlucky.some((entity) => effect.endsWith(entity)) ? 2 : 1;
      assert.ok(count <= may, `${effect} was done ${count} times`);
    }
  }

  /** Every item of the plan is told about, and nothing stays in doubt. */
  async #checkJournal(plan: Plan): Promise<void> {
    const kept = await new Journal({ directory: this.#directory, keep: 1_000 }).list();
    const results = kept.flatMap(({ state }) => itemResults(state));
    const doubts = results.filter(
      ({ progress }) => progress === 'sending' || progress === 'unknown',
    );
    assert.deepEqual(doubts, []);
    for (const { key, share, steps, items } of plan.parts) {
      for (const item of items) {
        const told = results.filter(
          (result) =>
            planItemKey(result.item) === planItemKey(item) &&
            (result.part.key === key || result.part.share.name === share.name),
        );
        const ends = told.map(({ progress }) => progress);
        assert.ok(
          ends.length === 0
            ? steps.length === 0
            : ends.some((end) => end === 'done' || end === 'accepted' || end === 'unchanged'),
          `${planItemKey(item)}: ${ends.join(', ')}`,
        );
      }
    }
  }
}

/** An action that did not do everything, and that no other one has continued. */
function unfinished({ activity }: Engine): { readonly state: ActionState } | undefined {
  const continued = new Set(activity.entries.map(({ state }) => state.continues));
  return activity.entries.find(
    ({ state, status }) =>
      status === 'ended' &&
      state.end === 'failed' &&
      !continued.has(state.id) &&
      state.parts.some(({ steps }) => steps.some((step) => step.state !== 'done')),
  );
}

function isNewName(text: string): boolean {
  return text.startsWith('made-');
}

/** Every text in a request, wherever it stands. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

const ownLists = ['ownShares', 'ownResources', 'ownPrincipals'] as const;

function plain(shares: ReadonlyMap<string, Truth>): readonly string[] {
  return plainShares(shares, (_, { name }) => isNewName(name));
}

for (const words of bothClouds) {
  describe(`changes under faults and kills on the sandbox’s ${words.name}`, () => {
    itHolds(
      'come to what was wanted, with nothing done twice and everything accounted for',
      30,
      samples,
      async (sample) => {
        const { path, remove } = await temporaryDirectory();
        const trial = await Trial.open(words, path, sample);
        try {
          await trial.run();
        } finally {
          await trial.end();
          await remove();
        }
      },
    );
  });
}
