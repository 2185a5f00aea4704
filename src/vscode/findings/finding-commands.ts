import * as vscode from 'vscode';
import type { Finding } from '../../inventory/access/findings.ts';
import { shown } from '../../model/untrusted-text.ts';
import { parseAccessId } from '../access/access-address.ts';
import type { AccessView } from '../access/access-view.ts';
import type { Changing } from '../changes/changing.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { ShareDocuments } from '../shares/share-document.ts';
import type { SharesView } from '../shares/shares-view.ts';
import { isDead } from '../../model/status.ts';
import { entryAt, associationAt } from '../shares/rows/lookup.ts';
import { aboutAddress, type FindingList } from './finding-address.ts';
import { isAllowable } from './finding-rows.ts';
import type { FindingProblems } from './finding-problems.ts';
import type { FindingsView } from './findings-view.ts';
import { planRemedy } from './plan-remedy.ts';

interface Parts {
  readonly state: TreeState;
  readonly view: SharesView;
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
  readonly documents: Lazy<ShareDocuments>;
  readonly access: Lazy<AccessView>;
  readonly findings: Lazy<FindingsView>;
  readonly problems: Lazy<FindingProblems>;
}

/** The commands of the view *Findings*. */
export function findingCommands(
  parts: Parts,
): Readonly<
  Record<
    | 'resourceShares.showOutsiders'
    | 'resourceShares.showHealth'
    | 'resourceShares.planRemedy'
    | 'resourceShares.goToFinding'
    | 'resourceShares.allowPrincipal'
    | 'resourceShares.openAllowedList'
    | 'resourceShares.outsidersAsProblems'
    | 'resourceShares.healthAsProblems'
    | 'resourceShares.clearProblems',
    CommandHandler
  >
> {
  const { findings, problems, access } = parts;
  const findingAt = async (row: unknown): Promise<Finding | undefined> =>
    (await findings.get()).tree.finding(row);
  const asProblems = async (list: FindingList): Promise<void> => {
    const { count, leftOut } = await (await problems.get()).show(list);
    if (count > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
    else void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was found.'));
    if (leftOut === 0) return;
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Left out as there are too many: {0}.', leftOut),
    );
  };
  return {
    'resourceShares.showOutsiders': async () => (await findings.get()).open('outsiders'),
    'resourceShares.showHealth': async () => (await findings.get()).open('health'),
    'resourceShares.planRemedy': async (row) => {
      const finding = await findingAt(row);
      if (finding) await planRemedy(finding, parts);
    },
    'resourceShares.goToFinding': async (row) => {
      const finding = await findingAt(row);
      if (finding) await goTo(finding, parts);
    },
    'resourceShares.allowPrincipal': async (row) => {
      const finding = await findingAt(row);
      const address = parseAccessId(row);
      const principal =
        finding && isAllowable(finding) && finding.entity
          ? { cloud: finding.cloud, id: finding.entity.id }
          : address?.kind === 'principal'
            ? (await access.get()).index.principal(address.key)
            : undefined;
      if (!principal) return;
      const { allowPrincipal } = await import('./allow-principal.ts');
      await allowPrincipal(principal);
    },
    'resourceShares.openAllowedList': async () => {
      const { openAllowedList } = await import('./allow-principal.ts');
      await openAllowedList();
    },
    'resourceShares.outsidersAsProblems': () => asProblems('outsiders'),
    'resourceShares.healthAsProblems': () => asProblems('health'),
    'resourceShares.clearProblems': async () => {
      (await problems.get()).clear();
    },
  };
}

/** The row in the tree of shares; the page of what has ended, which may not be shown there. */
async function goTo(finding: Finding, { state, view, documents }: Parts): Promise<void> {
  const address = aboutAddress(finding);
  const share = entryAt(address, state)?.share;
  if (finding.share && !share) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} is no longer there.', shown(finding.share.name)),
    );
    return;
  }
  const ended = [share, associationAt(address, state)].some((one) => one && isDead(one.status));
  if (ended && !state.showEnded) await (await documents.get()).open(address);
  else await view.reveal(address);
}
