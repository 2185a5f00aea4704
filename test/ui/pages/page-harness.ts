import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { pageHtml } from '../../../src/vscode/pages/page-html.ts';
import { sharedBrowser } from '../harness/browser.ts';
import type { Theme } from '../harness/theme.ts';
import themeVariables from './theme-variables.json' with { type: 'json' };

export interface PageOptions {
  /** As its script and its style sheet are called. */
  readonly name: string;
  readonly title: string;
  readonly theme?: Theme;
  /** Where the built page is. */
  readonly folder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A built page in Chromium, under the policy of a real webview; the test is its host. */
export class PageHarness {
  readonly page: Page;
  /** What went wrong on the page: scripts, and everything that its policy refused. */
  readonly complaints: string[] = [];
  readonly #context: BrowserContext;
  readonly #server: Server;
  #closed = false;

  private constructor(page: Page, context: BrowserContext, server: Server) {
    this.page = page;
    this.#context = context;
    this.#server = server;
  }

  /** @param receive gets what the page says; to be answered with `post` */
  static async open(
    options: PageOptions,
    receive: (data: unknown, page: PageHarness) => void,
  ): Promise<PageHarness> {
    const server = await serve(options);
    const context = await (
      await sharedBrowser()
    ).newContext({ viewport: options.viewport ?? { width: 1000, height: 800 } });
    const page = await context.newPage();
    const harness = new PageHarness(page, context, server);
    page.on('pageerror', (error) => harness.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() !== 'log') harness.complaints.push(message.text());
    });
    await page.exposeFunction('hostReceive', (data: unknown) => {
      receive(data, harness);
    });
    await page.addInitScript(actAsWebview, themeOf(options.theme ?? 'dark'));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return harness;
  }

  post(message: object): void {
    if (!this.#closed) void this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#context.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** As when the tab was hidden and is shown again: a new page, with what VS Code kept of the old one. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  /** What axe-core finds, one line each. */
  async violations(): Promise<readonly string[]> {
    await this.page.evaluate(axe.source);
    const results = await this.page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(),
    );
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    );
  }

  async hasSidewaysScroll(): Promise<boolean> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }
}

/** A page with its real session as the host. */
export abstract class HostedPage {
  protected readonly harness: PageHarness;

  protected constructor(harness: PageHarness) {
    this.harness = harness;
  }

  get page(): PageHarness['page'] {
    return this.harness.page;
  }

  get complaints(): readonly string[] {
    return this.harness.complaints;
  }

  reload(): Promise<void> {
    return this.harness.reload();
  }

  violations(): Promise<readonly string[]> {
    return this.harness.violations();
  }

  hasSidewaysScroll(): Promise<boolean> {
    return this.harness.hasSidewaysScroll();
  }
}

async function serve({ name, title, folder = 'dist/webview' }: PageOptions): Promise<Server> {
  const types: Readonly<Record<string, string>> = {
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.ttf': 'font/ttf',
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      const origin = `http://${request.headers.host ?? ''}`;
      response.setHeader('content-type', 'text/html');
      response.end(
        pageHtml({
          scriptUri: `${origin}/${name}.js`,
          styleUri: `${origin}/${name}.css`,
          codiconUri: `${origin}/codicon.css`,
          cspSource: origin,
          nonce: 'of-the-test',
          locale: 'en',
          title,
        }),
      );
      return;
    }
    readFile(join(folder, basename(pathname))).then(
      (content) => {
        response.setHeader('content-type', types[extname(pathname)] ?? 'text/plain');
        response.end(content);
      },
      () => {
        // The browser asks for an icon by itself.
        response.statusCode = pathname === '/favicon.ico' ? 204 : 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface PageTheme {
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

function themeOf(theme: Theme): PageTheme {
  const kinds = {
    dark: 'vscode-dark',
    light: 'vscode-light',
    hc: 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast-light',
  };
  return { kind: kinds[theme], variables: themeVariables[theme] };
}

/** Runs in the page before its own script: what VS Code puts into a webview. */
function actAsWebview(theme: PageTheme): void {
  // Methods and unnamed functions only: the compiler would give others their names by a function that
  // the page does not have.
  Reflect.set(window, 'acquireVsCodeApi', () => ({
    postMessage(data: unknown) {
      (Reflect.get(window, 'hostReceive') as (data: unknown) => void)(data);
    },
    getState() {
      return JSON.parse(sessionStorage.getItem('state of the webview') ?? 'null') as unknown;
    },
    setState(state: unknown) {
      sessionStorage.setItem('state of the webview', JSON.stringify(state));
    },
  }));
  window.addEventListener('DOMContentLoaded', () => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(name, value);
    }
    document.body.className = theme.kind;
    document.body.dataset.vscodeThemeKind = theme.kind;
  });
}
