import assert from 'node:assert/strict';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { abilities as alibabaAbilities } from '../../../src/clouds/alibaba/abilities.ts';
import { abilities as huaweiAbilities } from '../../../src/clouds/huawei/abilities.ts';
import { scopeParts, type ShareEntry, type Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account } from '../../../src/model/account.ts';
import type { SharePermission } from '../../../src/model/permission.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { addressOf, rowId, type TreeAddress } from '../../../src/vscode/shares/address.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import type { Row } from '../../../src/vscode/shares/rows/row.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import { tooltipAt } from '../../../src/vscode/shares/rows/tooltip.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
  writing: 'on',
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
    loading?: boolean;
    asOf?: number;
    incomplete?: Snapshot['incomplete'];
    stuck?: readonly string[];
  } = {},
): TreeState {
  const snapshot: Snapshot = {
    scope,
    entries: new Map(entries.map((entry) => [entry.share.id, entry])),
    loading: change.loading ?? false,
    incomplete:
      change.incomplete ??
      (change.neverLoaded === true ? scopeParts.map((part) => ({ part })) : []),
    ...(change.neverLoaded === true || change.asOf !== undefined ? {} : { loadedAt: 1 }),
    ...(change.asOf === undefined ? {} : { asOf: change.asOf }),
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
    isStuck: ({ shareId, kind, entityId }) =>
      change.stuck?.includes(kind === 'share' ? shareId : `${shareId} ${kind} ${entityId ?? ''}`) ??
      false,
    formatTime: (at) => `at ${at}`,
  };
}

/** All rows of the tree, from top to bottom, as [id, row]. */
function allRows(state: TreeState, from?: TreeAddress): readonly (readonly [string, Row])[] {
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
      'Network team | Alibaba Cloud · 1 share',
      'Shared by me | 1',
      'network-hub | Active · 1 resource · 1 principal',
      'Resources | 1',
      'vsw-1 | VSwitch · Associated',
      'Principals | 1',
      '1720505253001234 | Account · Associating · outside the organisation',
      'Permissions',
      'Shared with me | 0',
      'Nothing is shared with this account here',
    ]);
  });

  it('offer to try again what has failed in a share of one’s own, at once where that may help as it is', () => {
    const failure = (reason: string): Association['failures'][number] => ({
      ...{ entityId: '1', entityType: 'Account', reason, description: '', operation: 'Associate' },
    });
    const tokensOf = (reasons: readonly string[], owner: 'self' | 'other' = 'self') => {
      const failed = association({
        status: parseStatus(associationStates, 'Failed'),
        statusMessage: 'It failed.',
        failures: reasons.map(failure),
      });
      const entry = { share: share({ owner }), resources: [failed], principals: [] };
      const state: TreeState = {
        ...stateOf([entry]),
        retryHelps: (_cloud, reason) => (reason === 'New' ? undefined : reason === 'Unavailable'),
      };
      const row = allRows(state).find(([id]) => id.startsWith('association'));
      return row?.[1].context.filter((token) => ['failed', 'helps'].includes(token));
    };
    assert.deepEqual(tokensOf(['LimitExceeded']), ['failed']);
    for (const reasons of [['Unavailable'], ['LimitExceeded', 'Unavailable'], ['New'], []]) {
      assert.deepEqual(tokensOf(reasons), ['failed', 'helps'], reasons.join());
    }
    assert.deepEqual(tokensOf(['Unavailable'], 'other'), []);
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

  it('call no service of the cloud outside, whatever its row says', () => {
    const service = association({
      ...{ kind: 'principal', entityId: 'backup.aliyuncs.com', entityType: 'Account' },
      external: true,
    });
    const state = {
      ...stateOf([{ share: share(), resources: [], principals: [service] }]),
      abilities: () => alibabaAbilities,
    };
    assert.ok(labels(state).includes('backup.aliyuncs.com | Cloud service · Associated'));
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
      rows.slice(1).map(([id]) => {
        const address = addressOf(id);
        return address && tooltipAt(address, state).includes(unknown);
      }),
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
    const address = { kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' } as const;
    const lines = tooltipAt(address, state);
    for (const line of [
      'Subnets of the night trains',
      'Tag env: prod',
      'Tag owner: ',
      'Only principals of the organisation',
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  describe('of permissions', () => {
    const permission = (change: Partial<SharePermission>): SharePermission => ({
      shareId: 'rs-1',
      id: 'p-1',
      name: 'ReadSwitches',
      resourceType: 'VSwitch',
      status: parseStatus(associationStates, 'Associated'),
      createdAt: time,
      updatedAt: time,
      ...change,
    });
    const below = (state: TreeState): readonly string[] => {
      const all = labels(state);
      return all.slice(all.findIndex((text) => text.startsWith('Permissions')));
    };

    it('say type, version, default, and a status that is not the usual one', () => {
      const permissions = [
        permission({ version: 'v1', isDefault: true }),
        permission({ id: 'p-2', name: 'a $(x)', resourceType: 'Image', isDefault: false }),
        permission({
          id: 'p-3',
          name: 'b',
          status: parseStatus(associationStates, 'Associating'),
        }),
        permission({
          id: 'p-4',
          name: 'gone',
          status: parseStatus(associationStates, 'Disassociated'),
        }),
      ];
      const entry = { share: share(), resources: [], principals: [], permissions };
      assert.deepEqual(below(stateOf([entry])).slice(0, 4), [
        'Permissions | 3',
        'ReadSwitches | VSwitch · version v1 · default of the type',
        'a $\u200B(x) | Image',
        'b | VSwitch · Associating',
      ]);
      assert.equal(below(stateOf([entry], { showEnded: true }))[0], 'Permissions | 4');
      const none = { ...entry, permissions: [] };
      const row = rowAt(
        { kind: 'permissions', ...scope, owner: 'self', shareId: 'rs-1' },
        stateOf([none]),
      );
      assert.deepEqual([row?.description, row?.collapsible], ['0', 'none']);
    });

    it('say why they are not known', () => {
      const error = new CloudError({
        kind: 'denied',
        code: 'NoPermission',
        message: 'no',
        operation: 'ListResourceSharePermissions',
      });
      const entry = { share: share(), resources: [], principals: [] };
      const state = stateOf([entry], { incomplete: [{ part: 'permissions', error }] });
      assert.equal(below(state)[0], 'Permissions | access denied');
    });

    it('of shares of others are there where the cloud tells them', () => {
      const entry = { share: share({ owner: 'other' }), resources: [], principals: [] };
      const state = stateOf([entry]);
      assert.ok(!labels(state).includes('Permissions'));
      assert.ok(!labels({ ...state, abilities: () => huaweiAbilities }).includes('Permissions'));
      assert.ok(labels({ ...state, abilities: () => alibabaAbilities }).includes('Permissions'));
    });
  });

  describe('of what has been pending for too long', () => {
    const associating = parseStatus(associationStates, 'Associating');
    const entry: ShareEntry = {
      share: share(),
      resources: [
        association({ status: associating }),
        association({ entityId: 'vsw-2', status: associating }),
        association({
          entityId: 'vsw-3',
          status: parseStatus(associationStates, 'Disassociating'),
        }),
        association({ entityId: 'vsw-4' }),
      ],
      principals: [],
    };
    const stuck = ['rs-1 resource vsw-1', 'rs-1 resource vsw-3', 'rs-1 resource vsw-4'];
    const state = stateOf([entry], { stuck });
    const rowOf = (entityId: string) => ({
      ...({ kind: 'association', ...scope, owner: 'self', shareId: 'rs-1' } as const),
      ...({ side: 'resource', key: `resource/VSwitch/${entityId}` } as const),
    });

    it('say so, on the row and on the share above it, and no longer turn', () => {
      const [, , , ...below] = labels(state);
      assert.deepEqual(below.slice(0, 5), [
        'Resources | 4',
        'vsw-1 | VSwitch · Associating for over 30 min',
        'vsw-2 | VSwitch · Associating',
        'vsw-3 | VSwitch · Disassociating for over 30 min',
        'vsw-4 | VSwitch · Associated',
      ]);
      assert.equal(
        labels(state)[2],
        'network-hub | Active · 4 resources · 0 principals · 2 pending for over 30 min',
      );
      const icons = allRows(state).flatMap(([, { label, icon }]) =>
        label.startsWith('vsw-') ? [icon.id] : [],
      );
      assert.deepEqual(icons, ['watch', 'sync~spin', 'watch', 'pass']);
    });

    it('tell what can be done about it when asked', () => {
      const advice = (entityId: string) =>
        tooltipAt(rowOf(entityId), state).find((line) => line.startsWith('Not followed'));
      assert.match(advice('vsw-1') ?? '', /take it out and add it again/u);
      assert.equal(advice('vsw-2'), undefined);
      assert.match(advice('vsw-3') ?? '', /support/u);
    });

    it('say it of a share that is being deleted for ever', () => {
      const status = parseStatus(shareStates, 'Deleting');
      const deleting = { ...entry, share: share({ status }), resources: [] };
      const [, , label] = labels(stateOf([deleting], { stuck: ['rs-1'] }));
      assert.equal(label, 'network-hub | Deleting for over 30 min · 0 resources · 0 principals');
    });
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
      missingAction: 'resourcesharing:ListResourceShares',
    });
    const state = stateOf([], { failure: { at: 2, error }, neverLoaded: true });
    const rows = allRows(state);
    assert.deepEqual(labels(state), [
      'Network team | Alibaba Cloud · access denied',
      'Access denied | resourcesharing:ListResourceShares is missing · unknown, not empty',
    ]);
    assert.ok(tooltipAt({ kind: 'notice', ...scope }, state).includes('Request id: R-1'));
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

  const one = { share: share(), resources: [association()], principals: [] };
  const stopped = (kind: 'cancelled' | 'network') => ({
    at: 2,
    error: new CloudError({ kind, code: 'Code', message: 'broken', operation: 'List' }),
  });

  it('say unknown of what nobody has read, and nothing of what is in it', () => {
    assert.deepEqual(labels(stateOf([], { neverLoaded: true })), [
      'Network team | Alibaba Cloud · unknown',
    ]);
  });

  it('count nothing that still comes in, but say that it does', () => {
    assert.deepEqual(labels(stateOf([], { neverLoaded: true, loading: true })), [
      'Network team | Alibaba Cloud · loading…',
      'Loading…',
    ]);
    const rows = labels(stateOf([one], { neverLoaded: true, loading: true }));
    assert.deepEqual(rows, [
      'Network team | Alibaba Cloud · loading…',
      'Shared by me | at least 1',
      'network-hub | Active',
      'Resources | at least 1',
      'vsw-1 | VSwitch · Associated',
      'Principals | loading…',
      'Permissions',
      'Shared with me',
      'Loading…',
    ]);
  });

  it('keep what had come when loading was cancelled, and say that it is not all', () => {
    const change = { neverLoaded: true, failure: stopped('cancelled') };
    assert.deepEqual(labels(stateOf([one], change)), [
      'Network team | Alibaba Cloud · at least 1 share · incomplete',
      'Loading was cancelled | incomplete',
      'Shared by me | at least 1',
      'network-hub | Active · at least 1 resource · principals unknown',
      'Resources | at least 1',
      'vsw-1 | VSwitch · Associated',
      'Principals | unknown',
      'Permissions',
      'Shared with me | unknown',
      'Unknown, not empty',
    ]);
    const [, notice] = allRows(stateOf([one], change));
    assert.ok(notice?.[1].context.includes('failed'), 'Retry is offered');
  });

  it('never call a list empty that could not be read', () => {
    const error = new CloudError({
      kind: 'denied',
      code: 'NoPermission',
      message: 'no',
      operation: 'ListResourceShareAssociations',
      missingAction: 'resourcesharing:ListResourceShareAssociations',
    });
    const rows = labels(
      stateOf([{ ...one, resources: [] }], {
        neverLoaded: true,
        failure: { at: 2, error },
        incomplete: [
          { part: 'ownResources', error },
          { part: 'ownPrincipals', readAt: 1 },
        ],
      }),
    );
    assert.deepEqual(rows, [
      'Network team | Alibaba Cloud · 1 share · incomplete',
      'Access denied | resourcesharing:ListResourceShareAssociations is missing · incomplete',
      'Shared by me | 1',
      'network-hub | Active · resources unknown · 0 principals',
      'Resources | access denied',
      'Principals | 0',
      'Permissions',
      'Shared with me | 0',
      'Nothing is shared with this account here',
    ]);
  });

  it('tell of what an earlier session left until it is confirmed', () => {
    const incomplete = scopeParts.map((part) => ({ part, readAt: 5 }));
    assert.equal(
      labels(stateOf([one], { asOf: 5, incomplete }))[0],
      'Network team | Alibaba Cloud · 1 share · as of at 5',
    );
    assert.equal(
      labels(stateOf([one], { asOf: 5, incomplete, failure: stopped('network') }))[0],
      'Network team | Alibaba Cloud · 1 share · stale since at 5',
    );
  });

  it('say whether an account may write, and for how long, and that it is production', () => {
    const drawn = (change: Partial<Account>): Row | undefined =>
      rowAt(
        { kind: 'account', accountId: 'a1' },
        { ...stateOf([], { neverLoaded: true }), accounts: [{ ...account, ...change }] },
      );
    assert.equal(drawn({ writing: 'off' })?.description, 'Alibaba Cloud · read-only · unknown');
    assert.equal(
      drawn({ writing: { until: 5 } })?.description,
      'Alibaba Cloud · writing until at 5 · unknown',
    );
    assert.equal(drawn({ production: true })?.description, 'Alibaba Cloud · production · unknown');
    assert.equal(drawn({ sandbox: true, writing: 'off' })?.context.includes('readonly'), true);
    assert.equal(drawn({})?.context.includes('writable'), true);
  });

  it('sum up the regions of an account as far as they are known', () => {
    const regions = ['cn-hangzhou', 'cn-beijing', 'cn-shanghai'];
    const all = (region: string, change: Partial<Snapshot>): Snapshot => ({
      ...stateOf([one], { neverLoaded: true }).snapshot({ ...scope, region }),
      scope: { ...scope, region },
      ...change,
    });
    const describe = (of: Readonly<Record<string, Partial<Snapshot>>>): string | undefined => {
      const state = stateOf([]);
      const several = { ...account, regions };
      return rowAt(
        { kind: 'account', accountId: 'a1' },
        {
          ...state,
          accounts: [several],
          snapshot: ({ region }) => all(region, of[region] ?? { entries: new Map() }),
        },
      )?.description;
    };
    const whole = { loadedAt: 1, incomplete: [] };
    assert.equal(describe({}), 'Alibaba Cloud · unknown');
    assert.equal(
      describe({ 'cn-hangzhou': whole, 'cn-beijing': whole, 'cn-shanghai': whole }),
      'Alibaba Cloud · 3 shares',
    );
    assert.equal(describe({ 'cn-hangzhou': whole }), 'Alibaba Cloud · at least 1 share');
    assert.equal(
      describe({ 'cn-hangzhou': { ...whole, failure: stopped('network') } }),
      'Alibaba Cloud · at least 1 share · cn-hangzhou: stale since at 1',
    );
    assert.equal(
      describe({
        'cn-hangzhou': { ...whole, failure: stopped('network') },
        'cn-beijing': { entries: new Map(), failure: stopped('network') },
      }),
      'Alibaba Cloud · at least 1 share · 2 regions not up to date',
    );
  });

  it('never let a name from the cloud become an icon, a link or a second line', () => {
    const name = '$(error) [click](command:workbench.action.quit)\n<b>x</b>\u202Egpj';
    const state = stateOf([{ share: share({ name }), resources: [], principals: [] }]);
    const address = { kind: 'share', ...scope, owner: 'self', shareId: 'rs-1' } as const;
    const row = rowAt(address, state);
    assert.ok(row);
    for (const text of [row.label, row.spoken, ...tooltipAt(address, state)]) {
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
