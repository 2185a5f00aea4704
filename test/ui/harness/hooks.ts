// Loaded by mocha before the UI tests: pictures of what failed, and nothing they started outlives them.
import { mkdir } from 'node:fs/promises';
import type { Context } from 'mocha';
import { inProject } from '../../../scripts/paths.ts';
import { stopAllPrograms, stopProgramsOnExit } from '../../../scripts/processes.ts';
import { closeSharedBrowser, openPages } from './browser.ts';

stopProgramsOnExit();

export const mochaHooks = {
  async afterEach(this: Context): Promise<void> {
    const test = this.currentTest;
    if (test?.state !== 'failed') return;
    await mkdir(inProject('test-results'), { recursive: true });
    const name = test.fullTitle().replace(/[^\w.-]+/g, '-');
    for (const [index, page] of (await openPages()).entries()) {
      const file = inProject('test-results', `${name}${index === 0 ? '' : `-${index + 1}`}.png`);
      // The window may be what has failed.
      await page.screenshot({ path: file, timeout: 10_000 }).catch(() => undefined);
    }
  },

  async afterAll(): Promise<void> {
    await closeSharedBrowser();
    await stopAllPrograms();
  },
};
