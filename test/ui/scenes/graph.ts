import type { Scene } from './scene.ts';

/** The picture of several shares that are selected: who can use what, who is outside, and what failed. */
export const graph: Scene = {
  viewport: { width: 1640, height: 1100 },
  sidebar: 40,
  set: async (workbench) => {
    const { tree } = workbench;
    await tree.find('network-hub-prod');
    await tree.select('partner-snapshots');
    for (const name of ['legacy-batch', 'network-hub-staging', 'freight-tracking-network']) {
      await (await tree.find(name)).click({ modifiers: ['ControlOrMeta'] });
    }
    const last = await tree.find('freight-tracking-network');
    await (await workbench.contextMenu(last)).choose('Show picture');
    const { content } = workbench.webview();
    await content
      .getByRole('img', { name: /^Resource share/u })
      .first()
      .waitFor();
    await content.getByRole('button', { name: 'Fit' }).click();
    // Away from the rows, which show buttons and hints below the pointer.
    await workbench.page.mouse.move(900, 1090);
  },
};
