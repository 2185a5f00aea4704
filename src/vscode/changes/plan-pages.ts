import * as vscode from 'vscode';
import type { PlanTexts } from '../../changes/plan-texts.ts';
import { focusEditors } from '../pages/focus-editors.ts';

/** Also in the `when` clauses of package.json. */
const scheme = 'resource-share-plan';

interface OpenPlan {
  readonly texts: PlanTexts;
  /** Those that are changed. */
  readonly accountIds: readonly string[];
  readonly answer: (apply: boolean) => void;
}

/** Plans as pages: what is and what will be, in VS Code's own diff. Its title bar has *Apply* and *Cancel*. */
export class PlanPages implements vscode.Disposable {
  readonly #open = new Map<string, OpenPlan>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: ({ query, fragment }) => {
          const plan = this.#open.get(query);
          if (!plan) return vscode.l10n.t('This plan has been answered.');
          return fragment === 'before' ? plan.texts.before : plan.texts.after;
        },
      }),
      // A page that is closed has said no.
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const id of closed.map(planIn)) if (id !== undefined) this.#answer(id, false);
      }),
    ];
  }

  /**
   * Opens the page of a plan.
   * @returns true once it is to be applied, false when it is cancelled or closed
   */
  async ask(title: string, texts: PlanTexts, accountIds: readonly string[]): Promise<boolean> {
    this.#count += 1;
    const id = String(this.#count);
    const uri = (side: 'before' | 'after') =>
      vscode.Uri.from({ scheme, path: `/${title}.txt`, query: id, fragment: side });
    const answered = new Promise<boolean>((resolve) => {
      this.#open.set(id, { texts, accountIds, answer: resolve });
    });
    await vscode.commands.executeCommand('vscode.diff', uri('before'), uri('after'), title, {
      preview: false,
    });
    return await answered;
  }

  /**
   * *Apply* or *Cancel* was chosen.
   * @param page the page it was chosen on; the one in front where it came from the palette
   */
  async answer(page: unknown, apply: boolean): Promise<void> {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const id =
      page instanceof vscode.Uri && page.scheme === scheme ? page.query : tab && planIn(tab);
    if (id === undefined) return;
    // What is asked next would close when the focus moves.
    const plan = this.#open.get(id);
    this.#open.delete(id);
    await this.#closeTab(id);
    await focusEditors();
    plan?.answer(apply);
  }

  /** Cancels the plans of an account that is being removed. */
  async closeForAccount(accountId: string): Promise<void> {
    for (const [id, { accountIds }] of [...this.#open]) {
      if (!accountIds.includes(accountId)) continue;
      this.#answer(id, false);
      await this.#closeTab(id);
    }
  }

  async #closeTab(id: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter((one) => planIn(one) === id));
  }

  dispose(): void {
    for (const id of [...this.#open.keys()]) this.#answer(id, false);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #answer(id: string, apply: boolean): void {
    const plan = this.#open.get(id);
    this.#open.delete(id);
    plan?.answer(apply);
  }
}

/** Which plan a tab shows. */
function planIn({ input }: vscode.Tab): string | undefined {
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme
    ? input.modified.query
    : undefined;
}
