import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { accessOn } from '../../inventory/history/past-access.ts';
import type { ScopeHistory } from '../../inventory/history/scope-history.ts';
import type { Scope } from '../../model/account.ts';
import { documentScheme } from '../shares/document-provider.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { historyAuthority } from './history-authority.ts';
import type { HistoryHost } from './history-host.ts';
import { accessPage, changesPage, statePage } from './history-pages.ts';

/** A share, or everything. */
const about = {
  scope: z.exactOptional(z.object({ accountId: z.string(), region: z.string() })),
  shareId: z.exactOptional(z.string()),
};
/** `until` is when the page was asked for: the same address always has the same text. */
const querySchema = z.discriminatedUnion('page', [
  z.object({ page: z.literal('changes'), since: z.number(), until: z.number(), ...about }),
  z.object({ page: z.literal('state'), time: z.number(), until: z.number(), ...about }),
  z.object({
    ...{ page: z.literal('access'), name: z.string(), time: z.number(), until: z.number() },
  }),
]);

export type HistoryPage = z.infer<typeof querySchema>;

interface Parts {
  readonly history: HistoryHost;
  readonly state: TreeState;
}

/** @param title what the tab is called */
export function historyUri(page: HistoryPage, title: string): vscode.Uri {
  const ending = page.page === 'state' ? 'txt' : 'md';
  const name = title.replace(/[^\p{L}\p{N} .:_-]/gu, '_').slice(0, 80);
  return vscode.Uri.from({
    ...{ scheme: documentScheme, authority: historyAuthority },
    path: `/${name.toWellFormed()}.${ending}`,
    query: JSON.stringify(page),
  });
}

/** The text of a page, also of one that VS Code brings back after the window was loaded again. */
export async function historyPageText(uri: vscode.Uri, { history, state }: Parts): Promise<string> {
  const page = querySchema.parse(JSON.parse(uri.query));
  const { accounts } = state;
  const { until } = page;
  const names = {
    accounts,
    formatTime: (time: number): string =>
      new Intl.DateTimeFormat(vscode.env.language, {
        dateStyle: 'medium',
        timeStyle: 'short',
      }).format(time),
  };
  const histories = (await historiesOf(page, history)).map((one) => upTo(one, until));
  switch (page.page) {
    case 'changes':
      return await changesPage(histories, page, names);
    case 'state':
      return await statePage(histories, page.time, names, page.shareId);
    case 'access':
      return await accessPage(
        page.name,
        page.time,
        await accessOn(histories, page.name, page.time),
        names,
      );
  }
}

async function historiesOf(
  page: HistoryPage,
  history: HistoryHost,
): Promise<readonly ScopeHistory[]> {
  const scope: Scope | undefined = page.page === 'access' ? undefined : page.scope;
  if (!scope) return await history.readAll();
  const one = await history.read(scope);
  return one ? [one] : [];
}

function upTo(history: ScopeHistory, until: number): ScopeHistory {
  return { ...history, moments: history.moments.filter(({ at }) => at <= until) };
}
