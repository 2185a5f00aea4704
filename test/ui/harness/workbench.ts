import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { inProject } from '../../../scripts/paths.ts';
import { startSandbox, type RunningSandbox } from '../../../scripts/sandbox.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../../scripts/temporary.ts';
import { runServer, type RunningServer } from '../../../scripts/vscode/run-server.ts';
import type { VscodeVersion } from '../../../scripts/vscode/versions.ts';
import { workbenchUrl } from '../../../scripts/vscode/workbench-page.ts';
import { sharedBrowser } from './browser.ts';
import { ContextMenu } from './context-menu.ts';
import { Dialog } from './dialog.ts';
import { Notifications } from './notifications.ts';
import { aimMilliseconds, persist } from './persist.ts';
import { QuickInput } from './quick-input.ts';
import { themeName, type Theme } from './theme.ts';
import { Traces } from './traces.ts';
import { TreeView } from './tree-view.ts';
import { WebviewPage } from './webview-page.ts';

export interface WorkbenchOptions {
  /** Default: the newest. */
  readonly vscode?: VscodeVersion;
  /**
   * `given`: a sandbox runs and its demo accounts are there from the beginning, as with `npm start`.
   * `aside`: a sandbox runs, but the extension is not told of it. `none`: no sandbox is started.
   */
  readonly sandbox?: 'given' | 'aside' | 'none';
  /** Options for the sandbox, such as `['--shares', '100']`. */
  readonly sandboxArgs?: readonly string[];
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the folder that is open. */
  readonly workspaceSettings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A VSIX that is installed as a user does; else the extension runs from this project's folder. */
  readonly vsix?: string;
  /** Added to the environment of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Display language, such as `zh-cn`; what VS Code itself says stays English, as no language pack is there. */
  readonly locale?: string;
}

/** The slowest step: the first start of a server on a busy machine. */
const readyMilliseconds = 60_000;

/** Starts a real VS Code with the extension and opens its window in the shared browser; `close` it when done. */
export async function launchWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const home = temporaryFolder('window');
  let sandbox: RunningSandbox | undefined;
  let server: RunningServer | undefined;
  try {
    await mkdir(join(home, 'workspace', '.vscode'), { recursive: true });
    if (options.workspaceSettings) {
      const file = join(home, 'workspace', '.vscode', 'settings.json');
      await writeFile(file, JSON.stringify(options.workspaceSettings));
    }
    if ((options.sandbox ?? 'given') !== 'none') sandbox = await startSandbox(options.sandboxArgs);
    server = await startServer(options, home, sandbox);
    const context = await (
      await sharedBrowser()
    ).newContext({
      viewport: options.viewport ?? { width: 1280, height: 1000 },
      // The copy commands write here.
      permissions: ['clipboard-read', 'clipboard-write'],
      ...(options.locale === undefined ? {} : { locale: options.locale }),
    });
    if (options.locale !== undefined) {
      // What the messages of a language pack would say about themselves; extensions are told the same.
      await context.addInitScript((language) => {
        Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
      }, options.locale);
    }
    const workbench = new Workbench(options, home, sandbox, server, context);
    await workbench.open();
    return workbench;
  } catch (error) {
    await server?.stop();
    await sandbox?.stop();
    await removeTemporaryFolder(home);
    throw error;
  }
}

function startServer(
  options: WorkbenchOptions,
  home: string,
  sandbox: RunningSandbox | undefined,
  port?: number,
): Promise<RunningServer> {
  const vscode = options.vscode ?? 'newest';
  const given = sandbox !== undefined && (options.sandbox ?? 'given') === 'given';
  return runServer({
    vscode,
    dataDir: join(home, 'server'),
    settings: {
      'workbench.colorTheme': themeName(options.theme ?? 'dark', vscode),
      // Else what listens on the machine besides brings up a notice.
      'remote.autoForwardPorts': false,
      ...options.settings,
    },
    env: {
      ...options.env,
      ...(given ? { RESOURCE_SHARES_SANDBOX: sandbox.control } : {}),
    },
    ...(port === undefined ? {} : { port }),
    ...(options.vsix === undefined ? {} : { vsix: options.vsix }),
  });
}

/** How package.json names what this harness looks for. */
interface Titles {
  readonly container: string;
  readonly view: string;
}

function titlesIn(locale: string | undefined): Titles {
  const file = locale === undefined ? 'package.nls.json' : `package.nls.${locale}.json`;
  const labels = JSON.parse(readFileSync(inProject(file), 'utf8')) as {
    readonly 'views.container': string;
    readonly 'views.shares': string;
  };
  return { container: labels['views.container'], view: labels['views.shares'] };
}

/** A VS Code window and what a person does in it. */
export class Workbench {
  readonly #options: WorkbenchOptions;
  readonly #home: string;
  readonly #sandbox: RunningSandbox | undefined;
  readonly #context: BrowserContext;
  #server: RunningServer;
  #page: Page | undefined;
  readonly #traces: Traces;
  readonly #titles: Titles;

  constructor(
    options: WorkbenchOptions,
    home: string,
    sandbox: RunningSandbox | undefined,
    server: RunningServer,
    context: BrowserContext,
  ) {
    this.#options = options;
    this.#home = home;
    this.#sandbox = sandbox;
    this.#server = server;
    this.#context = context;
    this.#traces = new Traces(join(home, 'server'));
    this.#titles = titlesIn(options.locale);
  }

  /** The window itself, for what has no method here. */
  get page(): Page {
    if (this.#page === undefined) throw new Error('The window is not open.');
    return this.#page;
  }

  /** The sandbox this window runs beside. */
  get sandbox(): RunningSandbox {
    if (this.#sandbox === undefined)
      throw new Error('This workbench was started without a sandbox.');
    return this.#sandbox;
  }

  /** The folder that is open. */
  get workspaceFolder(): string {
    return join(this.#home, 'workspace');
  }

  /** Where installed extensions lie. */
  get extensionsFolder(): string {
    return join(this.#home, 'server', 'extensions');
  }

  /** Where the extension keeps files of its own. */
  get storageFolder(): string {
    const user = join(this.#home, 'server', 'data', 'User');
    return join(user, 'globalStorage', 'resource-share-explorer.resource-share-explorer');
  }

  /** The icon of the views. */
  get container(): Locator {
    return this.page.getByRole('tab', { name: this.#titles.container });
  }

  /** The view *Shares*. */
  get tree(): TreeView {
    return new TreeView(this.page, this.#titles.view);
  }

  /** The sidebar's welcome, where it is shown. */
  get welcome(): Locator {
    return this.page.locator('#workbench\\.parts\\.sidebar .welcome-view-content');
  }

  /** A quick pick or an input box. */
  get quickInput(): QuickInput {
    return new QuickInput(this.page);
  }

  /** A modal question. */
  get dialog(): Dialog {
    return new Dialog(this.page);
  }

  get notifications(): Notifications {
    return new Notifications(this.page);
  }

  /** Everything this run has written or shown anywhere. */
  get traces(): Traces {
    return this.#traces;
  }

  /** The editor tab of that title. */
  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name: title });
  }

  /** The visible text of the open text editor. */
  get editorText(): Locator {
    return this.page.locator('.editor-instance .view-lines');
  }

  /** The form that is open in the editor area. */
  webview(): WebviewPage {
    return new WebviewPage(this.page);
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('#workbench\\.parts\\.statusbar .statusbar-item', { hasText: text });
  }

  /** Opens the view container and waits until it is there. */
  async openSharesView(): Promise<void> {
    const tab = this.page
      .locator('#workbench\\.parts\\.activitybar')
      .getByRole('tab', { name: this.#titles.container });
    await tab.waitFor({ timeout: readyMilliseconds });
    // The click also closes the view, if the window opens it by itself in that moment: after a reload it does.
    do {
      if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    } while (!(await this.tree.appears()));
    await this.#parkPointer();
  }

  /** Runs a command by its title in the palette, such as `Resource Shares: Refresh`. */
  async runCommand(title: string): Promise<void> {
    // An editor that opens just then takes the focus, and with that closes the palette.
    do await this.page.keyboard.press('F1');
    while (!(await this.quickInput.offers(`>${title}`, title)));
    await this.quickInput.choose(title);
  }

  /** Writes user settings while no window is open: an open one reads them when it is saved in it. */
  async changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(this.#home, 'server', 'data', 'User', 'settings.json');
    await writeFile(file, await this.#changedSettings(changes));
  }

  /** Changes user settings as a user does, in their file in the editor. */
  async editSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const text = await this.#changedSettings(changes);
    await this.runCommand('Preferences: Open User Settings (JSON)');
    await this.editorTab(/settings\.json/u).waitFor();
    await this.editorText.click();
    await this.page.evaluate((all) => navigator.clipboard.writeText(all), text);
    for (const keys of ['Control+a', 'Control+v', 'Control+s']) {
      await this.page.keyboard.press(keys);
    }
    await this.page.locator('.tabs-container .tab.active:not(.dirty)').waitFor();
    await this.runCommand('View: Close Editor');
  }

  /** Opens the menu of a row and gives its entries. */
  async contextMenu(row: Locator): Promise<ContextMenu> {
    const menu = new ContextMenu(this.page);
    await persist(async () => {
      await row.click({ button: 'right', timeout: aimMilliseconds });
      await menu.untilOpen();
    });
    return menu;
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Waits until the clipboard holds a text that matches: what copies says nothing when it has. */
  async untilCopied(text: RegExp): Promise<void> {
    let copied = '';
    for (let waited = 0; waited < readyMilliseconds; waited += 100) {
      copied = await this.clipboard();
      if (text.test(copied)) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`The clipboard holds: ${copied}`);
  }

  /** Waits until VS Code has written down something of ours that matches: it does so a moment later than it was told to. */
  async untilStored(text: RegExp): Promise<void> {
    for (let waited = 0; waited < readyMilliseconds; waited += 100) {
      if (text.test(await this.page.evaluate(extensionState))) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`VS Code has stored nothing like ${String(text)}.`);
  }

  /** Reloads the window, as *Developer: Reload Window* does. */
  async reload(): Promise<void> {
    await this.#traces.keepBrowserStorage(this.page);
    await this.page.reload();
    await this.#untilReady();
  }

  /**
   * Closes the window and the server and starts both again on the same data.
   * @param meanwhile runs when nothing is open
   */
  async restart(meanwhile?: () => Promise<void>): Promise<void> {
    await this.#traces.keepBrowserStorage(this.page);
    await this.page.close();
    this.#traces.keepOutput(this.#server.output());
    await this.#server.stop();
    await meanwhile?.();
    this.#server = await startServer(this.#options, this.#home, this.#sandbox, this.#server.port);
    await this.open();
  }

  /** A second window on the same data, beside this one. */
  async secondWindow(): Promise<Workbench> {
    const second = new Workbench(
      this.#options,
      this.#home,
      this.#sandbox,
      this.#server,
      this.#context,
    );
    await second.open();
    return second;
  }

  /** Drags the edge of the sidebar to the right. */
  async widenSidebar(pixels: number): Promise<void> {
    const box = await this.page.locator('#workbench\\.parts\\.sidebar').boundingBox();
    if (box === null) throw new Error('The sidebar is closed.');
    const edge = box.x + box.width;
    // A point of the sash that a tree row does not reach.
    const y = box.y + box.height - 60;
    await this.page.mouse.move(edge + 1, y);
    await this.page.mouse.down();
    await this.page.mouse.move(edge + pixels / 2, y, { steps: 4 });
    await this.page.mouse.move(edge + pixels, y, { steps: 4 });
    await this.page.mouse.up();
  }

  async screenshot(file: string): Promise<void> {
    await this.#parkPointer();
    await this.page.screenshot({ path: file });
  }

  /** Opens the window; done by `launchWorkbench`. */
  async open(): Promise<void> {
    this.#page = await this.#context.newPage();
    await this.#traces.follow(this.#page);
    await this.page.goto(
      workbenchUrl({
        server: this.#server.address,
        folder: join(this.#home, 'workspace'),
        development: this.#options.vsix === undefined,
      }),
    );
    await this.#untilReady();
  }

  /** Ends the window, its server, its sandbox, and removes its data. */
  async close(): Promise<void> {
    await this.#context.close();
    await this.#server.stop();
    await this.#sandbox?.stop();
    await removeTemporaryFolder(this.#home);
  }

  async #changedSettings(changes: Readonly<Record<string, unknown>>): Promise<string> {
    const file = join(this.#home, 'server', 'data', 'User', 'settings.json');
    const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    return JSON.stringify({ ...settings, ...changes }, undefined, 2);
  }

  /** Over a row or an icon the pointer would bring up what nobody asked for. */
  async #parkPointer(): Promise<void> {
    const size = this.page.viewportSize();
    if (size !== null) await this.page.mouse.move(size.width - 40, size.height / 2);
  }

  /** The extension's icon is there once the extension host has scanned it. */
  async #untilReady(): Promise<void> {
    await this.page
      .locator('#workbench\\.parts\\.activitybar')
      .getByRole('tab', { name: this.#titles.container })
      .waitFor({ timeout: readyMilliseconds });
  }
}

/** Runs in the page: what VS Code keeps there for the extension and of open editors, in the window and for all of them. */
async function extensionState(): Promise<string> {
  const texts: string[] = [];
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error(request.error?.message));
      };
    });
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db') !== true) continue;
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const items = database.transaction(store).objectStore(store);
      for (const key of [
        'resource-share-explorer.resource-share-explorer',
        'memento/workbench.parts.editor',
      ]) {
        const value: unknown = await answer(items.get(key));
        if (typeof value === 'string') texts.push(value);
      }
    }
    database.close();
  }
  return texts.join('\n');
}
