import { readFileSync } from 'node:fs';
import { inProject } from '../paths.ts';
import { projectFiles } from './project-files.ts';

interface Rule {
  readonly word: RegExp;
  readonly why: string;
  /** Files the rule looks at; all where there is none. */
  readonly within?: RegExp;
}

const code = /\.(ts|mjs|cjs|js)$/;

const rules: readonly Rule[] = [
  {
    word: /registry\.(npmjs|yarnpkg|npmmirror)|npm\.taobao/,
    why: 'names a package registry: everybody uses the one they have set',
  },
  { word: /(^|[\s'"`(=])\/(work|root|home)\//, why: 'names a path of one machine' },
  { word: /\b(TODO|FIXME|XXX)\b/, why: 'leaves work behind', within: code },
  {
    word: /eslint-disable|@ts-(ignore|nocheck|expect-error)/,
    why: 'silences a check instead of satisfying it',
    within: code,
  },
  {
    word: /from 'zod'|from "zod"/,
    why: "takes all of zod where 'zod/mini' does",
    within: code,
  },
  { word: /-----BEGIN [A-Z ]*PRIVATE KEY-----/, why: 'holds a private key' },
];

const notText = /\.(png|ttf|ico|woff2?)$/;

/** These rules themselves. */
const thisFile = 'scripts/checks/forbidden-words.ts';

/** Words that no committed file may hold, each with its place. */
export function findForbiddenWords(): readonly string[] {
  return projectFiles()
    .filter((file) => file !== thisFile && !notText.test(file))
    .flatMap((file) => {
      const lines = readFileSync(inProject(file), 'utf8').split('\n');
      return lines.flatMap((line, index) =>
        rules
          .filter(({ word, within }) => (within?.test(file) ?? true) && word.test(line))
          .map(({ why }) => `${file}:${index + 1} ${why}`),
      );
    });
}
