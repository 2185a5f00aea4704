import * as vscode from 'vscode';
import { systemClock } from '../../../model/clock.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { ArrangedTree } from './arranged-tree.ts';
import { unreadScopes } from './unread.ts';

/** How long after a key the tree follows, in milliseconds. */
const followAfterMs = 120;

/**
 * The box that the user types into while the tree shows what it finds. Enter keeps it and goes to the row with exactly
 * that id, ARN or URN, if there is one; Escape ends it.
 */
export class FindBox implements vscode.Disposable {
  readonly #tree: ArrangedTree;
  readonly #state: TreeState;
  readonly #box = vscode.window.createInputBox();
  readonly #goTo: (id: string) => Promise<void>;
  readonly #onClose: () => void;
  #isKept = false;
  #stopTimer: (() => void) | undefined;

  /** @param goTo goes to the row with exactly that id, if there is one */
  constructor(
    tree: ArrangedTree,
    state: TreeState,
    goTo: (id: string) => Promise<void>,
    {
      onClose,
      onError,
    }: { readonly onClose: () => void; readonly onError: (error: unknown) => void },
  ) {
    this.#tree = tree;
    this.#state = state;
    this.#goTo = goTo;
    this.#onClose = onClose;
    const box = this.#box;
    box.title = vscode.l10n.t('Find in the resource shares');
    box.placeholder = vscode.l10n.t('Name, id, ARN, URN or account, or several words of them');
    box.value = tree.order.query;
    box.valueSelection = [0, box.value.length];
    // The tree is looked at and walked through meanwhile.
    box.ignoreFocusOut = true;
    box.onDidTriggerButton(() => {
      void vscode.commands.executeCommand('resourceShares.readUnread');
    });
    box.onDidChangeValue(() => {
      this.#stopTimer?.();
      this.#stopTimer = systemClock.schedule(followAfterMs, () => {
        this.#follow();
      });
    });
    box.onDidAccept(() => {
      const id = box.value.trim();
      this.accept();
      this.#focus(id).catch(onError);
    });
    box.onDidHide(() => {
      this.#stopTimer?.();
      if (!this.#isKept) tree.arrange({ query: '' });
      box.dispose();
      this.#onClose();
    });
  }

  show(): void {
    this.#box.show();
  }

  /** What the line above the tree says, here too: the eye is here while typing. */
  say(line: string | undefined): void {
    this.#box.prompt = line;
    const offersMore = unreadScopes(this.#state).length > 0;
    if (offersMore === this.#box.buttons.length > 0) return;
    this.#box.buttons = offersMore
      ? [
          {
            iconPath: new vscode.ThemeIcon('cloud-download'),
            tooltip: vscode.l10n.t('Read the regions that are not read yet'),
          },
        ]
      : [];
  }

  /** Keeps what is found and closes. */
  accept(): void {
    this.#isKept = true;
    this.#follow();
    this.#box.hide();
  }

  dispose(): void {
    this.#stopTimer?.();
    this.#box.dispose();
  }

  async #focus(id: string): Promise<void> {
    await vscode.commands.executeCommand('resourceShares.shares.focus');
    await this.#goTo(id);
  }

  #follow(): void {
    this.#stopTimer?.();
    this.#tree.arrange({ query: this.#box.value });
  }
}
