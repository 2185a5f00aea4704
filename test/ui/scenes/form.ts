import type { Scene } from './scene.ts';
import { openShares } from './shares.ts';

/** The form for a new share beside the tree. */
export const form: Scene = {
  viewport: { width: 1500, height: 800 },
  sidebar: 240,
  set: async (workbench) => {
    await openShares(workbench.tree);
    const [account] = await workbench.tree.rows();
    await workbench.tree.inlineAction(account?.label ?? '', 'Create share…');
    await workbench.webview().content.getByRole('heading', { level: 1 }).waitFor();
  },
};
