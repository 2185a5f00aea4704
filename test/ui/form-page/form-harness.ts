import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { formHtml } from '../../../src/vscode/forms/form-html.ts';
import {
  FormSession,
  type FormPanel,
  type FormStart,
  type ShareFormServices,
} from '../../../src/vscode/forms/form-session.ts';
import { sharedBrowser } from '../harness/browser.ts';
import type { Theme } from '../harness/theme.ts';
import themeVariables from './theme-variables.json' with { type: 'json' };

/** The built page in Chromium, under the policy of a real webview, with the real session as its host. */
export class FormHarness {
  readonly page: Page;
  readonly session: FormSession;
  /** What went wrong on the page: scripts, and everything that its policy refused. */
  readonly complaints: string[] = [];
  readonly titles: string[] = [];
  readonly copied: string[] = [];
  readonly logged: string[] = [];
  closed = false;
  readonly #context: BrowserContext;
  readonly #server: Server;

  private constructor(
    page: Page,
    context: BrowserContext,
    server: Server,
    services: Partial<ShareFormServices>,
    start: Partial<FormStart> & { readonly draft: ShareDraft },
  ) {
    this.page = page;
    this.#context = context;
    this.#server = server;
    const panel: FormPanel = {
      post: (message) => {
        if (!this.closed) void page.evaluate((data) => window.postMessage(data, '*'), message);
      },
      draftReplaced: ({ share }) => this.titles.push(share?.name ?? 'new'),
      copy: (text) => this.copied.push(text),
      close: () => {
        this.closed = true;
      },
    };
    this.session = new FormSession(
      panel,
      { ...standardServices, log: (message) => this.logged.push(message), ...services },
      { destinationOpen: false, locale: 'en', l10n: undefined, ...start },
    );
  }

  static async open(
    options: {
      readonly services?: Partial<ShareFormServices>;
      readonly start?: Partial<FormStart>;
      readonly theme?: Theme;
      /** Where the built page is. */
      readonly folder?: string;
      readonly viewport?: { readonly width: number; readonly height: number };
    } = {},
  ): Promise<FormHarness> {
    const server = await serve(options.folder ?? 'dist/webview');
    const context = await (
      await sharedBrowser()
    ).newContext({ viewport: options.viewport ?? { width: 1000, height: 800 } });
    const page = await context.newPage();
    const harness = new FormHarness(page, context, server, options.services ?? {}, {
      draft: emptyDraft,
      ...options.start,
    });
    page.on('pageerror', (error) => harness.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() !== 'log') harness.complaints.push(message.text());
    });
    await page.exposeFunction('hostReceive', (data: unknown) => {
      harness.session.receive(data);
    });
    await page.addInitScript(actAsWebview, themeOf(options.theme ?? 'dark'));
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return harness;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.session.dispose();
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

  row(kind: 'Resource' | 'Principal' | 'Tag', index: number): Locator {
    return this.page.getByRole('group', { name: new RegExp(`^${kind} ${index} of`, 'u') });
  }

  /** What a screen reader says after the name of the focused or given control. */
  description(control: Locator): Promise<string> {
    return control.evaluate((element) =>
      (element.ariaDescribedByElements ?? [])
        .map((text) => (text as HTMLElement).innerText.trim())
        .join('\n'),
    );
  }

  async hasSidewaysScroll(): Promise<boolean> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }
}

export const emptyDraft: ShareDraft = {
  destination: { accountId: 'owner', region: 'cn-hangzhou' },
  name: '',
  description: '',
  allowExternal: false,
  resources: [],
  principals: [],
  permissions: {},
  tags: [],
};

const standardServices: ShareFormServices = {
  accounts: () => [
    {
      id: 'owner',
      cloud: 'alibaba',
      label: 'Network team',
      ownerId: '1512666876910123',
      regions: ['cn-hangzhou', 'cn-shanghai'],
      sandbox: true,
    },
    {
      id: 'member',
      cloud: 'alibaba',
      label: 'Web shop',
      ownerId: '1720505253001234',
      regions: ['cn-beijing'],
    },
  ],
  abilities: () => Promise.resolve(abilities),
  permissions: () =>
    Promise.resolve(
      ['VSwitch', 'Image', 'KMSInstance'].flatMap((resourceType) => {
        const permission = (name: string, isDefault: boolean) => ({
          id: name,
          name,
          version: 'v1',
          resourceType,
          isDefault,
        });
        const standard = permission(`AliyunRSDefaultPermission${resourceType}`, true);
        return resourceType === 'KMSInstance'
          ? [permission('AliyunRSPermissionKMSInstanceReadWrite', false), standard]
          : [standard];
      }),
    ),
  shareRows: () => [],
  submit: () => Promise.resolve({ kind: 'done' }),
  showPlan: () => Promise.resolve(false),
  failedUnseen: () => undefined,
  log: () => undefined,
};

async function serve(folder: string): Promise<Server> {
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
        formHtml({
          scriptUri: `${origin}/form.js`,
          styleUri: `${origin}/styles.css`,
          codiconUri: `${origin}/codicon.css`,
          cspSource: origin,
          nonce: 'of-the-test',
          locale: 'en',
          title: 'Create resource share',
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
