import * as vscode from 'vscode';
import type { Endpoints } from '../clouds/cloud.ts';

const section = 'resourceShares';

/** The settings, typed, read at the time of use so that a change needs no reload. */
export const settings = {
  get polling(): boolean {
    return read('polling', true);
  },
  get cache(): boolean {
    return read('cache', true);
  },
  get showEnded(): boolean {
    return read('showEnded', false);
  },
  get requestTimeoutMs(): number {
    return Math.min(Math.max(read('requestTimeout', 30), 1), 600) * 1000;
  },
  /** Hosts to call instead of the vendor's, for one account by its label. Application scope: no workspace can set it. */
  endpoints(accountLabel: string): Endpoints {
    const all: unknown = read<unknown>('endpoints', {});
    const own: unknown = isRecord(all) ? (all[accountLabel] ?? all['*']) : undefined;
    if (!isRecord(own)) return {};
    return Object.fromEntries(
      Object.entries(own).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    );
  },
  onDidChange(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(section)) listener();
    });
  },
};

function read<T>(key: string, fallback: T): T {
  return vscode.workspace.getConfiguration(section).get<T>(key) ?? fallback;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
