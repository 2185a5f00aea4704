import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import * as z from 'zod/mini';
import { failedItems, itemResults, type ReasonWords } from '../../src/changes/action-items.ts';
import type { ActionState } from '../../src/changes/action.ts';
import type { RunResult } from '../../src/changes/run-result.ts';
import type { ActionWait } from '../../src/changes/apply.ts';
import type { Change } from '../../src/changes/change.ts';
import type { ChangeAccount } from '../../src/changes/change-context.ts';
import { failedChanges, retryOfRows } from '../../src/changes/failed-changes.ts';
import type { Plan } from '../../src/changes/plan.ts';
import { preflight } from '../../src/changes/preflight/preflight.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Association } from '../../src/model/share.ts';
import { temporaryDirectory } from '../unit/changes/temporary.ts';
import { progressOf } from '../unit/changes/running.ts';
import { bothClouds } from './both-clouds.ts';
import { type Engine, fasterWaits, itemOf, openEngine } from './engine.ts';
import { asUser, collect, newShare, openSession, type Role, type Session } from './session.ts';

const stateSchema = z.object({
  alibaba: z.object({ directory: z.object({ rootId: z.string() }) }),
  huawei: z.object({ organisation: z.object({ rootId: z.string() }) }),
});
const writesSchema = z.object({ writes: z.array(z.object({ operation: z.string() })) });

const day = 24 * 3_600_000;

for (const words of bothClouds) {
  const { cloud, region } = words;
  const scopeOf = (role: Role) => ({ accountId: role, region });
  const scope = scopeOf('owner');

  describe(`the engine of changes on ${words.name}`, () => {
    let session: Session;
    let directory: string;
    let remove: () => Promise<void>;
    /** Somebody else, or what there was before. */
    let other: ShareCloud;
    let account: Partial<ChangeAccount> | undefined;
    let engines: Engine[];
    let names = 0;

    beforeEach(async () => {
      session = await openSession({ cloud });
      ({ path: directory, remove } = await temporaryDirectory());
      other = session.connect('owner', { clock: fasterWaits(200), timeoutMs: 6_000_000 });
      account = {};
      engines = [];
    });
    afterEach(async () => {
      for (const engine of engines) await engine.dispose();
      await session.stop();
      await remove();
    });

    function engine(change: { clock?: Clock; waitLimitMs?: number } = {}): Engine {
      const clock = change.clock ?? fasterWaits(200);
      const { waitLimitMs } = change;
      const made = openEngine({
        ...{ words, session, directory, clock },
        connect: (role) => session.connect(role, { clock: fasterWaits(200), timeoutMs: 6_000_000 }),
        account: () => account,
        ...(waitLimitMs !== undefined && { activity: { waitLimitMs } }),
      });
      engines.push(made);
      return made;
    }

    const idOf = (role: Role): string => session.account(role).accountId;
    const ref = (name: string) => words.resource(name, idOf('owner'));
    const item = (name: string) => itemOf(ref(name), words.resourceType);
    const entity = (name: string): string => {
      const { arn, id } = item(name);
      return arn ?? id ?? '';
    };
    const numbered = (count: number, prefix = 'engine') =>
      Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    const add = (
      shareId: string,
      resources: readonly string[],
      principals: readonly string[] = [],
    ): Change => ({
      ...{ kind: 'associate', scope, shareId, permissions: {} },
      resources: resources.map(item),
      principals: principals.map((id) => ({ id })),
    });

    async function create(
      resources: readonly string[] = [],
      principals: readonly string[] = [],
    ): Promise<string> {
      names += 1;
      const share = await other.createShare(
        region,
        newShare({
          name: `engine-${names}`,
          allowExternal: true,
          resources: resources.map(ref),
          principals: principals.map((id) => ({ id })),
        }),
        asUser(),
      );
      await session.control('/settle', {});
      await session.control('/calls/reset', {});
      return share.id;
    }

    /** Accounts of the organisation, that need no invitation. */
    async function members(count: number): Promise<readonly string[]> {
      const ids = Array.from({ length: count }, (_, index) => words.accountId(index));
      const { alibaba, huawei } = stateSchema.parse(await session.control('/state'));
      for (const accountId of ids) {
        await (cloud === 'alibaba'
          ? session.control('/alibaba/directory', {
              accountId,
              folderId: alibaba.directory.rootId,
            })
          : session.control('/huawei/member', {
              accountId,
              parentId: huawei.organisation.rootId,
            }));
      }
      return ids;
    }

    async function writes(): Promise<readonly string[]> {
      const { writes: rows } = writesSchema.parse(await session.control('/writes'));
      return rows.map(({ operation }) => operation);
    }

    async function rowsOf(
      shareId: string,
      kind: Association['kind'],
    ): Promise<readonly Association[]> {
      return await collect(other.listAssociations(region, { kind, shareIds: [shareId] }, asUser()));
    }

    const explain = (_account: string, reason: string): ReasonWords => {
      const meaning = words.driver.explainFailure(reason);
      return { ...(meaning !== undefined && { meaning }), ...words.driver.adviseFailure(reason) };
    };

    function ran(result: RunResult): Extract<RunResult, { kind: 'ran' }> {
      assert.ok(result.kind === 'ran', JSON.stringify(result));
      return result;
    }

    /** Runs a plan to its end, everything settled, and gives what the activity holds of it then. */
    async function runAll(by: Engine, plan: Plan): Promise<ActionState> {
      const { id, settled } = ran(await by.run(plan));
      await settled;
      return by.activity.find(id)?.state ?? assert.fail();
    }

    describe('while the cloud is at work on the share', () => {
      /** What is under way, what is to be done, and the code with which the cloud says so. */
      const cases = [
        ['added', 'added', 'ConcurrentExecutionError'],
        ['removed', 'added', 'AssociateConflict'],
        ['added', 'removed', 'DisassociateConflict'],
        ['removed', 'removed', 'ConcurrentExecutionError'],
        ['added', 'deleted', 'DeleteResourceShareConflict'],
        ['removed', 'deleted', 'DeleteResourceShareConflict'],
      ] as const;

      for (const [before, then, code] of cases) {
        it(`waits for what is being ${before}, and goes on to what is to be ${then}`, async () => {
          const id = await create(['in', 'out']);
          const changes: Readonly<Record<typeof then, Change>> = {
            added: add(id, ['new']),
            removed: {
              kind: 'disassociate',
              scope,
              shareId: id,
              resources: [item('in')],
              principals: [],
            },
            deleted: { kind: 'delete', scope, shareId: id },
          };
          const by = engine();
          const plan = await by.plan(changes[then]);
          await session.control('/tuning', { busyShares: true, settleMs: 3_600_000 });
          const request = {
            resources: [ref(before === 'added' ? 'other' : 'out')],
            principals: [],
          };
          await (before === 'added'
            ? other.associate(region, id, { ...request, permissions: [] }, asUser())
            : other.disassociate(region, id, request, asUser()));
          await session.control('/calls/reset', {});

          const waits: ActionWait[] = [];
          const { signal } = new AbortController();
          const run = (shown: Plan) =>
            by.activity.run(shown, {
              signal,
              onProgress: (progress) => {
                waits.push(...progress.waits);
                // The work is done while the user looks at why nothing moves.
                if (progress.waits.length > 0) {
                  void session.control('/tuning', { settleMs: 0 });
                  void session.control('/settle', {});
                }
              },
            });
          const first = await run(plan);
          // Somebody else's change is shown first, of course.
          assert.ok(first.kind === 'changed', first.kind);
          const { state, settled } = ran(await run(first.plan));
          await settled;
          assert.equal(state.end, 'done');
          const [wait] = waits;
          assert.equal(wait?.code, cloud === 'alibaba' ? code : 'RAM.EMU.0014');
          assert.equal(wait.until - wait.since, 5 * 60_000);
          assert.equal((await writes()).length, 1, 'it took effect once');
        });
      }

      it('gives up at the limit that it shows, and goes on when it is told to', async () => {
        const id = await create();
        const by = engine({ waitLimitMs: 6_000 });
        const plan = await by.plan(add(id, ['new']));
        const busy = cloud === 'alibaba' ? 'ConcurrentExecutionError' : 'RAM.EMU.0014';
        await session.control('/faults', {
          ...{ operation: 'AssociateResourceShare', cloud, count: 50 },
          fault: { kind: 'error', code: busy },
        });
        const { state, id: action } = ran(await by.run(plan));
        assert.equal(progressOf(state), 'failed');
        const [failed] = failedItems(state, explain);
        assert.deepEqual([failed?.reason, failed?.retry], [busy, true]);
        assert.ok(failed?.meaning && failed.advice);
        await session.control('/faults/clear', {});
        assert.equal(ran(await by.goOn(action)).state.end, 'done');
        assert.deepEqual(await writes(), ['AssociateResourceShare']);
      });
    });

    it('takes out again what failed to leave, and warns of taking out what failed to get in', async () => {
      const id = await create(['stays'], [idOf('member')]);
      const by = engine();
      const takeOut = (name: string): Change => ({
        ...{ kind: 'disassociate', scope, shareId: id, principals: [] },
        resources: [item(name)],
      });
      const warnings = async (change: Change): Promise<readonly string[]> =>
        preflight(await by.plan(change), await by.know([change], 'held'))
          .filter(({ rule }) => rule === 'notInShare')
          .map(({ severity, code }) => `${severity} ${code}`);
      const fails = cloud === 'alibaba' ? 'InternalError' : 'An internal error occurred.';
      const rule = { fails, count: 1 };
      const failing = (name: string, on: string) =>
        session.control(`/${cloud}/outcomes`, { ...rule, on, entities: [entity(name)] });
      await failing('stays', 'disassociate');
      await runAll(by, await by.plan(takeOut('stays')));
      await failing('never', 'associate');
      await runAll(by, await by.plan(add(id, ['never'])));
      const resources = await rowsOf(id, 'resource');
      assert.deepEqual(
        resources.map(({ status }) => status.state),
        ['failed', 'failed'],
      );
      // Only one of the clouds says which of the two has failed.
      assert.deepEqual(
        await warnings(takeOut('stays')),
        cloud === 'alibaba' ? [] : ['doubt notInShare'],
      );
      const state = await runAll(by, await by.plan(takeOut('stays')));
      assert.deepEqual(failedItems(state, explain), []);

      const refused = failedItems(await runAll(by, await by.plan(takeOut('never'))), explain);
      if (cloud === 'alibaba') {
        assert.deepEqual(await warnings(takeOut('never')), ['doubt DisassociateInvalid']);
        assert.deepEqual(
          refused.map(({ reason }) => reason),
          ['DisassociateInvalid'],
        );
        assert.match(refused[0]?.advice ?? '', /48 to 96 hours/u);
      } else {
        assert.deepEqual(refused, []);
      }
    });

    it('tells which 3 of 20 principals failed and why, and tries just these again', async () => {
      const principals = await members(20);
      const unlucky = principals.slice(4, 7);
      const id = await create();
      const reason = cloud === 'alibaba' ? 'LimitExceeded' : 'RAM.1012: too many principals.';
      await session.control(`/${cloud}/outcomes`, { entities: unlucky, fails: reason, count: 3 });
      const by = engine();
      const state = await runAll(by, await by.plan(add(id, ['shared'], principals)));
      assert.equal(state.end, 'done', 'every call was answered well');
      const failed = failedItems(state, explain);
      assert.deepEqual([...new Set(failed.map((one) => one.item.id))].sort(), [...unlucky].sort());
      const requestIds = state.parts.flatMap(({ steps }) =>
        steps.flatMap((step) => step.requestIds),
      );
      for (const one of failed) {
        // A cloud that names no pair names its reason all the same.
        if (cloud === 'alibaba') {
          assert.deepEqual([one.other?.id, one.reason], [entity('shared'), reason]);
        }
        assert.ok(one.operation !== '' && one.text !== '');
        assert.ok(one.meaning && one.advice);
        assert.equal(one.retry, false, 'a limit has to be raised first');
        assert.ok(one.requestId !== undefined && requestIds.includes(one.requestId));
      }
      const done = itemResults(state).filter(({ progress }) => progress === 'done').length;
      assert.equal(done, 18);

      const again = await by.plan(...failedChanges(state));
      assert.deepEqual(
        again.parts.map(({ items, steps }) => [items.length, steps.length]),
        [[3, 1]],
      );
      assert.deepEqual(failedItems(await runAll(by, again), explain), []);
      const rows = await rowsOf(id, 'principal');
      assert.equal(rows.filter(({ status }) => status.state === 'associated').length, 20);
    });

    it('tries a failed row of the tree again', async () => {
      const id = await create();
      const rule = { entities: [entity('odd')], fails: 'InternalError', count: 1 };
      await session.control(`/${cloud}/outcomes`, rule);
      const by = engine();
      await runAll(by, await by.plan(add(id, ['odd', 'even'])));
      const row = () =>
        by.inventory
          .snapshot(scope)
          .entries.get(id)
          ?.resources.find(({ entityId }) => entityId === entity('odd')) ?? assert.fail();
      assert.equal(row().status.state, 'failed');
      await session.control('/calls/reset', {});
      await runAll(by, await by.plan(...retryOfRows(scope, [row()], words.abilities)));
      assert.equal(row().status.state, 'associated');
      assert.deepEqual(await writes(), ['AssociateResourceShare']);
    });

    it('says of every refused item what was tried, what the cloud said, and what to do', async () => {
      const id = await create();
      for (const [fault, retry] of [
        [{ kind: 'error', code: 'Unheard.Of', status: 500, message: 'Strange.' }, true],
        [{ kind: 'error', code: 'Unheard.Of', status: 400, message: 'Strange.' }, false],
        [{ kind: 'error', code: cloud === 'alibaba' ? 'NoPermission' : 'RAM.EMU.0403' }, false],
      ] as const) {
        await session.control('/faults', { operation: 'AssociateResourceShare', cloud, fault });
        const by = engine();
        const state = await runAll(by, await by.plan(add(id, numbered(2), [idOf('member')])));
        const failed = failedItems(state, explain);
        assert.deepEqual(
          failed.map((one) => one.item.id).sort(),
          [...numbered(2).map(entity), idOf('member')].sort(),
        );
        for (const one of failed) {
          assert.equal(one.operation, 'AssociateResourceShare');
          assert.equal(one.reason, fault.code);
          assert.ok(one.text !== '' && one.meaning && one.advice, JSON.stringify(one));
          assert.ok(one.requestId);
          assert.deepEqual([one.retry, one.unknown], [retry, false]);
        }
      }
      assert.deepEqual(await writes(), []);
    });

    it('follows what takes its time to the end', async () => {
      const id = await create();
      const rule = { entities: [entity('late')], settleMs: 3_600_000 };
      await session.control(`/${cloud}/outcomes`, rule);
      const by = engine();
      const { id: action, settled } = ran(await by.run(await by.plan(add(id, ['late', 'soon']))));
      const progress = () =>
        itemResults(by.activity.find(action)?.state ?? assert.fail())
          .filter(({ item: { kind } }) => kind === 'resource')
          .map((one) => one.progress);
      await new Promise<void>((resolve) => {
        const look = () => {
          const rows = by.inventory.snapshot(scope).entries.get(id)?.resources ?? [];
          if (rows.some(({ status }) => status.state === 'associated')) resolve();
        };
        by.inventory.onDidChange(look);
        look();
      });
      assert.equal(by.activity.find(action)?.status, 'following');
      assert.deepEqual(progress(), ['accepted', 'accepted']);
      await session.control('/clock', { advanceMs: 3_600_000 });
      const [outcome] = await settled;
      assert.equal(outcome?.end, 'settled');
      assert.deepEqual(progress(), ['done', 'done']);
    });

    describe('with somebody outside', () => {
      async function invite(by: Engine): Promise<string> {
        const id = await create(['offered']);
        const plan = await by.plan(add(id, [], [idOf('outsider')]));
        await ran(await by.run(plan)).settled;
        return id;
      }

      async function answerTo(shareId: string, kind: 'accept' | 'reject'): Promise<Change> {
        const query = { side: 'received', shareIds: [shareId] } as const;
        const receiver = session.connect('outsider');
        const all = await collect(receiver.listInvitations(region, query, asUser()));
        const one = all.find(({ status }) => status.state === 'pending') ?? assert.fail();
        const { id, senderId, shareName } = one;
        return {
          kind,
          scope: scopeOf('outsider'),
          invitation: { id, shareId, shareName, senderId },
        };
      }

      it('waits for the answer, and shows that the invitation has expired', async () => {
        const by = engine();
        const id = await invite(by);
        const [entry] = by.activity.entries;
        assert.deepEqual(
          itemResults(entry?.state ?? assert.fail()).map(({ progress }) => progress),
          ['waiting'],
        );
        await session.control('/clock', { advanceMs: 8 * day });
        await by.inventory.load(scope, 'action');
        const row = by.inventory
          .snapshot(scope)
          .entries.get(id)
          ?.principals.find(({ entityId }) => entityId === idOf('outsider'));
        assert.equal(row?.status.state, 'failed');
        assert.ok(row.statusMessage);
        // Asked once more from the failed row, and answered this time.
        await runAll(by, await by.plan(...retryOfRows(scope, [row], words.abilities)));
        const receiver = engine();
        const accept = await receiver.plan(await answerTo(id, 'accept'));
        assert.equal((await runAll(receiver, accept)).end, 'done');
        await session.control('/settle', {});
        const [accepted] = (await rowsOf(id, 'principal')).filter(
          ({ status }) => status.state === 'associated',
        );
        assert.equal(accepted?.entityId, idOf('outsider'));
      });

      for (const kind of ['accept', 'reject'] as const) {
        it(`does not ${kind} what has expired since it was listed`, async () => {
          const id = await invite(engine());
          const receiver = engine();
          const plan = await receiver.plan(await answerTo(id, kind));
          assert.equal(plan.parts[0]?.steps.length, 1);
          await session.control('/calls/reset', {});
          await session.control('/clock', { advanceMs: 8 * day });
          const result = await receiver.run(plan);
          assert.ok(result.kind === 'refused', result.kind);
          assert.deepEqual(
            result.findings.map(({ rule, severity }) => [rule, severity]),
            [['invitationState', 'refusal']],
          );
          assert.equal((await session.calls('AcceptResourceShareInvitation')).calls, 0);
          assert.equal((await session.calls('RejectResourceShareInvitation')).calls, 0);
          assert.deepEqual(
            receiver.activity.entries.filter(({ status }) => status !== 'ended'),
            [],
          );
        });
      }
    });

    it('says so where an invitation expires on the way', async () => {
      const receiver = engine();
      const by = engine();
      const id = await create(['offered']);
      await ran(await by.run(await by.plan(add(id, [], [idOf('outsider')])))).settled;
      const query = { side: 'received', shareIds: [id] } as const;
      const asOutsider = session.connect('outsider');
      const [one] = await collect(asOutsider.listInvitations(region, query, asUser()));
      assert.ok(one);
      const plan = await receiver.plan({
        kind: 'accept',
        scope: scopeOf('outsider'),
        invitation: { id: one.id, shareId: id, shareName: '', senderId: one.senderId },
      });
      const code = cloud === 'alibaba' ? 'InvitationStatus.Expired' : 'RAM.EMU.0005';
      await session.control('/faults', {
        ...{ operation: 'AcceptResourceShareInvitation', cloud },
        fault: { kind: 'error', code },
      });
      const state = await runAll(receiver, plan);
      assert.equal(state.end, 'failed');
      const [failed, ...more] = failedItems(state, explain);
      assert.deepEqual([failed?.reason, failed?.retry, more.length], [code, false, 0]);
      assert.ok(failed?.meaning && failed.advice);
    });

    it('shows a permission as it was switched, wherever the change came from', async () => {
      const query = { resourceType: words.typeWithChoice };
      const offered = await collect(other.listPermissions(region, query, asUser()));
      const wanted = offered.find(({ isDefault }) => !isDefault) ?? assert.fail();
      const share = await other.createShare(
        region,
        newShare({
          name: 'with-a-choice',
          resources: [words.resource('choice', idOf('owner'), words.typeWithChoice)],
        }),
        asUser(),
      );
      await session.control('/settle', {});
      const by = engine();
      await by.inventory.load(scope, 'action');
      await by.inventory.loadSharePermissions(scope, share.id, 'action');
      const shown = () =>
        by.inventory
          .snapshot(scope)
          .entries.get(share.id)
          ?.permissions?.filter(({ status }) => status.state !== 'disassociated')
          .map((permission) => permission.id);
      assert.ok(!shown()?.includes(wanted.id));
      const { id, name, resourceType } = wanted;
      const permission = { id, name, resourceType };
      await runAll(
        by,
        await by.plan({ kind: 'setPermission', scope, shareId: share.id, permission }),
      );
      assert.ok(shown()?.includes(wanted.id));
    });

    describe('when things are not as they were', () => {
      it('looks again, and shows the plan again where somebody has changed the share', async () => {
        const id = await create(['old']);
        const by = engine();
        const plan = await by.plan(add(id, ['new', 'twin']));
        const request = { resources: [ref('twin')], principals: [], permissions: [] };
        await other.associate(region, id, request, asUser());
        await session.control('/settle', {});
        await session.control('/calls/reset', {});
        const result = await by.run(plan);
        assert.ok(result.kind === 'changed', result.kind);
        assert.deepEqual(await writes(), []);
        assert.deepEqual(
          result.plan.parts[0]?.items.map((one) => [one.id, one.effect]),
          [
            [entity('new'), 'new'],
            [entity('twin'), 'unchanged'],
          ],
        );
        assert.equal((await runAll(by, result.plan)).end, 'done');
        assert.deepEqual(await writes(), ['AssociateResourceShare']);
      });

      it('sends nothing for a share that somebody has deleted', async () => {
        const id = await create();
        const by = engine();
        const plan = await by.plan(add(id, ['new']));
        await other.deleteShare(region, id, asUser());
        await session.control('/settle', {});
        await session.control('/calls/reset', {});
        const result = await by.run(plan);
        // Where the vendor does not say that it refuses, the plan is shown again, with that doubt.
        const isPublished = words.abilities.preconditions.some(
          ({ rule, operations, basis }) =>
            rule === 'shareState' && operations.includes('associate') && basis === 'published',
        );
        assert.equal(result.kind, isPublished ? 'refused' : 'changed');
        assert.deepEqual(await writes(), []);
      });

      it('sends nothing for an account that became read-only, or was removed', async () => {
        const id = await create();
        const by = engine();
        const plan = await by.plan(add(id, ['new']));
        for (const [now, code] of [
          [{ readOnly: true }, 'AccountReadOnly'],
          [undefined, 'AccountRemoved'],
        ] as const) {
          account = now;
          const result = await by.run(plan);
          assert.ok(result.kind === 'refused', result.kind);
          assert.deepEqual(
            result.findings.map((finding) => finding.code),
            [code],
          );
        }
        assert.deepEqual(await writes(), []);
        assert.deepEqual(by.activity.entries, []);
      });

      it('stops where the token has expired half way, and goes on from there with a new one', async () => {
        const shares = [await create(), await create()];
        const by = engine();
        const size = words.abilities.itemsPerCall.resources;
        const resources = numbered(size * 3);
        const plan = await by.plan(...shares.map((id) => add(id, resources)));
        const code = cloud === 'alibaba' ? 'InvalidSecurityToken.Expired' : 'RAM.1003';
        await session.control('/faults', {
          ...{ operation: 'AssociateResourceShare', cloud, after: 2, count: 100 },
          fault: { kind: 'error', code },
        });
        const { state, id } = ran(await by.run(plan));
        assert.equal(state.end, 'failed');
        const steps = state.parts.flatMap((part) => part.steps);
        assert.equal(steps.filter((step) => step.state === 'done').length, 2);
        assert.ok(
          steps.filter((step) => step.state === 'failed').length <= 2,
          'no more than were on their way',
        );
        const [failed] = failedItems(state, explain);
        assert.equal(failed?.reason, code);
        assert.ok(failed.meaning && failed.advice);
        assert.ok((await session.calls('AssociateResourceShare')).calls <= 4);
        await session.control('/faults/clear', {});
        const rest = ran(await by.goOn(id));
        assert.equal(rest.state.end, 'done');
        assert.equal((await writes()).length, 6, 'each call took effect once');
        for (const shareId of shares) {
          assert.equal((await rowsOf(shareId, 'resource')).length, resources.length);
        }
      });

      it('sends nothing when the disk is full', async () => {
        const id = await create();
        const by = engine();
        const plan = await by.plan(add(id, ['new']));
        for (const written of [0, 1]) {
          const disk = await fullDisk(directory, written);
          const result = await by.run(plan).finally(() => disk.restore());
          const error =
            result.kind === 'failed' || result.kind === 'ran' ? result.error : undefined;
          assert.deepEqual(
            [result.kind, error?.kind, error?.code],
            [written === 0 ? 'failed' : 'ran', 'local', 'ENOSPC'],
          );
          assert.ok(error?.meaning && error.advice);
          if (result.kind === 'ran') {
            assert.equal(progressOf(result.state), 'notSent');
            await result.settled;
          }
        }
        assert.deepEqual(await writes(), []);
        assert.equal((await session.calls('AssociateResourceShare')).calls, 0);
        // With room again it goes on, in a new window too.
        const next = engine();
        await next.activity.load();
        const [left] = next.activity.entries;
        assert.ok(left);
        assert.equal(ran(await next.goOn(left.state.id)).state.end, 'done');
        assert.deepEqual(await writes(), ['AssociateResourceShare']);
      });
    });
  });
}

/** Lets so many more writes to files succeed; the next ones find the disk full, as the system says it. */
async function fullDisk(
  directory: string,
  left: number,
): Promise<{ readonly restore: () => void }> {
  const handle = await open(directory, 'r');
  const files: unknown = Object.getPrototypeOf(handle);
  await handle.close();
  assert.ok(typeof files === 'object' && files !== null);
  const appendFile: unknown = Reflect.get(files, 'appendFile');
  assert.ok(typeof appendFile === 'function');
  let written = 0;
  Reflect.set(files, 'appendFile', function (this: unknown, ...given: readonly unknown[]): unknown {
    written += 1;
    if (written <= left) {
      const done: unknown = Reflect.apply(appendFile, this, given);
      return done;
    }
    const error = new Error('ENOSPC: no space left on device, write');
    return Promise.reject(Object.assign(error, { code: 'ENOSPC' }));
  });
  return {
    restore: () => {
      Reflect.set(files, 'appendFile', appendFile);
    },
  };
}
