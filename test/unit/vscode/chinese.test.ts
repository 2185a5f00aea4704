import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { inProject } from '../../../scripts/paths.ts';
import { describePlan } from '../../../src/changes/describe-plan.ts';
import { planDraft } from '../../../src/changes/draft-change.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { lookUp } from '../../../src/clouds/alibaba/catalogue.ts';
import { explainFailure } from '../../../src/clouds/alibaba/failure-reasons.ts';
import { knownRegions } from '../../../src/clouds/alibaba/regions.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';
import type { TreeAddress } from '../../../src/vscode/shares/address.ts';
import { aDraft, byId, to } from '../changes/drafts.ts';

/** What `vscode.env.language` is in a Chinese window: an id in small letters, which VS Code puts into the names of files. */
const locale = 'zh-cn';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: '网络组',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
  writing: 'on',
};
const times = { createdAt: '2026-03-01T08:02:22.413Z', updatedAt: '2026-03-01T08:02:22.413Z' };
const share: ResourceShare = {
  id: 'rs-1',
  name: 'network-hub',
  owner: 'self',
  ownerId: account.ownerId,
  status: parseStatus(shareStates, 'Active'),
  tags: [],
  ...times,
};

function association(change: Partial<Association>): Association {
  return {
    shareId: 'rs-1',
    kind: 'resource',
    entityId: 'vsw-1',
    entityType: 'VSwitch',
    status: parseStatus(associationStates, 'Associated'),
    failures: [],
    ...times,
    ...change,
  };
}

const state: TreeState = {
  accounts: [account],
  hasConsole: () => true,
  snapshot: (scope) => ({
    scope,
    loading: false,
    incomplete: [],
    loadedAt: 1,
    entries: new Map([
      [
        share.id,
        {
          share,
          resources: [
            association({
              status: parseStatus(associationStates, 'Failed'),
              failures: [
                {
                  entityId: '1720505253001234',
                  entityType: 'Account',
                  reason: 'Unavailable',
                  description: 'You cannot access the specified resource at this time.',
                  operation: 'Associate',
                },
              ],
            }),
          ],
          principals: [
            association({
              kind: 'principal',
              entityId: '1720505253001234',
              entityType: 'Account',
              external: true,
            }),
          ],
        },
      ],
    ]),
  }),
  showEnded: false,
  abilities: () => undefined,
  explainFailure: (_cloud, reason) => explainFailure(reason),
  regionName: () => undefined,
  isStuck: () => false,
  formatTime: (at) => `${at}`,
};

function labels(from?: TreeAddress): readonly string[] {
  return childrenOf(from, state).flatMap((address) => {
    const row = rowAt(address, state);
    const own = [row?.label, row?.description].filter(Boolean).join(' | ');
    return [own, ...labels(address)];
  });
}

describe('in Chinese', () => {
  before(() => {
    const { l10n: folder } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
      l10n: string;
    };
    // The name that the extension host of VS Code builds from the manifest and its language.
    l10n.config({ fsPath: inProject(folder, `bundle.l10n.${locale}.json`) });
  });

  // Other tests of this process read English.
  after(() => {
    l10n.config({ contents: {} });
  });

  it('both files have the names VS Code looks for, and no other language is half there', () => {
    assert.ok(existsSync(inProject(`package.nls.${locale}.json`)));
    assert.deepEqual(readdirSync(inProject('l10n')), [`bundle.l10n.${locale}.json`]);
  });

  it('rows of the tree', () => {
    assert.deepEqual(labels(), [
      '网络组 | 阿里云 · 1 个共享单元',
      '我的共享 | 1',
      'network-hub | 已启用 · 1 个资源 · 1 个资源使用者 · 1 项失败',
      '资源 | 1',
      'vsw-1 | VSwitch · 失败：Unavailable',
      '资源不存在，或资源的状态不支持共享。 | Unavailable · 对象：1720505253001234',
      '资源使用者 | 1',
      '1720505253001234 | Account · 已关联 · 组织外',
      '权限',
      '共享给我 | 0',
      '此处没有共享给此账号的内容',
    ]);
  });

  it('errors of the cloud, with the words for a parameter inside the sentence', () => {
    assert.equal(
      lookUp('NotEnableSharingWithResourceDirectory')?.meaning(),
      '尚未启用资源目录内的资源共享。',
    );
    const entry = lookUp('InvalidParameter.Targets.Duplicate');
    assert.equal(entry?.meaning(), '“资源使用者列表”中有重复的值。');
    assert.equal(entry.advice(), '请检查资源使用者的 ID。不能重复，一次调用最多五个。');
  });

  it('a sentence put together from parts', () => {
    const plan = planDraft(
      aDraft({ resources: [byId('vsw-1'), byId('vsw-2')], principals: [to('1720505253001234')] }),
      abilities,
    );
    assert.equal(describePlan(plan), '1 次调用：2 个资源和 1 个资源使用者');
  });

  it('names of regions as the vendor writes them', () => {
    const hangzhou = knownRegions().find(({ id }) => id === 'cn-hangzhou');
    assert.equal(hangzhou?.name, '华东1（杭州）');
  });

  it('one word for one thing, in all texts', () => {
    const words: readonly (readonly [RegExp, string])[] = [
      [/\bprincipals?\b/iu, '使用者'],
      [/\baccounts?\b/iu, '账号'],
      [/\bregions?\b/iu, '地域'],
      [/\bpermissions?\b/iu, '权限'],
      [/\bassociations?\b/iu, '关联'],
      [/\bresource directory\b/iu, '资源目录'],
      [/\borganisation\b/iu, '组织'],
      [/\binvitations?\b/iu, '邀请'],
      [/\bsandbox\b/iu, '沙箱'],
    ];
    const bundle = JSON.parse(
      readFileSync(inProject('l10n', `bundle.l10n.${locale}.json`), 'utf8'),
    ) as Record<string, string>;
    const wrong = Object.entries(bundle).flatMap(([english, chinese]) =>
      words
        .filter(([word, translation]) => word.test(english) && !chinese.includes(translation))
        .map(([, translation]) => `${english} → ${chinese} lacks ${translation}`),
    );
    assert.deepEqual(wrong, []);
  });
});
