import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Ignored by git; holds what takes long to get (VS Code itself) and what runs leave behind. */
export const testHome = join(projectRoot, '.vscode-test');

export const inProject = (...parts: string[]): string => join(projectRoot, ...parts);
