/** The two VS Code versions everything is run on: the oldest that package.json allows, and the newest known to work. */
export const vscodeVersions = {
  '1.105': { label: '1.105', release: '1.105.1', server: '4.105.1', nodeMajor: 22 },
  newest: { label: 'newest', release: '1.139.1', server: '4.139.1', nodeMajor: 24 },
} as const;

export type VscodeVersion = keyof typeof vscodeVersions;

/** Reads what a person typed after `--vscode`. */
export function parseVscodeVersion(text: string): VscodeVersion {
  if (text === '1.105' || text === 'newest') return text;
  throw new Error(`--vscode takes 1.105 or newest, not ${text}`);
}
