import assert from 'node:assert/strict';
import { asContent, Bench, list, text, type Content } from './caller.ts';

describe('made-up shares', () => {
  async function sharesOf(cloud: 'alibaba' | 'huawei', regions?: number): Promise<Content[]> {
    const bench = await Bench.start({ shares: 400, ...(regions === undefined ? {} : { regions }) });
    try {
      const state = asContent((await bench.control('/state'))[cloud]);
      // The story's shares have names without a number.
      return list(state, 'shares').filter((share) =>
        /-\d{5}$/.test(String(share.ResourceShareName ?? share.name)),
      );
    } finally {
      await bench.stop();
    }
  }

  for (const [cloud, kindOf, isResource] of [
    ['alibaba', 'AssociationType', 'Resource'],
    ['huawei', 'association_type', 'resource'],
  ] as const) {
    it(`hold resources, principals, failed and ended rows in the documented parts (${cloud})`, async () => {
      const shares = await sharesOf(cloud);
      assert.ok(shares.length > 300);
      const counts = shares.map((share) => {
        const rows = list(share, 'associations');
        const ended = rows.filter((row) =>
          /^disassociated$/i.test(String(row.AssociationStatus ?? row.status)),
        );
        const failed = rows.filter((row) =>
          /^failed$/i.test(String(row.AssociationStatus ?? row.status)),
        );
        const resources = rows.filter((row) => text(row, kindOf) === isResource);
        return {
          rows: rows.length,
          resources: resources.length,
          ended: ended.length,
          failed: failed.length,
        };
      });
      const heavy = counts.filter(({ resources }) => resources >= 200);
      assert.equal(heavy.length, Math.floor((shares.length + 50) / 100));
      const sum = (key: 'rows' | 'ended' | 'failed'): number =>
        counts.reduce((total, count) => total + count[key], 0);
      const living = sum('rows') - sum('ended');
      assert.ok(Math.abs(sum('ended') / living - 0.1) < 0.02, `${sum('ended')} of ${living} ended`);
      assert.ok(Math.abs(sum('failed') / living - 0.02) < 0.01, `${sum('failed')} failed`);
      const usual = counts.filter(({ resources }) => resources < 200);
      const average = usual.reduce((total, { rows }) => total + rows, 0) / usual.length;
      assert.ok(Math.abs(average - 7.7) < 0.3, `${average} rows a share`);
    });
  }

  it('lie in one region, in three or in many, where some have none', async () => {
    const regionsOf = async (count?: number): Promise<ReadonlyMap<string, number>> => {
      const found = new Map<string, number>();
      for (const share of await sharesOf('alibaba', count)) {
        const region = String(share.region);
        found.set(region, (found.get(region) ?? 0) + 1);
      }
      return found;
    };
    assert.deepEqual([...(await regionsOf(1)).keys()], ['cn-hangzhou']);
    assert.equal((await regionsOf()).size, 3);
    const many = await regionsOf(20);
    assert.ok(many.size > 10 && many.size < 16, `${many.size} regions`);
    assert.equal(Math.max(...many.values()), many.get('cn-hangzhou'));
  });

  it('are served from as many endpoints as there are regions', async () => {
    const bench = await Bench.start({ shares: 10, regions: 20 });
    try {
      const { regions } = bench.sandbox.description.clouds.alibaba;
      assert.equal(regions.length, 20);
      const answer = await bench.ok('owner', 'DescribeRegions', {}, 'us-east-1');
      assert.deepEqual(
        list(answer, 'Regions').map(({ RegionId }) => RegionId),
        regions.map(({ id }) => id),
      );
    } finally {
      await bench.stop();
    }
  });
});
