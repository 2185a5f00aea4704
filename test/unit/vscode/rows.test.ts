import assert from 'node:assert/strict';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { abilities as huaweiAbilities } from '../../../src/clouds/huawei/abilities.ts';
import type { ShareEntry, Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { rowId, type Address } from '../../../src/vscode/shares/address.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import type { Row } from '../../../src/vscode/shares/rows/row.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
};
const scope = { accountId: 'a1', region: 'cn-hangzhou' };
const time = '2026-03-01T08:02:22.413Z';

function share(change: Partial<ResourceShare> = {}): ResourceShare {
  return {
    id: 'rs-1',
    name: 'network-hub',
    owner: 'self',
    ownerId: account.ownerId,
    status: parseStatus(shareStates, 'Active'),
    tags: [],
    createdAt: time,
    updatedAt: time,
    ...change,
  };
}

function association(change: Partial<Association> = {}): Association {
  return {
    shareId: 'rs-1',
    kind: 'resource',
    entityId: 'vsw-1',
    entityType: 'VSwitch',
    status: parseStatus(associationStates, 'Associated'),
    failures: [],
    createdAt: time,
    updatedAt: time,
    ...change,
  };
}

function stateOf(
  entries: readonly ShareEntry[],
  change: {
    failure?: NonNullable<Snapshot['failure']>;
    showEnded?: boolean;
    neverLoaded?: boolean;
  } = {},
): TreeState {
  const snapshot: Snapshot = {
    scope,
    entries: new Map(entries.map((entry) => [entry.share.id, entry])),
    loading: false,
    incomplete: [],
    ...(change.neverLoaded === true ? {} : { loadedAt: 1 }),
    ...(change.failure && { failure: change.failure }),
  };
  return {
    accounts: [account],
    snapshot: () => snapshot,
    showEnded: change.showEnded ?? false,
    abilities: () => undefined,
    explainFailure: (_cloud, reason) =>
      reason === 'LimitExceeded' ? 'Too many principals.' : undefined,
    hasConsole: () => true,
    regionName: () => undefined,
    formatTime: (at) => `at ${at}`,
  };
}

/** All rows of the tree, from top to bottom, as [id, row]. */
function allRows(state: TreeState, from?: Address): readonly (readonly [string, Row])[] {
  return childrenOf(from, state).flatMap((address) => {
    const row = rowAt(address, state);
    assert.ok(row, `no row for ${rowId(address)}`);
    return [[rowId(address), row] as const, ...allRows(state, address)];
  });
}

function labels(state: TreeState): readonly string[] {
  return allRows(state).map(([, row]) => [row.label, row.description].filter(Boolean).join(' | '));
}

describe('rows of the tree', () => {
  it('lead from the account to the associations, with statuses in words', () => {
    const state = stateOf([
      {
        share: share(),
        resources: [association()],
        principals: [
          association({
            kind: 'principal',
            entityId: '1720505253001234',
            entityType: 'Account',
            external: true,
            status: parseStatus(associationStates, 'Associating'),
          }),
        ],
      },
    ]);
    assert.deepEqual(labels(state), [
      'Network team | Alibaba Cloud',
      'Shared by me | 1',
      'network-hub | Active · 1 resource · 1 principal',
      'Resources | 1',
      'vsw-1 | VSwitch · Associated',
      'Principals | 1',
      '1720505253001234 | Account · Associating · outside the organisation',
      'Shared with me | 0',
      'Nothing is shared with this account here',
    ]);
  });

  it('show why an association failed: on its row and as rows below, with the documented meaning', () => {
    const state = stateOf([
      {
        share: share(),
        resources: [
          association({
            status: parseStatus(associationStates, 'Failed'),
            statusMessage: 'Some principals were not reached.',
            failures: [
              {
                entityId: '1720505253001234',
                entityType: 'Account',
                reason: 'LimitExceeded',
                description: 'The limit.',
                operation: 'Associate',
              },
              {
                entityId: '1720505253005678',
                entityType: 'Account',
                reason: 'SomethingNew',
                description: 'Brand new.',
                operation: 'Associate',
              },
            ],
          }),
        ],
        principals: [],
      },
    ]);
    const rows = labels(state);
    assert.ok(
      rows.includes('network-hub | Active · 1 resource · 0 principals · 1 failed'),
      rows.join('\n'),
    );
    assert.ok(rows.includes('vsw-1 | VSwitch · Failed: LimitExceeded'), rows.join('\n'));
    assert.ok(rows.includes('Some principals were not reached.'), rows.join('\n'));
    assert.ok(
      rows.includes('Too many principals. | LimitExceeded · with 1720505253001234'),
      rows.join('\n'),
    );
    assert.ok(rows.includes('Brand new. | SomethingNew · with 1720505253005678'), rows.join('\n'));
  });

  it('name a resource that has only a URN by its own id and region', () => {
    const urn = 'vpc:cn-north-4:05c734152f00d4200f2bc0179ac6c5e0:subnet:5de7:2eeb';
    const state = stateOf([
      {
        share: share(),
        resources: [association({ entityId: urn, arn: urn, entityType: 'vpc:subnet' })],
        principals: [],
      },
    ]);
    assert.ok(labels(state).includes('5de7:2eeb | vpc:subnet · cn-north-4 · Associated'));
  });

  it('name every sort of principal of a cloud whose principals are URNs, and whether it is outside', () => {
    const managementId = '05c734152f00d4200f2bc0179ac6c5e0';
    const principal = (entityId: string, entityType: string, external?: boolean): Association =>
      association({
        kind: 'principal',
        entityId,
        entityType,
        ...(external === undefined ? {} : { external }),
      });
    const state = {
      ...stateOf([
        {
          share: share(),
          resources: [],
          principals: [
            principal(managementId, 'Account', true),
            principal(`organizations::${managementId}:organization:o-abcd1234efgh`, 'Organization'),
            principal(`organizations::${managementId}:root:o-abcd1234efgh/r-ab12`, 'Organization'),
            principal(`organizations::${managementId}:ou:o-abcd1234efgh/ou-abcd1234`, 'X', false),
          ],
        },
      ]),
      abilities: () => huaweiAbilities,
    };
    const rows = allRows(state).filter(([id]) => id.includes('principal'));
    assert.deepEqual(
      rows.slice(1).map(([, { description }]) => description),
      [
        'Account · Associated · outside the organisation',
        'Organisation · Associated',
        'Organisational unit · Associated',
        'Organisation · Associated',
      ],
    );
    const unknown = 'Whether it is outside the organisation is unknown';
    assert.deepEqual(
      rows.slice(1).map(([, { tooltip }]) => tooltip().includes(unknown)),
      [false, true, false, true],
    );
  });

  it('tell description, tags and who may be added of a share when asked', () => {
    const told = {
      description: 'Subnets of the night trains',
      allowExternal: false,
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'owner', value: '' },
      ],
    };
    const state = stateOf([{ share: share(told), resources: [], principals: [] }]);
    const row = rowAt({ kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' }, state);
    const lines = row?.tooltip() ?? [];
    for (const line of [
      'Subnets of the night trains',
      'Tag env: prod',
      'Tag owner: ',
      'Only principals of the organisation',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it('show a status that is not known as the cloud wrote it', () => {
    const state = stateOf([
      {
        share: share({ status: parseStatus(shareStates, 'Frozen') }),
        resources: [],
        principals: [],
      },
    ]);
    const row = rowAt({ kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' }, state);
    assert.equal(row?.description, 'Frozen · 0 resources · 0 principals');
    assert.equal(row.icon.id, 'question');
  });

  it('hide what has ended unless asked for', () => {
    const ended = {
      share: share(),
      resources: [association({ status: parseStatus(associationStates, 'Disassociated') })],
      principals: [],
    };
    const gone = {
      share: share({ id: 'rs-2', name: 'old', status: parseStatus(shareStates, 'Deleted') }),
      resources: [],
      principals: [],
    };
    assert.ok(!labels(stateOf([ended, gone])).some((text) => /old|vsw-1/u.test(text)));
    const all = labels(stateOf([ended, gone], { showEnded: true }));
    assert.ok(
      all.includes('vsw-1 | VSwitch · Disassociated') &&
        all.some((text) => text.startsWith('old | Deleted')),
    );
  });

  it('call it unknown, not empty, when a region could not be read', () => {
    const error = new CloudError({
      kind: 'denied',
      code: 'NoPermission',
      message: 'no',
      operation: 'ListResourceShares',
      meaning: 'The account may not list shares.',
      requestId: 'R-1',
    });
    const state = stateOf([], { failure: { at: 2, error }, neverLoaded: true });
    const rows = allRows(state);
    assert.deepEqual(labels(state), [
      'Network team | Alibaba Cloud · could not be read',
      'The account may not list shares. | unknown, not empty',
    ]);
    assert.ok(rows[1]?.[1].tooltip().includes('Request id: R-1'));
    assert.ok(rows[1]?.[1].context.includes('failed'));
  });

  it('keep the last data beside a failure, marked stale', () => {
    const error = new CloudError({
      kind: 'network',
      code: 'Unreachable',
      message: 'no route',
      operation: 'ListResourceShares',
    });
    const rows = labels(
      stateOf([{ share: share(), resources: [], principals: [] }], { failure: { at: 2, error } }),
    );
    assert.ok(rows[0]?.endsWith('stale since at 1'), rows[0]);
    assert.equal(rows[1], 'no route | not up to date');
    assert.ok(rows.some((text) => text.startsWith('network-hub')));
  });

  it('never let a name from the cloud become an icon, a link or a second line', () => {
    const name = '$(error) [click](command:workbench.action.quit)\n<b>x</b>\u202Egpj';
    const state = stateOf([{ share: share({ name }), resources: [], principals: [] }]);
    const row = rowAt({ kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' }, state);
    assert.ok(row);
    for (const text of [row.label, row.spoken, ...row.tooltip()]) {
      assert.doesNotMatch(text, /\$\(|\]\(|\n|\u202E/u);
    }
    assert.match(row.label, /<b>x<\/b>/u, 'the text itself stays readable');
  });

  it('say every status in words, never by icon alone', () => {
    for (const text of [...shareStates, 'Frozen']) {
      const status = parseStatus(shareStates, text);
      const row = rowAt(
        { kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' },
        stateOf([{ share: share({ status }), resources: [], principals: [] }], { showEnded: true }),
      );
      assert.match(row?.spoken ?? '', new RegExp(text, 'iu'));
    }
  });
});
