import assert from 'node:assert/strict';
import { accessOn } from '../../../../src/inventory/history/past-access.ts';
import {
  pastOf,
  stepBetween,
  type PastShare,
} from '../../../../src/inventory/history/past-share.ts';
import type { ScopeHistory } from '../../../../src/inventory/history/scope-history.ts';
import type { Account } from '../../../../src/model/account.ts';
import {
  accessPage,
  changesPage,
  statePage,
} from '../../../../src/vscode/history/history-pages.ts';
import { markdownText } from '../../../../src/vscode/reports/markdown-report.ts';
import { parseDate } from '../../../../src/vscode/history/parse-date.ts';
import { historyOfShare } from '../../../../src/vscode/history/share-history.ts';
import { aRow, aShare } from '../../inventory/samples.ts';

const account: Account = {
  ...{ id: 'a1', cloud: 'alibaba', label: 'Network [team](command:x)' },
  ...{ ownerId: '1512666876910123', regions: ['cn-hangzhou'] },
};
const scope = { accountId: 'a1', region: 'cn-hangzhou' };
const member = '1720505253000001';
const hostile = 'hub [x](command:y) <img src=x> | $(zap)\n# head';

const names = {
  accounts: [account],
  formatTime: (time: number): string => `T${time}`,
};

function share(name: string, ...entities: readonly string[]): PastShare {
  const rows = entities.map((id) => aRow('rs-1', id));
  return pastOf({
    share: aShare('rs-1', { name }),
    resources: rows.filter(({ kind }) => kind === 'resource'),
    principals: rows.filter(({ kind }) => kind === 'principal'),
  });
}

function past(...states: readonly PastShare[]): ScopeHistory {
  const [first, ...rest] = states;
  const { id, cloud, ownerId } = account;
  let before = first;
  return {
    owner: { accountId: id, cloud, ownerId, region: 'cn-hangzhou' },
    from: 1_000,
    shares: new Map(first && [['rs-1', first]]),
    moments: rest.map((after, index) => {
      const step = stepBetween(before, after) ?? assert.fail('no difference');
      before = after;
      return { at: 3_000 + index * 1_000, since: 2_000 + index * 1_000, steps: [step] };
    }),
    seenAt: 10_000,
  };
}

describe('pages of the history', () => {
  const history = past(
    share('hub', 'vsw-1', member),
    share('hub', 'vsw-1', 'vsw-2', member),
    share(hostile, 'vsw-1', 'vsw-2'),
  );

  it('tell what changed, newest first, with every name as text', async () => {
    const page = await changesPage([history], { since: 1_500 }, names);
    const place = 'Network [team](command:x) · cn-hangzhou';
    const line = (name: string, text: string): string =>
      `- **${markdownText(`${place} · ${name}`)}**: ${markdownText(text)}`;
    assert.deepEqual(
      page.split('\n').filter((text) => text !== ''),
      [
        ...['# What changed since T1500', '## Seen T4000', 'It happened since T3000.'],
        line(hostile, `Renamed from hub to ${hostile}.`),
        line(hostile, `Principal ${member} was taken out.`),
        ...['## Seen T3000', 'It happened since T2000.'],
        line('hub', 'Resource vsw-2 (VSwitch) was added: Associated.'),
      ],
    );
    // Nothing of a name is mark-up.
    assert.doesNotMatch(page, /<img|[^\\]\[x\]|\$\(zap\)|^# head/mu);
  });

  it('leave out what nobody would read', async () => {
    const states = Array.from({ length: 2_010 }, (_, number) => share(`hub-${number}`));
    const page = await changesPage([past(...states)], { since: 1_500 }, names);
    assert.match(page, /Left out as there are too many\\: 9\./u);
    assert.equal(page.split('\n').filter((line) => line.startsWith('- ')).length, 2_000);
  });

  it('say what is not known, and that nothing is', async () => {
    const page = await changesPage([history], { since: 500 }, names);
    assert.match(page, /## Not known\n\n- Network .* known from T1000 on\n$/u);
    assert.match(await changesPage([], { since: 500 }, names), /Nothing is known/u);
    assert.match(await changesPage([history], { since: 5_000 }, names), /Nothing has changed/u);
  });

  it('tell who had access, and what may have changed around that time', async () => {
    const at = async (time: number) =>
      await accessPage('vsw-1', time, await accessOn([history], 'vsw-1', time), names);
    assert.match(await at(3_200), /^- vsw-1 .* for 1720505253000001\\: Usable, through hub/mu);
    assert.match(await at(3_200), /## Not sure/u);
    assert.match(await at(3_200), /T3000 to T4000/u);
    assert.match(await at(5_000), /Nobody had/u);
    assert.match(await at(500), /## Not known/u);
    assert.match(await at(20_000), /last seen T10000/u);
  });

  it('are lines of text that can be compared', async () => {
    assert.equal(
      await statePage([history], 3_000, names),
      [
        'Network [team]​(command:x) · cn-hangzhou · hub (rs-1)',
        '  Active',
        `    Account ${member} Associated`,
        '    VSwitch vsw-1 Associated',
        '    VSwitch vsw-2 Associated',
        '',
      ].join('\n'),
    );
    assert.match(await statePage([history], 500, names), /nothing is known/u);
  });

  it('tell of one share for its own page, newest first', async () => {
    const read = () => Promise.resolve(history);
    const { from, lines } = await historyOfShare({ read }, scope, 'rs-1');
    assert.equal(from, 1_000);
    assert.deepEqual(
      lines.map(({ at }) => at),
      [4_000, 4_000, 3_000],
    );
    assert.deepEqual((await historyOfShare({ read }, scope, 'rs-2')).lines, []);
    const nothing = await historyOfShare({ read: () => Promise.resolve(undefined) }, scope, 'rs-1');
    assert.deepEqual(nothing, { lines: [] });
  });
});

describe('parseDate', () => {
  it('reads days and minutes in local time, and no others', () => {
    assert.equal(parseDate('2026-11-22', 'start'), new Date(2026, 10, 22).getTime());
    assert.equal(parseDate(' 2026-1-2 ', 'end'), new Date(2026, 0, 3).getTime() - 1);
    assert.equal(parseDate('2026-11-22 15:04', 'end'), new Date(2026, 10, 22, 15, 4).getTime());
    for (const wrong of [
      '',
      'yesterday',
      '2026-02-30',
      '2026-13-01',
      '2026-11-22 25:00',
      '22.11.2026',
    ]) {
      assert.equal(parseDate(wrong, 'start'), undefined, wrong);
    }
  });
});
