import * as vscode from 'vscode';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Organizations } from '../../inventory/access/organizations.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { LazyView, ViewRows } from '../lazy-view.ts';
import { unreadText } from '../shares/arrange/gathering-rows.ts';
import { unreadScopes } from '../shares/arrange/unread.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { ScopeReader } from '../shares/scope-reader.ts';
import { treeItem } from '../tree-item.ts';
import type { AllowedList } from './allowed-list.ts';
import { gatheringId, type FindingList } from './finding-address.ts';
import type { Findings } from './findings.ts';
import { FindingsTree } from './findings-tree.ts';

export interface FindingsViewParts {
  readonly inventory: Pick<Inventory, 'onDidChangeLoading'>;
  readonly findings: Findings;
  readonly allowed: AllowedList;
  readonly reader: Pick<ScopeReader, 'prepare' | 'read'>;
  readonly state: TreeState;
  readonly frame: LazyView;
  readonly membership: Pick<Organizations, 'ask'>;
}

const viewId = 'resourceShares.findings';
const outsidersId = gatheringId({ kind: 'list', list: 'outsiders' });

/**
 * The view *Findings*: who is outside the organisation, and what is wrong with shares. Its badge counts the outsiders
 * that came since the user last opened their list.
 */
export class FindingsView implements ViewRows, vscode.Disposable {
  readonly findings: Findings;
  readonly tree: FindingsTree;
  readonly #parts: FindingsViewParts;
  readonly #subscriptions: readonly vscode.Disposable[];
  #isListOpen = false;

  constructor(parts: FindingsViewParts) {
    this.#parts = parts;
    const { state, findings, frame, allowed, inventory } = parts;
    this.findings = findings;
    this.tree = new FindingsTree(state);
    this.tree.show(findings.shown);
    this.#subscriptions = [
      new vscode.Disposable(
        findings.onDidChange(() => {
          this.tree.show(findings.shown);
          frame.redraw();
          this.#say();
        }),
      ),
      ...[allowed.onDidChange, inventory.onDidChangeLoading].map(
        (listen) =>
          new vscode.Disposable(
            listen(() => {
              this.#say();
            }),
          ),
      ),
      frame.view.onDidExpandElement(({ element }) => {
        if (element !== outsidersId) return;
        this.#isListOpen = true;
        findings.look();
      }),
      frame.view.onDidCollapseElement(({ element }) => {
        if (element === outsidersId) this.#isListOpen = false;
      }),
      frame.view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#isListOpen) findings.look();
      }),
    ];
    this.#say();
  }

  async getChildren(id: string | undefined): Promise<string[]> {
    if (id === undefined) {
      this.#read();
      await this.#parts.findings.settled();
      this.#say();
    }
    await this.tree.prepare(id);
    return [...this.tree.children(id)];
  }

  getTreeItem(id: string): vscode.TreeItem {
    return treeItem(id, this.tree.row(id));
  }

  getParent(id: string): string | undefined {
    return this.tree.parent(id);
  }

  tooltip(id: string): readonly string[] {
    return this.tree.tooltip(id);
  }

  /** Opens one of the lists. */
  async open(list: FindingList): Promise<void> {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    await this.#parts.findings.settled();
    await this.#parts.frame.view.reveal(gatheringId({ kind: 'list', list }), {
      ...{ select: true, focus: true, expand: true },
    });
    // One that was open already is told by nothing.
    if (list === 'outsiders') this.#parts.findings.look();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#parts.findings.dispose();
    this.#parts.allowed.dispose();
  }

  /** Reads what nobody has asked for yet, what earlier sessions have left first, and who is in the organisation. */
  #read(): void {
    const { state, reader, membership } = this.#parts;
    void membership.ask();
    for (const scope of unreadScopes(state)) {
      void Promise.resolve(reader.prepare(scope)).then(() => {
        reader.read(scope);
      });
    }
  }

  /** What stands beside the title and above the rows, and the mark of what is new. */
  #say(): void {
    const { frame, findings, allowed, state } = this.#parts;
    const { view } = frame;
    const { unseen } = findings;
    view.badge =
      unseen === 0
        ? undefined
        : {
            value: unseen,
            tooltip:
              unseen === 1
                ? vscode.l10n.t('1 new outsider')
                : vscode.l10n.t('{0} new outsiders', unseen),
          };
    const lines = [
      allowed.error === undefined
        ? ''
        : vscode.l10n.t('The list of allowed principals does not count: {0}', shown(allowed.error)),
      unmarkedText(findings.unmarked),
      unreadText(unreadScopes(state).length) ?? '',
    ];
    view.message = lines.filter((line) => line !== '').join(' ');
  }
}

function unmarkedText({ regions, most }: Findings['unmarked']): string {
  if (regions === 0) return '';
  return regions === 1
    ? vscode.l10n.t('1 region has more than {0} outsiders: new ones are not marked there.', most)
    : vscode.l10n.t(
        '{0} regions have more than {1} outsiders: new ones are not marked there.',
        regions,
        most,
      );
}
