import { existsSync, readFileSync } from 'node:fs';
import { inProject } from '../paths.ts';
import { readCodeStrings } from './l10n-strings.ts';
import { projectFiles } from './project-files.ts';

type Strings = ReadonlyMap<string, string>;

const languages = ['zh-cn'];

/** Strings without a translation, translations without a string, and placeholders that got lost. */
export function checkTranslations(): readonly string[] {
  const { strings, unreadable } = readCodeStrings(
    projectFiles('src').filter((file) => file.endsWith('.ts')),
  );
  const manifest = readFileSync(inProject('package.json'), 'utf8');
  const labels = readStrings('package.nls.json');
  return [
    ...unreadable.map((place) => `${place} does not write its text where it calls t`),
    ...manifestProblems(manifest, labels),
    ...languages.flatMap((language) => [
      ...compare(strings, `l10n/bundle.l10n.${language}.json`),
      ...compare(labels, `package.nls.${language}.json`),
    ]),
  ];
}

function readStrings(file: string): Strings {
  const content = JSON.parse(readFileSync(inProject(file), 'utf8')) as Record<string, string>;
  return new Map(Object.entries(content));
}

function manifestProblems(manifest: string, labels: Strings): readonly string[] {
  const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key = '']) => key));
  return [
    ...[...used]
      .filter((key) => !labels.has(key))
      .map((key) => `package.nls.json has no ${key}, which package.json uses`),
    ...[...labels.keys()]
      .filter((key) => !used.has(key))
      .map((key) => `package.nls.json has ${key}, which package.json does not use`),
  ];
}

function compare(strings: Strings, file: string): readonly string[] {
  if (!existsSync(inProject(file))) {
    return [`${file} does not exist; ${strings.size} strings want a translation`];
  }
  const translations = readStrings(file);
  const problems: string[] = [];
  for (const [key, text] of strings) {
    const translation = translations.get(key);
    if (translation === undefined) problems.push(`${file} lacks ${JSON.stringify(key)}`);
    else if (placeholders(translation) !== placeholders(text)) {
      problems.push(`${file} has other placeholders in ${JSON.stringify(key)}`);
    }
  }
  for (const key of translations.keys()) {
    if (!strings.has(key)) problems.push(`${file} has ${JSON.stringify(key)}, which nothing uses`);
  }
  return problems;
}

/** The set of `{0}`, `{name}` and of command links in a text; they may change places, not get lost. */
function placeholders(text: string): string {
  const found = text.match(/\{\w+\}|\(command:[^)]*\)/g) ?? [];
  return [...new Set(found)].sort().join(' ');
}
