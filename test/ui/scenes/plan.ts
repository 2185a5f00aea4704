import { sharesNamed } from '../harness/control.ts';
import type { Scene } from './scene.ts';
import { pasteOnto } from './paste-onto.ts';

/** The plan to take a resource and a principal out of a share: who loses access, and who keeps it through which share. */
export const plan: Scene = {
  viewport: { width: 1700, height: 900 },
  sidebar: 60,
  // Long lines are read to their ends.
  settings: { 'diffEditor.wordWrap': 'on', 'diffEditor.renderOverviewRuler': false },
  set: async (workbench) => {
    const { tree, sandbox } = workbench;
    await tree.find('network-hub-prod');
    const [share] = await sharesNamed(sandbox, 'network-hub-prod');
    const rows = (type: string): readonly string[] =>
      share?.associations
        .filter((row) => row.AssociationType === type)
        .map(({ EntityId }) => EntityId) ?? [];
    const [resource = '', second = ''] = rows('Resource');
    const principal = rows('Target').find((id) => /^\d+$/u.test(id)) ?? '';
    // What this share gives, another one gives the same principal, too.
    await pasteOnto(workbench, 'legacy-batch', `VSwitch ${second}`);
    await workbench.notifications.saying(/legacy-batch: associated 1 resource/u);
    await workbench.notifications.clear();
    await tree.expandPath('network-hub-prod', 'Resources', 'Principals');
    await tree.select(resource);
    const other = await tree.find(new RegExp(principal, 'u'));
    await other.click({ modifiers: ['ControlOrMeta'] });
    await (await workbench.contextMenu(other)).choose('Take out…');
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/^Plan: network-hub-prod/u).waitFor();
    await workbench.editorText.getByText('What comes of it').first().waitFor();
  },
};
