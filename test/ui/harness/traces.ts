import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';

/** Something that was written or shown, and where. */
export interface Trace {
  readonly where: string;
  readonly text: string;
}

/** Where VS Code keeps what `SecretStorage` was given: the one place where a secret belongs. */
const secretStorageKey = 'secrets.provider';

/** Gathers all that a run leaves anywhere: files, logs, browser storage, console, messages of webviews. */
export class Traces {
  readonly #dataDir: string;
  readonly #kept: Trace[] = [];
  readonly #pages: Page[] = [];

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** Console lines of the window and of the extension host, oldest first. */
  get console(): readonly string[] {
    return this.#kept.filter(({ where }) => where === 'console').map(({ text }) => text);
  }

  /** Messages between webviews and the extension, both ways, as JSON. */
  get webviewMessages(): readonly string[] {
    return this.#kept.filter(({ where }) => where === 'webview message').map(({ text }) => text);
  }

  /** Listens to a page from before its first script. */
  async follow(page: Page): Promise<void> {
    this.#pages.push(page);
    page.on('console', (message) => {
      this.#kept.push({ where: 'console', text: message.text() });
    });
    page.on('pageerror', (error) => {
      this.#kept.push({ where: 'console', text: error.stack ?? error.message });
    });
    await page.exposeFunction('recordWebviewMessage', (text: string) => {
      this.#kept.push({ where: 'webview message', text });
    });
    // tsx marks functions with `__name`, which a function that is sent to the page would miss there.
    await page.addInitScript('globalThis.__name = (target) => target;');
    await page.addInitScript(recordMessages);
  }

  keepOutput(text: string): void {
    this.#kept.push({ where: 'server output', text });
  }

  /** Takes down what the browser stores now; reloading may change it. */
  async keepBrowserStorage(page: Page): Promise<void> {
    this.#kept.push(...(await browserStorage(page)));
  }

  /** The log files of the extension host and of our output channel. */
  async logs(): Promise<readonly Trace[]> {
    return (await this.#files()).filter(({ where }) => where.endsWith('.log'));
  }

  /** Everything up to now. */
  async all(): Promise<readonly Trace[]> {
    const stored = await Promise.all(
      this.#pages.filter((page) => !page.isClosed()).map((page) => browserStorage(page)),
    );
    return [...this.#kept, ...stored.flat(), ...(await this.#files())];
  }

  /** Where a text occurs, outside of `SecretStorage`. */
  async whereabouts(text: string): Promise<readonly string[]> {
    const found = (await this.all()).filter((trace) => trace.text.includes(text));
    return [...new Set(found.map(({ where }) => where))];
  }

  /** A file that is moved into its place between the look at the folder and its reading is looked for again. */
  async #files(): Promise<readonly Trace[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#filesNow();
      } catch (error) {
        const isMoved = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (!isMoved || tries === 20) throw error;
      }
    }
  }

  async #filesNow(): Promise<readonly Trace[]> {
    const entries = await readdir(this.#dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return Promise.all(
      files.map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        // Read as Latin-1, so that a secret in a binary file is found as well.
        return { where: relative(this.#dataDir, file), text: await readFile(file, 'latin1') };
      }),
    );
  }
}

async function browserStorage(page: Page): Promise<readonly Trace[]> {
  // The test runner's compiler marks inner functions with this helper, which the page lacks.
  await page.evaluate('globalThis.__name ??= (named) => named');
  const entries = await page.evaluate(dumpStorage);
  return entries
    .filter(([where]) => where !== `localStorage ${secretStorageKey}`)
    .map(([where, text]) => ({ where, text }));
}

/** Runs in the page: local, session and database storage as text. */
async function dumpStorage(): Promise<[string, string][]> {
  const found: [string, string][] = [
    ...Object.entries(localStorage).map(([key, text]): [string, string] => [
      `localStorage ${key}`,
      String(text),
    ]),
    ...Object.entries(sessionStorage).map(([key, text]): [string, string] => [
      `sessionStorage ${key}`,
      String(text),
    ]),
  ];
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
    });
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await settled(indexedDB.open(name));
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const keys = await settled(store.getAllKeys());
      const values = await settled(store.getAll());
      values.forEach((value: unknown, index) => {
        const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
        found.push([
          `IndexedDB ${name} ${storeName} ${JSON.stringify(keys[index])}`,
          typeof text === 'string' ? text : JSON.stringify(text),
        ]);
      });
    }
    database.close();
  }
  return found;
}

/** Runs in every frame before its scripts: reports messages into and out of webviews. */
function recordMessages(): void {
  const path = location.pathname;
  const inWebview = path.includes('webview') || path.endsWith('fake.html');
  if (!inWebview && window !== window.top) return;
  const record = (data: unknown): void => {
    const report = Reflect.get(window, 'recordWebviewMessage') as (text: string) => void;
    try {
      report(JSON.stringify(data));
    } catch {
      // Not every message is data.
    }
  };
  if (inWebview) window.addEventListener('message', (event) => record(event.data));
  const post = Reflect.get(MessagePort.prototype, 'postMessage') as (...args: unknown[]) => void;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]): void {
    // The window itself has other ports, too; those to webviews carry a channel's name.
    const data: unknown = args[0];
    if (inWebview || (typeof data === 'object' && data !== null && 'channel' in data)) record(data);
    Reflect.apply(post, this, args);
  };
}
