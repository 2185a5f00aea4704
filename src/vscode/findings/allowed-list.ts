import * as vscode from 'vscode';
import type { AllowedPrincipal } from '../../inventory/access/allowed-principals.ts';
import { systemClock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { allowedFiles, allowedPath, textOf } from '../reports/allowed-file.ts';
import type { AllowedProblem } from '../reports/parse-allowed.ts';

/** How long typing has to rest before a file is read again, in milliseconds. */
const restMs = 300;

/** A list as it is saved. */
interface Saved {
  readonly list: readonly AllowedPrincipal[];
  /** What is first wrong with it: then nothing of it counts. */
  readonly error?: string;
}

/**
 * The lists of allowed principals of the workspace. What is saved counts; what is wrong with a list is told in the
 * Problems panel while it is typed.
 */
export class AllowedList implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('resource-shares-allowed');
  readonly #changes = new Emitter<undefined>();
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #timers = new Map<string, () => void>();
  #saved: readonly Saved[] = [];
  #reading: Promise<void>;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${allowedPath.join('/')}`);
    const read = (): void => {
      this.#reading = this.#reading.then(() => this.#read());
    };
    const type = (document: vscode.TextDocument): void => {
      if (!isList(document.uri)) return;
      const key = document.uri.toString();
      this.#timers.get(key)?.();
      const look = (): void => {
        this.#timers.delete(key);
        if (!document.isClosed) void this.#tell(document.uri, document.getText());
      };
      this.#timers.set(key, systemClock.schedule(restMs, look));
    };
    this.#subscriptions = [
      this.#problems,
      watcher,
      watcher.onDidCreate(read),
      watcher.onDidChange(read),
      watcher.onDidDelete(read),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (isList(uri)) read();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(read),
      vscode.workspace.onDidGrantWorkspaceTrust(read),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        type(document);
      }),
    ];
    this.#reading = this.#read();
  }

  /** What is saved, or whether it counts, has changed. */
  readonly onDidChange = this.#changes.listen;

  /** Everybody who is allowed; undefined where there is no list, none that counts, or nobody trusts the workspace. */
  get principals(): readonly AllowedPrincipal[] | undefined {
    // Whoever wrote the folder could allow themselves.
    if (!vscode.workspace.isTrusted || this.#saved.length === 0) return undefined;
    return this.error === undefined ? this.#saved.flatMap(({ list }) => list) : undefined;
  }

  /** Why no list counts though there is one. */
  get error(): string | undefined {
    if (!vscode.workspace.isTrusted && this.#saved.length > 0) {
      return vscode.l10n.t('The workspace is not trusted.');
    }
    return this.#saved.find(({ error }) => error !== undefined)?.error;
  }

  /** Resolves when the files have been read. */
  settled(): Promise<void> {
    return this.#reading;
  }

  dispose(): void {
    for (const stop of this.#timers.values()) stop();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changes.dispose();
  }

  async #read(): Promise<void> {
    const all = await Promise.all(
      allowedFiles().map(async (file): Promise<readonly Saved[]> => {
        const text = await textOf(file).catch((error: unknown) => String(error));
        if (text === undefined) {
          this.#problems.delete(file);
          return [];
        }
        const open = vscode.workspace.textDocuments.find(
          ({ uri }) => uri.toString() === file.toString(),
        );
        await this.#tell(file, open?.getText() ?? text);
        const { readAllowed, problemText } = await import('../reports/parse-allowed.ts');
        const { list, problems } = readAllowed(text, systemClock.now());
        const wrong = problems.find(({ severity }) => severity === 'error');
        const name = vscode.workspace.asRelativePath(file);
        return [{ list, ...(wrong && { error: problemText(wrong, name) }) }];
      }),
    );
    this.#saved = all.flat();
    this.#changes.fire(undefined);
  }

  async #tell(file: vscode.Uri, text: string): Promise<void> {
    const { readAllowed } = await import('../reports/parse-allowed.ts');
    this.#problems.set(file, readAllowed(text, systemClock.now()).problems.map(diagnosticOf));
  }
}

function isList(uri: vscode.Uri): boolean {
  return allowedFiles().some((file) => file.toString() === uri.toString());
}

function diagnosticOf({ from, to, text, severity }: AllowedProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(from.line, from.column, to.line, to.column),
    text,
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'Resource Share Explorer';
  return diagnostic;
}
