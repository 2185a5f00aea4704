import { TreeView } from '../harness/tree-view.ts';
import type { Scene } from './scene.ts';

/** The view of findings: who is outside, and what is wrong with shares. */
export const outsiders: Scene = {
  viewport: { width: 1280, height: 1300 },
  sidebar: 420,
  set: async (workbench) => {
    const { tree, page } = workbench;
    await tree.find('network-hub-prod');
    const view = new TreeView(page, 'Findings');
    await view.pane.locator('.pane-header').click();
    // The whole sidebar is for what is shown.
    await tree.pane.locator('.pane-header').click();
    await new TreeView(page, 'Invitations').pane.locator('.pane-header').click();
    await view.expand('Outsiders');
    await view.expand('Outside the organisation');
    await view.expand('Health');
    await view.expand('Failed associations');
    await view.expand('Invitations not accepted');
    await view.expand('Empty shares');
    await view.find('empty-for-now');
  },
};
