import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { parseProfiles } from '../../../src/accounts/profile.ts';
import { readAliyunConfig } from '../../../src/accounts/sources/aliyun-config.ts';
import {
  huaweiSdkKeys,
  kooKeys,
  listHuaweiSdkProfiles,
  listKooProfiles,
} from '../../../src/accounts/sources/huawei-profiles.ts';
import { itemResults } from '../../../src/changes/action-items.ts';
import { type ActionRecord, readAction } from '../../../src/changes/action.ts';
import { readLines, writeLine } from '../../../src/changes/journal-lines.ts';
import {
  parsePastedList,
  parsePastedResources,
  parsePastedTags,
} from '../../../src/changes/paste.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { checkDraft } from '../../../src/changes/rules.ts';
import { arnReader } from '../../../src/changes/rules/arn.ts';
import { principalKind } from '../../../src/changes/rules/principals.ts';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import { answerError as alibabaError } from '../../../src/clouds/alibaba/errors.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { redact } from '../../../src/clouds/http/redact.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import { answerError as huaweiError } from '../../../src/clouds/huawei/errors.ts';
import { principalType, resourceType } from '../../../src/clouds/huawei/urn.ts';
import {
  formatScopeFile,
  parseScopeFile,
  UnusableFile,
} from '../../../src/inventory/cache/scope-file.ts';
import { shown } from '../../../src/model/untrusted-text.ts';
import { parseRowId, rowId } from '../../../src/vscode/shares/address.ts';
import {
  parseHostMessage,
  parsePageMessage,
  parsePageState,
} from '../../../src/webview/form-protocol.ts';
import * as details from '../../../src/webview/details-protocol.ts';
import { aDraft, byId } from '../changes/drafts.ts';
import { contextOf } from '../changes/contexts.ts';
import { aRow, aShare, scope } from '../inventory/samples.ts';
import { itHolds } from '../property.ts';
import { damaged, damagedJson, damages, hostileText } from './hostile.ts';

const secret = 'canarySecretOfNoCloud';
const anything = fc.oneof(
  fc.anything({ withNullPrototype: true, withSparseArray: true }),
  hostileText,
);
/** Texts with what the parsers look for in them, in any order. */
const likeNames = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ':',
        '/',
        '=',
        ',',
        '\n',
        '\t',
        '"',
        "'",
        'acs',
        'vpc',
        'VSwitch',
        'organizations',
        '?',
        '%',
        '%E0%A4%A',
      ),
      hostileText,
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
/** Long runs of what a careless pattern would try again and again. */
const longRuns = fc
  .tuple(
    fc.constantFrom('', 'x', 'vpc:', 'x='),
    fc.constantFrom("'", '"`', '](', ':', 'a:', 'acs:', ' ', '=', '\t', 'x'),
    fc.constantFrom('', '!', '\n', ':'),
  )
  .map(([start, run, end]) => start + run.repeat(50_000) + end);

const aliyunConfig = {
  current: 'a',
  profiles: [{ name: 'a', mode: 'AK', access_key_id: secret, access_key_secret: secret }],
};
const kooConfig = {
  profiles: [{ name: 'a', mode: 'AKSK', accessKeyId: secret, secretAccessKey: secret }],
};

describe('what comes from outside, whatever it is', () => {
  itHolds(
    'is a message of a page or is dropped, with words that hold nothing of it',
    600,
    anything,
    (data) => {
      const all = [parsePageMessage, parseHostMessage];
      for (const parse of [...all, details.parsePageMessage, details.parseHostMessage]) {
        const parsed = parse(data);
        if (!parsed.ok) assert.equal(typeof parsed.reason, 'string');
      }
      parsePageState(data);
      details.parsePageState(data);
    },
  );

  const draft = aDraft({ resources: [byId('vsw-1')], name: secret });
  const messages = fc.record({
    message: fc.constantFrom<unknown>(
      { type: 'submit', draft },
      { type: 'ready', draft },
      { type: 'draftChanged', draft },
      { type: 'dropped', reason: 'x' },
      { type: 'chooseDestination', destination: scope },
    ),
    damages,
  });
  itHolds('is a draft that can be checked, where a message passes', 400, messages, (sample) => {
    const parsed = parsePageMessage(damaged(sample.message, sample.damages));
    if (!parsed.ok) {
      assert.ok(!parsed.reason.includes(secret));
      return;
    }
    if (!('draft' in parsed.message)) return;
    for (const abilities of [alibaba, huawei]) {
      checkDraft(parsed.message.draft, abilities, { ownerId: '1512666876910123' });
    }
  });

  itHolds('is a list of rows when it is pasted', 400, fc.oneof(likeNames, longRuns), (text) => {
    const entries = parsePastedList(text);
    assert.ok(entries.every((entry) => entry !== ''));
    for (const abilities of [alibaba, huawei]) {
      assert.ok(parsePastedResources(text, abilities).every(({ value }) => value !== ''));
    }
    parsePastedTags(text);
  });

  itHolds('is an ARN, a URN, an id or none', 400, fc.oneof(likeNames, longRuns), (text) => {
    for (const abilities of [alibaba, huawei]) {
      const reader = arnReader(abilities);
      reader.looksLikeArn(text);
      reader.read(text);
      principalKind(text, abilities);
    }
    resourceType(text);
    principalType(text);
  });

  itHolds('is a list of accounts', 400, anything, (stored) => {
    const { accounts, unreadable } = parseProfiles(stored, 1_000);
    assert.equal(accounts.length + unreadable, Array.isArray(stored) ? stored.length : 0);
  });

  itHolds('is a row of the tree or none', 400, fc.oneof(likeNames, hostileText), (text) => {
    parseRowId(text);
  });

  itHolds('can be the id of a share, and is found again by the row', 300, hostileText, (id) => {
    const address = { kind: 'share', ...scope, owner: 'self', shareId: id } as const;
    assert.deepEqual(parseRowId(rowId(address)), { ...address, shareId: id.toWellFormed() });
  });

  const plan = planChanges(
    [
      {
        kind: 'create',
        scope,
        name: 'new',
        allowExternal: true,
        resources: [{ type: 'VSwitch', id: 'vsw-1' }],
        principals: [{ id: '1720505253001234' }],
        permissions: {},
      },
    ],
    contextOf({}),
  );
  const records: readonly ActionRecord[] = [
    { type: 'begin', id: 'a', at: 1, plan },
    { type: 'sending', at: 2, part: plan.parts[0]?.key ?? '', step: 0, knownIds: ['rs-1'] },
    { type: 'end', at: 3, end: 'failed' },
  ];
  itHolds(
    'is a journal, or as much of one as can be read',
    400,
    fc.tuple(damages, fc.nat(2), hostileText),
    ([all, line, text]) => {
      const lines = records.map((record, index) =>
        index === line ? `${damagedJson(record, all)}\n` : writeLine(record),
      );
      const state = readAction(readLines(lines.join('') + text));
      if (state) itemResults(state);
    },
  );

  const owner = { accountId: 'a', region: 'r', cloud: 'alibaba', ownerId: '1' } as const;
  const entry = {
    share: aShare('rs-1'),
    resources: [aRow('rs-1', 'resource', 'vsw-1')],
    principals: [],
  };
  const file = { owner, loadedAt: 5, missing: [], entries: [entry], pending: [] };
  itHolds(
    'is a file of the cache, or is not used',
    300,
    fc.tuple(damages, fc.nat(2), hostileText),
    async ([all, line, text]) => {
      let whole = '';
      for await (const slice of formatScopeFile(file)) whole += slice;
      const lines = whole.split('\n').slice(0, -1);
      const spoilt = lines.map((one, index) =>
        index === line ? damagedJson(JSON.parse(one), all) + text : one,
      );
      try {
        await parseScopeFile(`${spoilt.join('\n')}\n`, owner, 10);
      } catch (error) {
        assert.ok(error instanceof UnusableFile, String(error));
      }
    },
  );

  const answers = fc.record({
    status: fc.integer({ min: 200, max: 599 }),
    text: fc.oneof(
      hostileText,
      fc.tuple(damages, hostileText).map(([all, text]) =>
        damagedJson(
          {
            Code: text,
            Message: secret,
            RequestId: text,
            error_code: text,
            error_msg: text,
            error: { code: secret, message: text },
          },
          all,
        ),
      ),
    ),
  });
  itHolds('is an error in words, short and without secrets', 400, answers, ({ status, text }) => {
    for (const make of [alibabaError, huaweiError]) {
      const { details } = make(
        { type: 'answer', status, headers: new Headers(), text },
        { operation: 'ListResourceShares', now: 0, secrets: [secret] },
      );
      assert.doesNotMatch(JSON.stringify(details), new RegExp(secret));
      assert.ok(details.message.length <= 1_000 && details.code.length <= 200);
    }
  });

  itHolds(
    'can be shown, and can be searched for secrets',
    400,
    fc.oneof(hostileText, longRuns),
    (text) => {
      const line = shown(text);
      assert.ok(line.isWellFormed() && line.length <= 300);
      assert.doesNotMatch(line, /[\p{Cc}\u202A-\u202E\u2066-\u2069\u2028\u2029]|\]\(|\$\(/u);
      redact(text, [secret]);
    },
  );

  const files = fc.oneof(
    fc
      .tuple(damages, hostileText)
      .map(([all, text]) => damagedJson({ ...kooConfig, x: text }, all)),
    fc.tuple(damages, fc.nat(3)).map(([all]) => damagedJson(aliyunConfig, all)),
    fc
      .array(
        fc.constantFrom(
          '[a]',
          '[__proto__]',
          'ak = 1',
          'sk=canary',
          '=',
          '[',
          ';',
          'a[] = 1',
          'a[__proto__]=2',
        ),
        { maxLength: 9 },
      )
      .map((lines) => lines.join('\n')),
    hostileText,
    longRuns,
  );
  itHolds('is a file of profiles, or an error that names the file', 400, files, async (content) => {
    const surroundings = {
      home: '/users/tester',
      env: {},
      readText: () => Promise.resolve(content),
    };
    for (const read of [
      () => readAliyunConfig(surroundings),
      () => listHuaweiSdkProfiles(surroundings),
      () => huaweiSdkKeys('a', surroundings),
      () => listKooProfiles(surroundings),
      () => kooKeys('a', surroundings),
    ]) {
      try {
        await read();
      } catch (error) {
        assert.ok(error instanceof CloudError, String(error));
        assert.equal(error.kind, 'credentials');
        assert.doesNotMatch(inspect(error, { depth: 9 }), new RegExp(secret));
      }
    }
  });
});
