import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Language } from '../../webview/message.ts';
import { focusEditorsLater } from './focus-editors.ts';
import { pageHtml } from './page-html.ts';
import { viewTypeOf, type PageName } from './page-serializers.ts';

/** The host's half of one page. */
export interface PageSession {
  /** Takes whatever the page has sent. */
  receive(data: unknown): void;
  /** The panel is gone. */
  close(): void;
  /** Stops everything, for when the extension ends. */
  dispose(): void;
}

/** The panel as the session of its page uses it. */
export interface PagePanel {
  post(message: object): void;
  setTitle(title: string): void;
  copy(text: string): void;
  /** @param hasFocus true where the keyboard is in the page: it goes to the editors then, and is not lost */
  close(hasFocus: boolean): void;
}

interface OpenPage<Session> {
  readonly panel: vscode.WebviewPanel;
  readonly session: Session;
}

/** The open pages of one kind, each in a panel of its own. */
export class PagePanels<Session extends PageSession> implements vscode.Disposable {
  readonly #root: vscode.Uri;
  readonly #name: PageName;
  readonly #pages = new Set<OpenPage<Session>>();

  constructor(extensionUri: vscode.Uri, name: PageName) {
    this.#root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    this.#name = name;
  }

  get sessions(): readonly Session[] {
    return [...this.#pages].map(({ session }) => session);
  }

  /** The page in front, where it is one of these. */
  get active(): Session | undefined {
    return [...this.#pages].find(({ panel }) => panel.active)?.session;
  }

  /** Brings the first page that is wanted to the front, if there is one. */
  reveal(wanted: (session: Session) => boolean): Session | undefined {
    const open = [...this.#pages].find(({ session }) => wanted(session));
    open?.panel.reveal();
    return open?.session;
  }

  /** Opens a page in the active group of editors. */
  open(title: string, start: (panel: PagePanel) => Session): Session {
    const { Active } = vscode.ViewColumn;
    const panel = vscode.window.createWebviewPanel(viewTypeOf(this.#name), title, Active);
    return this.attach(panel, title, start);
  }

  /** Puts a page into a panel, such as one that VS Code brought back after the window was loaded again. */
  attach(panel: vscode.WebviewPanel, title: string, start: (panel: PagePanel) => Session): Session {
    const { webview } = panel;
    const session = start({
      post: (message) => void webview.postMessage(message),
      setTitle: (text) => {
        if (panel.title !== text) panel.title = text;
      },
      copy: (text) => void vscode.env.clipboard.writeText(text),
      close: (hasFocus) => {
        if (hasFocus && panel.active) focusEditorsLater();
        panel.dispose();
      },
    });
    const page: OpenPage<Session> = { panel, session };
    this.#pages.add(page);
    webview.onDidReceiveMessage((message: unknown) => {
      session.receive(message);
    });
    panel.onDidDispose(() => {
      session.close();
      this.#pages.delete(page);
    });
    panel.title = title;
    webview.options = { enableScripts: true, localResourceRoots: [this.#root] };
    webview.html = pageHtml({
      scriptUri: this.#uri(webview, `${this.#name}.js`),
      styleUri: this.#uri(webview, `${this.#name}.css`),
      codiconUri: this.#uri(webview, 'codicon.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      locale: vscode.env.language,
      title,
    });
    return session;
  }

  /** Closes the panels of those pages. */
  close(unwanted: (session: Session) => boolean): void {
    for (const { panel, session } of [...this.#pages]) {
      if (unwanted(session)) panel.dispose();
    }
  }

  /** Stops what runs. The panels stay: VS Code brings them back when the window is loaded again. */
  dispose(): void {
    for (const { session } of this.#pages) session.dispose();
    this.#pages.clear();
  }

  #uri(webview: vscode.Webview, file: string): string {
    return webview.asWebviewUri(vscode.Uri.joinPath(this.#root, file)).toString();
  }
}

/** The language of the window, for the first message to a page. */
export function languageOfWindow(): Language {
  const { bundle } = vscode.l10n;
  return { locale: vscode.env.language, ...(bundle && { l10n: bundle }) };
}
