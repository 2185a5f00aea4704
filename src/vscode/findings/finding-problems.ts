import * as vscode from 'vscode';
import type { Finding, Severity } from '../../inventory/access/findings.ts';
import { turnOfOthers } from '../../model/pieces.ts';
import { setContext } from '../commands.ts';
import { rowId, type Address } from '../shares/address.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { asJson, type ShareDocuments } from '../shares/share-document.ts';
import { findingLists, type FindingList } from './finding-address.ts';
import type { Findings } from './findings.ts';
import { lineOf } from './line-of.ts';

/** How many findings are shown as problems: VS Code takes hardly more from one extension. */
const most = 1_000;

/** Shares whose lines are looked for at a stretch. */
const atATime = 20;

interface Parts {
  readonly findings: Findings;
  readonly documents: Pick<ShareDocuments, 'uri'>;
  readonly state: TreeState;
}

/**
 * Findings in the Problems panel, for as long as the user wants them there: each at its line of the page of its share.
 * Those that the list of allowed principals allows are none, nor are services of the cloud where there is no list.
 */
export class FindingProblems implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #collection = vscode.languages.createDiagnosticCollection('resource-shares');
  readonly #wanted = new Set<FindingList>();
  readonly #stop: () => void;
  #drawing: Promise<void> = Promise.resolve();
  #isDue = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#stop = parts.findings.onDidChange(() => {
      if (this.#wanted.size > 0) void this.#draw();
    });
  }

  /**
   * Shows a list there from now on.
   * @returns how many problems there are now, and how many there are no room for
   */
  async show(list: FindingList): Promise<{ readonly count: number; readonly leftOut: number }> {
    this.#wanted.add(list);
    setContext('problems', true);
    await this.#parts.findings.settled();
    await this.#draw();
    const count = this.#all().length;
    return { count: Math.min(count, most), leftOut: Math.max(0, count - most) };
  }

  clear(): void {
    this.#wanted.clear();
    this.#collection.clear();
    setContext('problems', false);
  }

  dispose(): void {
    this.#stop();
    this.#collection.dispose();
  }

  #all(): readonly Finding[] {
    const { shown } = this.#parts.findings;
    return findingLists
      .filter((list) => this.#wanted.has(list))
      .flatMap((list) => shown[list])
      .filter(({ share, kind, allowed }) =>
        kind === 'cloudService' ? allowed === false : share !== undefined && allowed !== true,
      );
  }

  /** One after the other; what comes meanwhile is drawn once more at the end. */
  async #draw(): Promise<void> {
    if (this.#isDue) return this.#drawing;
    this.#isDue = true;
    this.#drawing = this.#drawing.then(async () => {
      this.#isDue = false;
      await this.#drawNow();
    });
    return this.#drawing;
  }

  async #drawNow(): Promise<void> {
    const { state, documents } = this.#parts;
    const byShare = new Map<string, { readonly at: Address; readonly some: Finding[] }>();
    for (const finding of this.#all().slice(0, most)) {
      const { scope, share } = finding;
      if (!share) continue;
      const at: Address = { kind: 'share', ...scope, owner: 'self', shareId: share.id };
      const known = byShare.get(rowId(at)) ?? { at, some: [] };
      byShare.set(rowId(at), known);
      known.some.push(finding);
    }
    const entries: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const { at, some } of byShare.values()) {
      const entry = entryAt(at, state);
      if (!entry) continue;
      const { share, ...rows } = entry;
      const lines = asJson({ ...share, ...rows }).split('\n');
      entries.push([documents.uri(at), some.map((finding) => diagnosticOf(finding, lines))]);
      if (entries.length % atATime === 0) await turnOfOthers();
    }
    // Cleared meanwhile, nothing is to come back.
    if (this.#wanted.size === 0) return;
    this.#collection.clear();
    this.#collection.set(entries);
  }
}

function diagnosticOf(finding: Finding, lines: readonly string[]): vscode.Diagnostic {
  const { entity, text, remedy, severity, kind } = finding;
  const line = lineOf(lines, entity, asJson);
  const whole = lines[line] ?? '';
  const start = whole.length - whole.trimStart().length;
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line, start, line, whole.length),
    `${text} ${remedy}`,
    severityOf(severity),
  );
  diagnostic.source = 'Resource Share Explorer';
  diagnostic.code = kind;
  return diagnostic;
}

function severityOf(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'note':
      return vscode.DiagnosticSeverity.Information;
  }
}
