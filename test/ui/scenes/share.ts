import type { Scene } from './scene.ts';

/** The page of a share, with the pair that failed chosen. */
export const share: Scene = {
  viewport: { width: 1600, height: 1100 },
  sidebar: 60,
  set: async (workbench) => {
    const name = 'network-hub-staging';
    await workbench.tree.find(name);
    await workbench.tree.inlineAction(name, 'Show details');
    const { content } = workbench.webview();
    await content.locator('.permissions li').first().waitFor();
    await content.locator('.pair.failed').click();
    await content.locator('.card').waitFor();
  },
};
