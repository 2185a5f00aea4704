import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ScopeFile } from '../../../../src/inventory/cache/scope-file.ts';
import {
  formatScopeFile,
  loadedAtOf,
  ownerOf,
  parseScopeFile,
  UnusableFile,
} from '../../../../src/inventory/cache/scope-file.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { itHolds } from '../../property.ts';
import { aBound, aPermission, aRow, aShare } from '../samples.ts';
import { anAccount } from './folders.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const owner = ownerOf(anAccount(), 'cn-hangzhou');

/** An entry in which every field of the model is there. */
const fullEntry: ShareEntry = {
  share: aShare('rs-1', {
    allowExternal: true,
    description: 'For the\nnetwork team \u2028 网络',
    tags: [{ key: 'team', value: '' }],
    resourceGroupId: 'rg-1',
    arn: 'acs:resourcesharing:cn-hangzhou:1:resource-share/rs-1',
    status: parseStatus(shareStates, 'Brand new'),
  }),
  resources: [
    aRow('rs-1', 'vsw-1', 'Failed', {
      arn: 'acs:vpc:cn-hangzhou:1:vswitch/vsw-1',
      statusMessage: 'No.',
      resourceProperty: '{"a":1}',
      failures: [
        {
          entityId: '1720505253001234',
          entityType: 'Account',
          arn: 'acs:1',
          reason: 'LimitExceeded',
          description: 'The limit.',
          operation: 'Associate',
        },
      ],
    }),
  ],
  principals: [
    aRow('rs-1', '1720505253001234', 'Associating', {
      external: false,
      invited: true,
      principalProperty: '{"b":2}',
    }),
  ],
  permissions: [aBound('rs-1', aPermission('VSwitch'))],
};

const file: ScopeFile = {
  owner,
  loadedAt: now - 1,
  missing: ['receivedShares'],
  entries: [fullEntry, { share: aShare('rs-2'), resources: [], principals: [] }],
  pending: [
    {
      key: 'rs-1/principal/1720505253001234',
      state: 'associating',
      waitsFor: 'cloud',
      since: now - 60_000,
      leftMs: 1_740_000,
      givenUp: false,
    },
  ],
};

async function format(content: ScopeFile): Promise<string> {
  let text = '';
  for await (const slice of formatScopeFile(content)) text += slice;
  return text;
}

/** Why a text can't be used. */
async function refusal(text: string, of = owner, at = now): Promise<string> {
  try {
    await parseScopeFile(text, of, at);
  } catch (error) {
    assert.ok(error instanceof UnusableFile, String(error));
    return error.message;
  }
  assert.fail('the file was taken');
}

/** Every value inside a JSON value, by the path to it. */
function paths(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...paths(inner).map((path) => [key, ...path]),
  ]);
}

/** The same value with something else at that path. */
function replaced(value: unknown, [key = '', ...rest]: readonly string[], by: unknown): unknown {
  const inner: unknown = Reflect.get(Object(value) as object, key);
  const next = rest.length === 0 ? by : replaced(inner, rest, by);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === key ? next : item));
  }
  return { ...(Object(value) as object), [key]: next };
}

describe('the file of a scope', () => {
  it('gives back exactly what was put in', async () => {
    assert.deepEqual(await parseScopeFile(await format(file), owner, now), file);
    assert.equal(loadedAtOf((await format(file)).split('\n')[0] ?? ''), now - 1);
  });

  itHolds(
    'gives back any text a cloud may have sent',
    200,
    fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 5 }),
    async (names) => {
      const entries = names.map(([name, entityId], index): ShareEntry => {
        const id = `rs-${index}`;
        return {
          share: aShare(id, { name }),
          resources: [aRow(id, `r${entityId}`)],
          principals: [],
        };
      });
      const parsed = await parseScopeFile(await format({ ...file, entries }), owner, now);
      assert.deepEqual(parsed.entries, entries);
    },
  );

  it('is not used when it was cut off anywhere', async () => {
    const text = await format(file);
    for (let length = 0; length < text.length; length += 1) {
      const why = await refusal(text.slice(0, length));
      assert.equal(why, 'it was cut off', `at ${length}`);
    }
  });

  it('is not used when any field of it is of another type', async () => {
    const lines = (await format(file)).trimEnd().split('\n');
    for (const [number, line] of lines.entries()) {
      const value: unknown = JSON.parse(line);
      for (const path of paths(value)) {
        const damaged = JSON.stringify(replaced(value, path, null));
        const text = [...lines.slice(0, number), damaged, ...lines.slice(number + 1), ''].join(
          '\n',
        );
        await assert.rejects(
          parseScopeFile(text, owner, now),
          UnusableFile,
          `line ${number + 1}: ${path.join('.')}`,
        );
      }
    }
  });

  it('is not used when a line is no JSON, or text stands in its place', async () => {
    const text = await format(file);
    assert.equal(await refusal(text.replace('"rs-2"', '"rs-2')), 'it is damaged');
    assert.equal(await refusal('not a file of ours\n'), 'it is damaged');
    assert.equal(await refusal('[]\n'), 'it is damaged');
    assert.equal(await refusal('null\n'), 'it is damaged');
  });

  it('is not used when it is of another version', async () => {
    const text = await format(file);
    assert.equal(
      await refusal(text.replace('{"version":1,', '{"version":2,')),
      'it is of another version',
    );
    assert.equal(await refusal('{"version":2,"all":"else"}\n'), 'it is of another version');
    assert.equal(loadedAtOf('{"version":2,"loadedAt":5,"shares":0}'), undefined);
  });

  it('is not used for an account that has become another one at its cloud', async () => {
    const text = await format(file);
    for (const change of [
      { ownerId: '1990000000000001' },
      { cloud: 'huawei' },
      { site: 'europe' },
      { id: 'account-2' },
    ] as const) {
      const why = await refusal(text, ownerOf({ ...anAccount(), ...change }, 'cn-hangzhou'));
      assert.equal(why, 'it is of another account');
    }
    assert.equal(
      await refusal(text, ownerOf(anAccount(), 'cn-beijing')),
      'it is of another account',
    );
    const renamed = ownerOf({ ...anAccount(), label: 'Another name' }, 'cn-hangzhou');
    assert.deepEqual((await parseScopeFile(text, renamed, now)).entries.length, 2);
  });

  it('is not used when it comes from the future', async () => {
    assert.equal(await refusal(await format(file), owner, now - 2), 'its time lies ahead');
  });

  it('is made and read in slices, between which others get their turn', async () => {
    const entries = Array.from({ length: 2_000 }, (_, index) => ({
      ...fullEntry,
      share: aShare(`rs-${index}`),
    }));
    const slices: string[] = [];
    let turns = 0;
    const count = (): void => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    for await (const slice of formatScopeFile({ ...file, entries })) slices.push(slice);
    const turnsWhileMaking = turns;
    const parsed = await parseScopeFile(slices.join(''), owner, now);
    clearImmediate(next);
    assert.equal(parsed.entries.length, 2_000);
    assert.ok(slices.length > 4 && slices.every(({ length }) => length < 300_000));
    assert.ok(turnsWhileMaking >= slices.length - 1);
    assert.ok(turns - turnsWhileMaking >= slices.length - 2);
  });
});
