// Runs before every command: installs the packages of package-lock.json where node_modules lacks any, else stays silent.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reason = whyInstall();
if (reason !== undefined) {
  console.log(`Installing packages (${reason})…`);
  const status = install();
  if (status !== 0) process.exit(status);
}

/** What differs between the lock file and npm's own record of what it installed, or undefined. */
function whyInstall() {
  const wanted = packagesIn('package-lock.json');
  const installed = packagesIn('node_modules/.package-lock.json');
  if (wanted === undefined) return undefined;
  if (installed === undefined) return 'node_modules is not there';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link === true) continue;
    const found = installed[path];
    // An optional package may be left out for good reason, such as another operating system.
    if (found === undefined && (entry.optional === true || entry.devOptional === true)) continue;
    if (found?.version !== entry.version)
      return `${path.replace('node_modules/', '')} is out of date`;
  }
  return undefined;
}

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** `npm ci` for a fresh checkout; else only what differs, for `npm ci` would pull node_modules from under running commands. */
function install() {
  const args = existsSync(new URL('../node_modules', import.meta.url))
    ? ['install', '--no-save']
    : ['ci'];
  // npm names its own script when it runs one; it starts the same way on every system, unlike the `npm` command.
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status, error } = spawnSync(
    command,
    [...prefix, ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: 'inherit' },
  );
  if (error !== undefined) console.error(`npm could not be started: ${error.message}`);
  return status ?? 1;
}
