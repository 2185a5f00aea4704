import { readdirSync, readFileSync } from 'node:fs';
import { inProject } from '../paths.ts';

/** Files of the project, by path from its root, without what `.gitignore` names; it needs no git. */
export function projectFiles(within = ''): readonly string[] {
  const ignored = readIgnored();
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(inProject(folder), { withFileTypes: true })) {
      if (ignored(entry.name)) continue;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) files.push(path);
    }
  };
  walk(within);
  return files.sort();
}

/** Understands what our `.gitignore` has: names, names of folders, and endings. */
function readIgnored(): (name: string) => boolean {
  const lines = readFileSync(inProject('.gitignore'), 'utf8').split('\n');
  const patterns = ['.git', ...lines.map((line) => line.trim().replace(/\/$/, ''))];
  const names = new Set(patterns.filter((pattern) => pattern !== '' && !pattern.includes('*')));
  const endings = patterns
    .filter((pattern) => pattern.startsWith('*'))
    .map((pattern) => pattern.slice(1));
  return (name) => names.has(name) || endings.some((ending) => name.endsWith(ending));
}
