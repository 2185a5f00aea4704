import { projectRoot } from '../paths.ts';

export interface WorkbenchAddress {
  /** The server's address, such as `http://localhost:1234`. */
  readonly server: string;
  /** The folder that is opened as workspace. */
  readonly folder: string;
  /** An absolute path of a compiled test entry that exports `run()`. */
  readonly tests?: string;
  /** False where the extension is installed in the server instead. */
  readonly development?: boolean;
  /** The folder of the extension; this project's unless said otherwise. */
  readonly extension?: string;
}

/** The address of a workbench with the extension in it, run from its folder. */
export function workbenchUrl({
  server,
  folder,
  tests,
  development = true,
  extension = projectRoot,
}: WorkbenchAddress): string {
  const payload: (readonly [string, string])[] = [['skipWelcome', 'true']];
  if (development) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${server}/?${query.toString()}`;
}

/** The server calls itself `remote`, whatever its port. */
const remote = (path: string): string => `vscode-remote://remote${path}`;
