import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './paths.ts';

/** A package of somebody else, some of which is in what we ship. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** As the package names it, an SPDX expression. */
  readonly licence: string;
  /** The whole text, where the package has it. */
  readonly text: string;
  /** Scripts that npm would run when somebody installs the package. */
  readonly installScripts: readonly string[];
}

/** What may be shipped with our own code. */
const permissive =
  /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|CC-BY-4\.0|BlueOak-1\.0\.0|Unlicense)( OR .*\)?)?$/;

/** The packages that went into bundles, by what esbuild wrote down of them, and those that files were copied from. */
export function bundledPackages(
  metafiles: readonly string[],
  copied: readonly string[],
): readonly ThirdParty[] {
  const folders = new Set(copied.map((name) => `node_modules/${name}`));
  for (const metafile of metafiles) {
    const { outputs } = JSON.parse(readFileSync(metafile, 'utf8')) as {
      readonly outputs: Readonly<
        Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>
      >;
    };
    for (const input of Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))) {
      const folder = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort().map(readPackage);
}

/** What stands in the way of shipping these packages. */
export function objections(packages: readonly ThirdParty[]): readonly string[] {
  return packages.flatMap(({ name, licence, installScripts }) => [
    ...(permissive.test(licence) ? [] : [`${name} has the licence ${licence || '(none)'}`]),
    ...installScripts.map((script) => `${name} has the script ${script}`),
  ]);
}

/** The text that goes with what we ship. */
export function notice(packages: readonly ThirdParty[]): string {
  const parts = packages.map(
    ({ name, version, licence, text }) =>
      `${name} ${version}\nLicence: ${licence}\n\n${text.trim()}\n`,
  );
  const head = 'This extension holds code of these packages.\n';
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function readPackage(folder: string): ThirdParty {
  const path = inProject(folder);
  const {
    name,
    version,
    license,
    scripts = {},
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
    readonly scripts?: Readonly<Record<string, string>>;
  };
  const file = existsSync(path)
    ? readdirSync(path).find((one) => /^(licen[cs]e|copying)([.-].*)?$/i.test(one))
    : undefined;
  return {
    name,
    version,
    licence: typeof license === 'string' ? license : '',
    text: file === undefined ? '' : readFileSync(join(path, file), 'utf8'),
    installScripts: ['preinstall', 'install', 'postinstall'].filter((one) => one in scripts),
  };
}
