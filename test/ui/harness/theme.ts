import type { VscodeVersion } from '../../../scripts/vscode/versions.ts';

export type Theme = 'dark' | 'light' | 'hc' | 'hc-light';

/** The name that `workbench.colorTheme` takes; the modern themes were renamed between the two versions. */
export function themeName(theme: Theme, vscode: VscodeVersion): string {
  const prefix = vscode === '1.105' ? 'Default ' : '';
  switch (theme) {
    case 'dark':
      return `${prefix}Dark Modern`;
    case 'light':
      return `${prefix}Light Modern`;
    case 'hc':
      return 'Default High Contrast';
    case 'hc-light':
      return 'Default High Contrast Light';
  }
}

/** Reads what a person typed after `--theme`. */
export function parseTheme(text: string): Theme {
  if (text === 'dark' || text === 'light' || text === 'hc' || text === 'hc-light') return text;
  throw new Error(`--theme takes dark, light, hc or hc-light, not ${text}`);
}
