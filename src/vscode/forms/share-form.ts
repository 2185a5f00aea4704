import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ShareDraft } from '../../changes/draft.ts';
import { scopeKey } from '../../model/account.ts';
import { parsePageState, type HostMessage } from '../../webview/protocol.ts';
import { shown } from '../../model/untrusted-text.ts';
import { formHtml } from './form-html.ts';
import { shareFormViewType } from './form-serializer.ts';
import { FormSession, type ShareFormServices } from './form-session.ts';

export type { ShareFormServices, SubmitOptions, SubmitResult } from './form-session.ts';

interface OpenForm {
  readonly panel: vscode.WebviewPanel;
  readonly session: FormSession;
}

/** The open forms: one to create a share, and one for each share that rows are added to. */
export class ShareForms implements vscode.Disposable {
  readonly #root: vscode.Uri;
  readonly #services: ShareFormServices;
  readonly #forms = new Set<OpenForm>();

  constructor(extensionUri: vscode.Uri, services: ShareFormServices) {
    this.#root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#services = services;
  }

  /**
   * Opens the form for a draft, or shows the one that is open for the same job with what is typed in it.
   * @param options.destinationOpen true when the user may choose account and region in the form
   * @returns false where something else stays in the form that is open
   */
  open(draft: ShareDraft, options: { readonly destinationOpen?: boolean } = {}): boolean {
    const open = [...this.#forms].find(({ session }) => jobOf(session.draft) === jobOf(draft));
    if (open) {
      open.panel.reveal();
      const untouched = isBlank(open.session.draft) && !open.session.sending;
      if (untouched) void open.session.replaceDraft(draft, options.destinationOpen === true);
      return untouched;
    }
    const panel = vscode.window.createWebviewPanel(
      shareFormViewType,
      titleOf(draft),
      vscode.ViewColumn.Active,
    );
    this.#attach(panel, draft, options.destinationOpen === true);
    return true;
  }

  /** Takes over a panel that VS Code brought back after the window was loaded again. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = parsePageState(state);
    if (kept) this.#attach(panel, kept.draft, kept.destinationOpen);
    else panel.dispose();
  }

  /** To be called when accounts came, went or changed. */
  accountsChanged(): void {
    for (const { session } of this.#forms) session.accountsChanged();
  }

  /** Closes the forms of an account that is being removed. */
  closeForAccount(accountId: string): void {
    for (const { panel, session } of [...this.#forms]) {
      if (session.draft.destination.accountId === accountId) panel.dispose();
    }
  }

  /** Stops what runs. The panels stay: VS Code brings them back when the window is loaded again. */
  dispose(): void {
    for (const { session } of this.#forms) session.dispose();
    this.#forms.clear();
  }

  #attach(panel: vscode.WebviewPanel, draft: ShareDraft, destinationOpen: boolean): void {
    const { webview } = panel;
    const session = new FormSession(
      {
        post: (message: HostMessage) => void webview.postMessage(message),
        draftReplaced: (next) => {
          panel.title = titleOf(next);
        },
        copy: (text) => void vscode.env.clipboard.writeText(text),
        close: () => {
          panel.dispose();
        },
      },
      this.#services,
      { draft, destinationOpen, locale: vscode.env.language, l10n: vscode.l10n.bundle },
    );
    const form: OpenForm = { panel, session };
    this.#forms.add(form);
    webview.onDidReceiveMessage((message: unknown) => {
      session.receive(message);
    });
    panel.onDidDispose(() => {
      session.close();
      this.#forms.delete(form);
    });
    webview.options = { enableScripts: true, localResourceRoots: [this.#root] };
    webview.html = formHtml({
      scriptUri: this.#uri(webview, 'form.js'),
      styleUri: this.#uri(webview, 'styles.css'),
      codiconUri: this.#uri(webview, 'codicon.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      locale: vscode.env.language,
      title: titleOf(draft),
    });
  }

  #uri(webview: vscode.Webview, file: string): string {
    return webview.asWebviewUri(vscode.Uri.joinPath(this.#root, file)).toString();
  }
}

/** Equal for drafts that belong into the same form. */
function jobOf({ share, destination }: ShareDraft): string {
  return share ? `${scopeKey(destination)}/${share.id}` : 'create';
}

/** Nothing that would be a pity to lose. */
function isBlank({ name, description, ...lists }: ShareDraft): boolean {
  const { resources, principals, tags } = lists;
  return (
    name === '' && description === '' && resources.length + principals.length + tags.length === 0
  );
}

function titleOf({ share }: ShareDraft): string {
  return share
    ? vscode.l10n.t('Add to {0}', shown(share.name))
    : vscode.l10n.t('Create resource share');
}
