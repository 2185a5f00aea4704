import { t } from '@vscode/l10n';
import type { FileOwner } from '../../inventory/cache/scope-file.ts';
import type { HistoryLine } from '../../inventory/history/history-lines.ts';
import type { PastAccess } from '../../inventory/history/past-access.ts';
import type { PastShare } from '../../inventory/history/past-share.ts';
import { linesSince, stateAt, type ScopeHistory } from '../../inventory/history/scope-history.ts';
import type { Account } from '../../model/account.ts';
import { inPieces } from '../../model/pieces.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import { grantWord } from '../access/access-words.ts';
import { markdownText } from '../reports/markdown-report.ts';
import { eventText } from './history-words.ts';

/** More lines nobody reads; the newest are shown. */
const mostLines = 2_000;

/** How pages name things. */
export interface PageNames {
  readonly accounts: readonly Account[];
  readonly formatTime: (time: number) => string;
}

/** What changed since a time, newest first: Markdown, in which every name is text. */
export async function changesPage(
  histories: readonly ScopeHistory[],
  { since, shareId }: { readonly since: number; readonly shareId?: string },
  names: PageNames,
): Promise<string> {
  const { formatTime } = names;
  const all: { readonly line: HistoryLine; readonly owner: FileOwner }[] = [];
  for (const history of histories) {
    const { owner } = history;
    for (const line of await linesSince(history, since, shareId)) all.push({ line, owner });
  }
  const newest = all.toSorted((one, other) => other.line.at - one.line.at);
  const leftOut = newest.length - mostLines;
  const short = histories.filter(({ from }) => from > since);
  const paragraphs: string[] = [];
  let section: string[] = [];
  const endSection = (): void => {
    if (section.length > 0) paragraphs.push(section.join('\n'));
    section = [];
  };
  let last: HistoryLine | undefined;
  for await (const some of inPieces(newest.slice(0, mostLines))) {
    for (const { line, owner } of some) {
      if (line.at !== last?.at) {
        endSection();
        paragraphs.push(
          `## ${markdownText(t('Seen {0}', formatTime(line.at)))}`,
          markdownText(t('It happened since {0}.', formatTime(line.since))),
        );
      }
      const where = `${placeName(owner, names)} · ${line.shareName || line.shareId}`;
      section.push(`- **${markdownText(where)}**: ${markdownText(eventText(line))}`);
      last = line;
    }
  }
  endSection();
  return page(t('What changed since {0}', formatTime(since)), [
    ...(histories.length === 0
      ? [markdownText(t('Nothing is known: nothing was read whole.'))]
      : []),
    ...(histories.length > 0 && all.length === 0
      ? [markdownText(t('Nothing has changed, as far as it was seen.'))]
      : []),
    ...(leftOut > 0 ? [markdownText(t('Left out as there are too many: {0}.', leftOut))] : []),
    ...paragraphs,
    ...unknownSection(
      short.map(({ owner, from }) => ({ owner, from })),
      names,
    ),
  ]);
}

/** Who had access at a time: Markdown, in which every name is text. */
export async function accessPage(
  name: string,
  time: number,
  { grants, unknown, later, unsure }: PastAccess,
  names: PageNames,
): Promise<string> {
  const { formatTime } = names;
  const lines: string[] = [];
  for await (const some of inPieces(grants)) {
    for (const { seenBy, shareName, resource, principalId, state } of some) {
      const line = t(
        '{0} ({1}) for {2}: {3}, through {4} ({5})',
        ...[shown(resource.entityId), shown(resource.entityType)],
        ...[principalName(principalId, seenBy, names), grantWord(state)],
        ...[shown(shareName), placeName(seenBy, names)],
      );
      lines.push(`- ${markdownText(line)}`);
    }
  }
  return page(t('Who had access to {0} on {1}', shown(name), formatTime(time)), [
    lines.length > 0 ? lines.join('\n') : markdownText(t('Nobody had, as far as it was seen.')),
    ...(unsure.length > 0
      ? [
          `## ${markdownText(t('Not sure'))}`,
          markdownText(
            t('This happened shortly before that time or after it; nobody looked in between.'),
          ),
          unsure
            .map((line) => {
              const span = t('{0} to {1}', formatTime(line.since), formatTime(line.at));
              return `- ${markdownText(`${span} · ${line.shareName}`)}: ${markdownText(eventText(line))}`;
            })
            .join('\n'),
        ]
      : []),
    ...unknownSection(unknown, names),
    ...(later.length > 0
      ? [
          `## ${markdownText(t('As it was seen before'))}`,
          later
            .map(({ owner, seenAt }) => {
              const text = t('{0}: last seen {1}', placeName(owner, names), formatTime(seenAt));
              return `- ${markdownText(text)}`;
            })
            .join('\n'),
        ]
      : []),
  ]);
}

/** Everything as it was at a time, a line each, to be compared with another time: plain text. */
export async function statePage(
  histories: readonly ScopeHistory[],
  time: number,
  names: PageNames,
  shareId?: string,
): Promise<string> {
  const lines: string[] = [];
  for (const history of histories) {
    const place = placeName(history.owner, names);
    const state = await stateAt(history, time);
    if (!state) {
      lines.push(t('{0}: nothing is known', place));
      continue;
    }
    const shares = [...state.shares.values()]
      .filter(({ head }) => shareId === undefined || head.id === shareId)
      .filter(({ head }) => !isDead(head.status))
      .map((share) => ({ share, key: `${share.head.name}\n${share.head.id}` }))
      .sort((one, other) => compare(one.key, other.key));
    for await (const some of inPieces(shares)) {
      for (const { share } of some) lines.push(...shareLines(share, place));
    }
  }
  return `${lines.join('\n')}\n`;
}

function shareLines({ head, rows, permissions = [] }: PastShare, place: string): readonly string[] {
  const tags = head.tags.map(({ key, value }) => `${key}=${value}`).toSorted();
  return [
    `${place} · ${shown(head.name)} (${shown(head.id)})`,
    ...[
      shown(head.status.text),
      head.allowExternal === true ? t('lets outsiders in') : '',
      shown(head.description ?? ''),
      shown(tags.join(' ')),
      shown(head.resourceGroupId ?? ''),
    ]
      .filter((text) => text !== '')
      .map((text) => `  ${text}`),
    ...[...rows.values()]
      .filter(({ status }) => !isDead(status))
      .map(({ entityId, entityType, status }) =>
        ['   ', shown(entityType), shown(entityId), shown(status.text)].join(' '),
      ),
    ...permissions
      .filter(({ status }) => !isDead(status))
      .map(({ resourceType, name, version = '' }) =>
        ['   ', shown(resourceType), shown(name), shown(version)].join(' ').trimEnd(),
      )
      .toSorted(),
  ];
}

function page(title: string, paragraphs: readonly string[]): string {
  return `${[`# ${markdownText(title)}`, ...paragraphs].join('\n\n')}\n`;
}

function unknownSection(unknown: PastAccess['unknown'], names: PageNames): readonly string[] {
  if (unknown.length === 0) return [];
  const lines = unknown.map(({ owner, from }) => {
    const text = t('{0}: known from {1} on', placeName(owner, names), names.formatTime(from));
    return `- ${markdownText(text)}`;
  });
  return [`## ${markdownText(t('Not known'))}`, lines.join('\n')];
}

function placeName({ accountId, region }: FileOwner, { accounts }: PageNames): string {
  const label = accounts.find(({ id }) => id === accountId)?.label ?? accountId;
  return `${shown(label)} · ${shown(region)}`;
}

function principalName(id: string, { cloud }: FileOwner, { accounts }: PageNames): string {
  const known = accounts.find((account) => account.cloud === cloud && account.ownerId === id);
  return known ? t('{0} ({1})', shown(known.label), shown(id)) : shown(id);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
