import { TreeView } from '../harness/tree-view.ts';
import type { Scene } from './scene.ts';

/** The view of access by principal: what an account is given itself, and through the folder that it is in. */
export const access: Scene = {
  viewport: { width: 1280, height: 1000 },
  sidebar: 520,
  set: async (workbench) => {
    const { tree, page } = workbench;
    await tree.find('network-hub-prod');
    const view = new TreeView(page, 'Access');
    await view.pane.locator('.pane-header').click();
    // The whole sidebar is for what is shown.
    await tree.pane.locator('.pane-header').click();
    await new TreeView(page, 'Invitations').pane.locator('.pane-header').click();
    await view.titleAction('Show access by principal');
    await view.expand('Outside the organisation');
    await view.expand('Accounts');
    await view.expand(/^Retail production/u);
    await view.row(/./u).filter({ hasText: 'as a part of' }).first().waitFor();
  },
};
