import { t } from '@vscode/l10n';
import type { ShareEntry } from '../../inventory/snapshot.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { History, ShareView } from '../../webview/details-protocol.ts';
import type { ShareHistory } from '../history/share-history.ts';
import { isFilling } from '../shares/rows/scope-words.ts';
import { scopeLines } from '../shares/rows/tooltip.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { headPart, propertiesPart } from './head-part.ts';
import { invitationsPart, type InvitationsRead } from './invitations-part.ts';
import { matrixPart } from './matrix-part.ts';
import { permissionsPart } from './permissions-part.ts';
import type { ShareName, Subject } from './subject.ts';

/** How many lines of a history a page shows: nobody reads on. */
const mostLines = 200;

/** What a page shows beside what the tree knows. */
export interface Beside {
  /** How the share looked when it was last there. */
  readonly lastSeen: ShareEntry | undefined;
  /** What it was called when the page was opened. */
  readonly title: string;
  readonly readingPermissions: boolean;
  readonly invitations: InvitationsRead;
  /** Absent where nothing is kept. */
  readonly history?: ShareHistory;
}

/** Everything about a share as its page shows it. */
export function shareView(name: ShareName, state: TreeState, beside: Beside): ShareView {
  const subject = subjectOf(name, state, beside.lastSeen);
  if (!subject) return { head: headWithoutShare(name, state, beside), properties: [] };
  const permissions = permissionsPart(subject, beside.readingPermissions);
  return {
    head: headPart(subject),
    properties: propertiesPart(subject),
    matrix: matrixPart(subject),
    ...(permissions && { permissions }),
    invitations: invitationsPart(subject, beside.invitations),
    ...(beside.history && { history: historyPart(beside.history, state) }),
  };
}

/** The share and what surrounds it; undefined where nothing of it was ever seen, or its account is gone. */
export function subjectOf(
  { scope, shareId }: ShareName,
  tree: TreeState,
  lastSeen?: ShareEntry,
): Subject | undefined {
  const account = tree.accounts.find(({ id }) => id === scope.accountId);
  const snapshot = tree.snapshot(scope);
  const held = snapshot.entries.get(shareId);
  const isGone = !held || held.share.status.state === 'deleted';
  const entry = isGone && lastSeen ? { ...lastSeen, share: (held ?? lastSeen).share } : held;
  if (!account || !entry) return undefined;
  const { accountId, region } = scope;
  return {
    ...{ account, snapshot, entry, isGone },
    address: { kind: 'share', accountId, region, owner: entry.share.owner, shareId },
    state: { ...tree, arrangement: undefined },
  };
}

function headWithoutShare(
  { scope, shareId }: ShareName,
  state: TreeState,
  { title }: Beside,
): ShareView['head'] {
  const account = state.accounts.find(({ id }) => id === scope.accountId);
  const snapshot = state.snapshot(scope);
  const isRead = snapshot.loadedAt !== undefined;
  const isReading = account !== undefined && (snapshot.loading || isFilling(snapshot));
  const lines = !account
    ? [t('The account of this share is not configured any more.')]
    : isReading
      ? [t('Loading…')]
      : isRead
        ? [t('This is no longer there.')]
        : [...scopeLines(scope, state)];
  return {
    title: shown(title).trim() || shown(shareId),
    place: [shown(account?.label ?? ''), shown(scope.region)].filter((text) => text).join(' · '),
    presence: isReading ? 'reading' : isRead || !account ? 'gone' : 'unread',
    notices: [{ severity: isReading ? 'info' : 'warning', lines }],
    actions: account && !isReading ? ['refresh'] : [],
  };
}

function historyPart({ from, lines }: ShareHistory, state: TreeState): History {
  if (from === undefined) {
    return { items: [], notes: [t('Nothing is known: nothing was read whole.')] };
  }
  const leftOut = lines.length - mostLines;
  return {
    items: lines
      .slice(0, mostLines)
      .map(({ at, text }) => ({ at: t('Seen {0}', state.formatTime(at)), text })),
    notes: [
      ...(lines.length === 0 ? [t('Nothing has changed, as far as it was seen.')] : []),
      ...(leftOut > 0 ? [t('Left out as there are too many: {0}.', leftOut)] : []),
      t('This machine has looked since {0}.', state.formatTime(from)),
    ],
  };
}
