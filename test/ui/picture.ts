// `npm start -- --screenshot FILE`: a window on the sandbox, with the scene that is wanted, as a picture.
import { parseArgs } from 'node:util';
import { stopAllPrograms, stopProgramsOnExit } from '../../scripts/processes.ts';
import { parseVscodeVersion } from '../../scripts/vscode/versions.ts';
import { closeSharedBrowser } from './harness/browser.ts';
import { parseTheme } from './harness/theme.ts';
import { launchWorkbench } from './harness/workbench.ts';
import { sceneNamed } from './scenes/scenes.ts';

stopProgramsOnExit();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    vscode: { type: 'string', default: 'newest' },
    theme: { type: 'string', default: 'dark' },
    scene: { type: 'string', default: 'shares' },
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
  const scene = sceneNamed(values.scene);
  const workbench = await launchWorkbench({
    vscode: parseVscodeVersion(values.vscode),
    theme: parseTheme(values.theme),
    viewport: scene.viewport,
    settings: scene.settings ?? {},
  });
  try {
    await workbench.openSharesView();
    await workbench.widenSidebar(scene.sidebar);
    await scene.set(workbench);
    await workbench.screenshot(target);
  } catch (error) {
    await workbench.screenshot(target).catch(() => undefined);
    throw error;
  } finally {
    await workbench.close();
  }
}
