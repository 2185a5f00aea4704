import assert from 'node:assert/strict';
import { callCount } from '../../src/changes/plan.ts';
import { preflight, refusals } from '../../src/changes/preflight/preflight.ts';
import type { Finding } from '../../src/inventory/access/findings.ts';
import { findHealth } from '../../src/inventory/access/health.ts';
import { findOutsiders } from '../../src/inventory/access/outsiders.ts';
import type { Account } from '../../src/model/account.ts';
import type { PrincipalKind } from '../../src/model/principal-kind.ts';
import { remediesOf } from '../../src/vscode/findings/remedies.ts';
import type { TreeState } from '../../src/vscode/shares/rows/tree-state.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../scripts/temporary.ts';
import { bothClouds } from './both-clouds.ts';
import { fasterWaits, openEngine, type Engine } from './engine.ts';
import { openSession, type Session } from './session.ts';
import { plainTreeState } from '../unit/vscode/plain-tree-state.ts';

for (const { cloud, name, region, abilities, ...rest } of bothClouds) {
  describe(`what can be done about findings on ${name}`, () => {
    const scope = { accountId: 'owner', region };
    let session: Session;
    let engine: Engine;
    let directory: string;
    let findings: readonly Finding[];
    let state: TreeState;

    before(async () => {
      session = await openSession({ cloud });
      await session.control('/settle', {});
      directory = temporaryFolder('remedies');
      const client = session.connect('owner', { clock: fasterWaits(200), timeoutMs: 600_000 });
      engine = openEngine({
        words: { cloud, name, region, abilities, ...rest },
        session,
        directory,
        connect: (role) => {
          assert.equal(role, 'owner');
          return client;
        },
      });
      // Who is outside is known before the rows come: on a hurried clock they don't wait for that.
      const { signal } = new AbortController();
      await client.organization({ parts: [] }, { signal, priority: 'view' });
      const { inventory } = engine;
      await inventory.load(scope, 'view');
      const ownerId = session.account('owner').accountId;
      const accounts: readonly Account[] = [
        { id: 'owner', cloud, label: 'Owner', ownerId, regions: [region] },
      ];
      state = plainTreeState({
        accounts,
        snapshot: (at) => inventory.snapshot(at),
        abilities: () => abilities,
      });
      const kindOf = ({ id }: { readonly id: string }): PrincipalKind | undefined =>
        abilities.principals.find(({ pattern }) => new RegExp(pattern, 'u').test(id))?.kind;
      findings = [
        ...(await findOutsiders({ ...state, kindOf, now: 0 })),
        ...(await findHealth({ ...state, adviseFailure: () => undefined })),
      ];
    });

    after(async () => {
      await engine.dispose();
      await session.stop();
      await removeTemporaryFolder(directory);
    });

    const ofKind = (kind: Finding['kind']): readonly Finding[] =>
      findings.filter((finding) => finding.kind === kind);

    it('has something of every kind that its story tells of', () => {
      for (const kind of [
        'outsider',
        'failedAssociation',
        'unansweredInvitation',
        'emptyShare',
        'endedRows',
      ] as const) {
        assert.ok(ofKind(kind).length > 0, kind);
      }
    });

    it('is planned as calls that the cloud would take, each of them', async () => {
      let planned = 0;
      for (const finding of findings) {
        for (const remedy of remediesOf(finding, abilities, state)) {
          if (!('changes' in remedy)) continue;
          const plan = await engine.plan(...remedy.changes);
          const words = `${finding.text} ${remedy.label}`;
          assert.ok(callCount(plan) > 0, words);
          const refused = refusals(preflight(plan, await engine.know(remedy.changes)));
          // What the failure says can't work is refused here as well: then there is another remedy.
          if (refused.length > 0)
            assert.equal(
              finding.kind,
              'failedAssociation',
              `${words} ${refused[0]?.message ?? ''}`,
            );
          else planned += 1;
        }
      }
      assert.ok(planned >= 6, `${planned} plans`);
    });

    it('invites again whose invitation is over', async () => {
      const [finding] = ofKind('unansweredInvitation');
      assert.ok(finding);
      const [again] = remediesOf(finding, abilities, state);
      assert.ok(again && 'changes' in again);
      const result = await engine.run(await engine.plan(...again.changes));
      assert.equal(result.kind, 'ran');
      const shareId = finding.share?.id ?? '';
      await engine.inventory.loadShare(scope, shareId, 'action');
      const row = state
        .snapshot(scope)
        .entries.get(shareId)
        ?.principals.find(({ entityId }) => entityId === finding.entity?.id);
      assert.equal(row?.status.state, 'associating');
    });

    it('leaves nothing to be done about records of what has ended', () => {
      for (const finding of ofKind('endedRows')) {
        assert.deepEqual(remediesOf(finding, abilities, state), []);
      }
    });
  });
}
