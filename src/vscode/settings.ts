import * as vscode from 'vscode';

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
  /** Whether a file says who can use what is pointed at in it. */
  get hovers(): boolean {
    return read('hovers', true);
  },
  /** @param key one setting; all of them where it is left out */
  onDidChange(listener: () => void, key?: string): vscode.Disposable {
    const wanted = key === undefined ? section : `${section}.${key}`;
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(wanted)) listener();
    });
  },
};

function read<T>(key: string, fallback: T): T {
  return vscode.workspace.getConfiguration(section).get<T>(key) ?? fallback;
}
