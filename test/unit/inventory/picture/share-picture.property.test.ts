import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { principalKey, resourceKey } from '../../../../src/inventory/access/access.ts';
import type { Inventory } from '../../../../src/inventory/inventory.ts';
import {
  shareNodeKey,
  sharePicture,
  type PictureEdge,
  type PictureSubject,
  type SharePicture,
} from '../../../../src/inventory/picture/share-picture.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import type { Scope } from '../../../../src/model/account.ts';
import { isDead, parseStatus, shareStates } from '../../../../src/model/status.ts';
import { itHolds } from '../../property.ts';
import { aRow, aShare } from '../samples.ts';
import { accounts, emptyWorld, folder, member, membership, outsider } from './pictured.ts';

const shareIds = ['rs-1', 'rs-2', 'rs-3'];
const resourceIds = ['vsw-1', 'vsw-2', 'vsw-3', 'vsw-4'];
const principalIds = [member, outsider, folder, '1720505253000005'];
const cloud = 'alibaba';
const unlimited = { nodes: Infinity, edges: Infinity };

interface Sample {
  readonly shares: readonly {
    readonly scope: Scope;
    readonly id: string;
    readonly mine: boolean;
    readonly status: string;
    readonly rows: readonly (readonly [entity: string, status: string])[];
  }[];
  readonly subjects: readonly PictureSubject[];
  readonly nodes: number;
  readonly edges: number;
}

describe('the picture of any shares', () => {
  itHolds(
    'holds real associations only, and counts what it leaves out',
    400,
    samples(),
    (sample) => {
      const { inventory, index } = emptyWorld();
      for (const { scope, id, mine, status, rows } of sample.shares) {
        const owner = mine ? ('self' as const) : ('other' as const);
        inventory.merge(scope, {
          shares: [aShare(id, { owner, status: parseStatus(shareStates, status) })],
          associations: rows
            .filter(([entity]) => mine || entity.startsWith('vsw'))
            .map(([entity, state]) => aRow(id, entity, state, { kind: kindOf(entity) })),
        });
      }
      const real = everyEdge(inventory);
      const standingOf = ({ key }: { readonly key: string }) => index.standing(key);
      const whole = sharePicture(index, sample.subjects, { standingOf, limits: unlimited });
      const { nodes, edges } = sample;
      const made = sharePicture(index, sample.subjects, { standingOf, limits: { nodes, edges } });
      const openEdges = { nodes, edges: Infinity };
      const allEdges = sharePicture(index, sample.subjects, { standingOf, limits: openEdges });

      // Nothing is made up, and nothing between nodes of the picture is missing.
      const keys = new Set(whole.nodes.map(({ key }) => key));
      const between = [...real].filter((name) => ends(name).every((end) => keys.has(end)));
      const associations = whole.edges.filter(({ kind }) => kind === 'association');
      assert.deepEqual(associations.map(nameOf).toSorted(), between.toSorted());
      for (const { from, to } of whole.edges.filter(({ kind }) => kind === 'membership')) {
        assert.deepEqual([from, to], [principalKey(cloud, folder), principalKey(cloud, member)]);
      }
      assert.deepEqual([...keys].toSorted(), expectedNodes(sample.subjects, real).toSorted());

      // A limited one is a part of it, and knows what is missing.
      assert.deepEqual(whole.leftOut, { resources: 0, shares: 0, principals: 0, edges: 0 });
      assert.ok(made.nodes.length <= nodes && made.edges.length <= edges);
      const kept = new Set(made.nodes.map(({ key }) => key));
      assert.equal(kept.size, made.nodes.length);
      assert.ok([...kept].every((key) => keys.has(key)));
      const names = new Set(whole.edges.map(nameOf));
      assert.ok(made.edges.every((edge) => names.has(nameOf(edge))));
      assert.ok(made.edges.every(({ from, to }) => kept.has(from) && kept.has(to)));
      assert.deepEqual(made.leftOut, {
        resources: missing('resource', whole, made),
        shares: missing('share', whole, made),
        principals: missing('principal', whole, made),
        edges: whole.edges.length - made.edges.length,
      });
      const inner = whole.edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
      assert.deepEqual(allEdges.edges.map(nameOf).toSorted(), inner.map(nameOf).toSorted());
    },
  );
});

function missing(
  kind: SharePicture['nodes'][number]['kind'],
  whole: SharePicture,
  made: SharePicture,
): number {
  const count = ({ nodes }: SharePicture): number =>
    nodes.filter((node) => node.kind === kind).length;
  return count(whole) - count(made);
}

function nameOf({ from, to }: PictureEdge): string {
  return `${from} > ${to}`;
}

function ends(name: string): readonly string[] {
  return name.split(' > ');
}

/** Every living association, as the owner sees it or else each receiver; read as a person would. */
function everyEdge(inventory: Inventory): ReadonlySet<string> {
  const all = ['north', 'south'].flatMap((region) =>
    shareIds.flatMap((id) => {
      const sights = accounts
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
        .flatMap(({ id: accountId, ownerId }) => {
          const entry = inventory.snapshot({ accountId, region }).entries.get(id);
          return entry ? [{ entry, ownerId }] : [];
        });
      const own = sights.find(({ entry }) => entry.share.owner === 'self');
      const seen = own ? [own] : sights;
      return seen
        .filter(({ entry }) => !isDead(entry.share.status))
        .flatMap(({ entry, ownerId }) => edgesOf(entry, region, own ? undefined : ownerId));
    }),
  );
  return new Set(all);
}

function edgesOf({ share, resources, principals }: ShareEntry, region: string, receiver?: string) {
  const key = shareNodeKey({ cloud, region, id: share.id });
  const living = (rows: typeof resources) => rows.filter(({ status }) => !isDead(status));
  const receivers =
    receiver === undefined ? living(principals).map(({ entityId }) => entityId) : [receiver];
  return [
    ...living(resources).map((row) => `${resourceKey(cloud, region, row)} > ${key}`),
    ...receivers.map((id) => `${key} > ${principalKey(cloud, id)}`),
  ];
}

/** What a person would draw. A share without any rows is told by nothing else than being asked for, and is left to unit tests. */
function expectedNodes(subjects: readonly PictureSubject[], real: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const pairs = [...real].map((name) => {
    const [from = '', to = ''] = ends(name);
    return { from, to };
  });
  for (const subject of subjects) {
    switch (subject.kind) {
      case 'share': {
        const key = shareNodeKey(subject);
        for (const { from, to } of pairs) {
          if (from !== key && to !== key) continue;
          found.add(from);
          found.add(to);
        }
        break;
      }
      case 'resource':
        for (const { to } of pairs.filter(({ from }) => from === subject.key)) {
          found.add(subject.key);
          found.add(to);
          for (const one of pairs) if (one.from === to) found.add(one.to);
        }
        break;
      case 'principal': {
        const containers = membership.containersOf(subject.cloud, subject.id) ?? [];
        for (const id of [subject.id, ...containers]) {
          const key = principalKey(cloud, id);
          for (const { from } of pairs.filter(({ to }) => to === key)) {
            found.add(key);
            found.add(from);
            for (const one of pairs) if (one.to === from) found.add(one.from);
          }
        }
        // By what it is in, if not by itself.
        const given = containers.some((id) => found.has(principalKey(cloud, id)));
        if (given) found.add(principalKey(cloud, subject.id));
      }
    }
  }
  return [...found];
}

function kindOf(entity: string): 'resource' | 'principal' {
  return entity.startsWith('vsw') ? 'resource' : 'principal';
}

function samples(): fc.Arbitrary<Sample> {
  const scopes = accounts.flatMap(({ id, regions }) =>
    regions.map((region) => ({ accountId: id, region })),
  );
  const alive = ['Associated', 'Associated', 'Associating', 'Failed', 'Odd'];
  const resource = fc.tuple(
    fc.constantFrom(...resourceIds),
    fc.constantFrom(...alive, 'Disassociated'),
  );
  const principal = fc.tuple(
    fc.constantFrom(...principalIds),
    fc.constantFrom(...alive, 'Disassociated'),
  );
  const share = fc
    .record({
      scope: fc.constantFrom(...scopes),
      id: fc.constantFrom(...shareIds),
      mine: fc.constantFrom(true, true, false),
      status: fc.constantFrom('Active', 'Active', 'Pending', 'Deleted'),
      // At least one living row, so that the share has an edge.
      first: fc.tuple(fc.constantFrom(...resourceIds), fc.constantFrom(...alive)),
      rows: fc.array(fc.oneof(resource, principal), { maxLength: 8 }),
    })
    .map(({ first, rows, ...rest }) => ({
      ...rest,
      rows: [...rows.filter(([entity]) => entity !== first[0]), first],
    }));
  const region = fc.constantFrom('north', 'south');
  const subject: fc.Arbitrary<PictureSubject> = fc.oneof(
    fc.record({
      kind: fc.constant('share' as const),
      cloud: fc.constant('alibaba' as const),
      region,
      id: fc.constantFrom(...shareIds),
    }),
    fc.tuple(region, fc.constantFrom(...resourceIds)).map(([where, entityId]) => ({
      kind: 'resource' as const,
      key: resourceKey(cloud, where, { entityType: 'VSwitch', entityId }),
    })),
    fc.record({
      kind: fc.constant('principal' as const),
      cloud: fc.constant('alibaba' as const),
      id: fc.constantFrom(...principalIds),
    }),
  );
  return fc.record({
    shares: fc.array(share, { minLength: 1, maxLength: 6 }),
    subjects: fc.array(subject, { minLength: 1, maxLength: 3 }),
    nodes: fc.nat(10),
    edges: fc.nat(12),
  });
}
