// `npm start -- --screenshot FILE`: a window with the sandbox's shares in it, its statuses in sight, as a picture.
import { parseArgs } from 'node:util';
import { stopAllPrograms, stopProgramsOnExit } from '../../scripts/processes.ts';
import { parseVscodeVersion } from '../../scripts/vscode/versions.ts';
import { closeSharedBrowser } from './harness/browser.ts';
import { parseTheme } from './harness/theme.ts';
import type { TreeRow, TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

stopProgramsOnExit();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    vscode: { type: 'string', default: 'newest' },
    theme: { type: 'string', default: 'dark' },
    form: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('Name the file of the picture.');
try {
  await takePicture(file);
  process.exitCode = 0;
} catch (error) {
  process.stderr.write(`No picture: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await closeSharedBrowser();
  await stopAllPrograms();
}

async function takePicture(target: string): Promise<void> {
  const workbench = await launchWorkbench({
    vscode: parseVscodeVersion(values.vscode),
    theme: parseTheme(values.theme),
    viewport: values.form ? { width: 1500, height: 800 } : { width: 1280, height: 1420 },
  });
  try {
    await workbench.openSharesView();
    await workbench.widenSidebar(values.form ? 240 : 300);
    await openShares(workbench.tree);
    if (values.form) await openForm(workbench);
    else await openOtherClouds(workbench.tree);
    await workbench.screenshot(target);
  } catch (error) {
    await workbench.screenshot(target).catch(() => undefined);
    throw error;
  } finally {
    await workbench.close();
  }
}

/** Opens the way down to the first shares, and the one that has most to tell. */
async function openShares(tree: TreeView): Promise<void> {
  await until(tree, 'an account', (rows) => rows.length > 0);
  const [account] = await tree.rows();
  await tree.expand(account?.label ?? '');
  const isBelow = ({ level, expanded }: TreeRow): boolean => level === 2 && expanded !== undefined;
  const inAccount = await until(tree, 'a region or a group', (rows) => rows.some(isBelow));
  const second = inAccount.find(isBelow);
  if (second !== undefined && second.label !== 'Shared by me') await tree.expand(second.label);
  await tree.expand('Shared by me');
  const group = (await tree.rows()).find(({ label }) => label === 'Shared by me');
  const shareLevel = (group?.level ?? 0) + 1;
  const isShare = ({ level, expanded }: TreeRow): boolean =>
    level === shareLevel && expanded !== undefined;
  const shares = (await until(tree, 'a share', (rows) => rows.some(isShare))).filter(isShare);
  const told = shares.find(({ description }) => /fail/i.test(description)) ?? shares[0];
  await tree.expand(told?.label ?? '');
  for (const side of ['Resources', 'Principals']) await tree.expand(side);
  await until(tree, 'the status of an association', (rows) =>
    rows.some(({ level, description, accessibleName }) => {
      return level > shareLevel + 1 && /associat|fail/i.test(`${description} ${accessibleName}`);
    }),
  );
}

/** Opens the first account of each further cloud, so that all clouds stand in one picture. */
async function openOtherClouds(tree: TreeView): Promise<void> {
  const seen = new Set<string>();
  for (const { level, label, description } of await tree.rows()) {
    const cloud = description.split(' · ')[0] ?? '';
    if (level !== 1 || seen.has(cloud)) continue;
    const isFurther = seen.size > 0;
    seen.add(cloud);
    if (!isFurther) continue;
    await tree.expand(label);
    await until(tree, `a share of ${label}`, (rows) => {
      const account = rows.findIndex((row) => row.label === label);
      return rows[account + 2]?.level === 3;
    });
  }
}

/** The form for a new share beside the tree. */
async function openForm(workbench: Workbench): Promise<void> {
  const [account] = await workbench.tree.rows();
  await workbench.tree.inlineAction(account?.label ?? '', 'Create share…');
  await workbench.webview().content.getByRole('heading', { level: 1 }).waitFor();
}

/** Waits for rows that satisfy, and gives all in sight. */
async function until(
  tree: TreeView,
  what: string,
  satisfied: (rows: readonly TreeRow[]) => boolean,
): Promise<readonly TreeRow[]> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const rows = await tree.rows();
    if (satisfied(rows)) return rows;
    if (Date.now() > deadline) {
      const seen = rows.map(({ label, description }) => `${label} ${description}`.trim());
      throw new Error(`the tree did not show ${what}. It shows: ${seen.join(', ') || 'nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
