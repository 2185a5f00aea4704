// Loaded by mocha before the UI tests: nothing they started outlives them.
import { stopAllPrograms, stopProgramsOnExit } from '../../../scripts/processes.ts';
import { closeSharedBrowser } from './browser.ts';

stopProgramsOnExit();

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await closeSharedBrowser();
    await stopAllPrograms();
  },
};
