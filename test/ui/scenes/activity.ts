import { control, truth } from '../harness/control.ts';
import { TreeView } from '../harness/tree-view.ts';
import type { Scene } from './scene.ts';
import { pasteOnto } from './paste-onto.ts';

/** The view of activity with a change that is done, one that was refused, and one that runs. */
export const activity: Scene = {
  viewport: { width: 1120, height: 800 },
  sidebar: 560,
  set: async (workbench) => {
    const { tree, sandbox, notifications } = workbench;
    await tree.find('network-hub-prod');
    const { directory } = await truth(sandbox);
    const folders = directory.folders.map(({ id }) => id).join(' ');
    await pasteOnto(workbench, 'service-catalog', `VSwitch vsw-front-a vsw-front-b ${folders}`);
    await notifications.saying(/service-catalog: associated/u);
    await notifications.clear();
    await control(sandbox, '/faults', {
      operation: 'DeleteResourceShare',
      fault: { kind: 'error', code: 'ServiceUnavailable' },
    });
    await (await workbench.contextMenu(await tree.find('allow-lists'))).choose('Delete share…');
    await workbench.dialog.choose('Delete');
    await notifications.saying(/ServiceUnavailable/u);
    await notifications.clear();
    await control(sandbox, '/faults', {
      operation: 'AssociateResourceShare',
      after: 2,
      fault: { kind: 'hang', ms: 60_000 },
    });
    const many = Array.from({ length: 20 }, (_, index) => `vsw-rack-${index + 1}`).join(' ');
    await pasteOnto(workbench, 'network-hub-prod', `VSwitch ${many}`);
    const view = new TreeView(workbench.page, 'Activity');
    await view.pane.waitFor();
    await workbench.runCommand('Resource Shares: Show activity');
    const running = view.items.getByText(/^running · 2 of 4 calls/u);
    await running.waitFor();
    // The whole sidebar is for what is shown.
    await tree.pane.locator('.pane-header').click();
    await view.expand('network-hub-prod');
    await view.expand('allow-lists');
    await view.expand('DeleteResourceShare');
    await view.expand('service-catalog');
    await view.expand(view.row('AssociateResourceShare').last());
    await view.row('vsw-front-a').waitFor();
  },
};
