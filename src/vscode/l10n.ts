import { l10n } from 'vscode';

/**
 * What `@vscode/l10n` is in the extension's own bundle (see `esbuild.mjs`): VS Code holds the same translations already,
 * and gives them out in the same way.
 */
export const { t } = l10n;
