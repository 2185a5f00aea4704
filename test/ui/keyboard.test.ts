import assert from 'node:assert/strict';
import { sharesNamed, truth } from './harness/control.ts';
import { Keyboard } from './harness/keyboard.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('a change by the keyboard alone', () => {
  let workbench: Workbench;
  let keyboard: Keyboard;
  let folder: string;

  before(async () => {
    workbench = await launchWorkbench();
    keyboard = new Keyboard(workbench.page);
    folder = (await truth(workbench.sandbox)).directory.folders[0]?.id ?? '';
    await workbench.openSharesView();
    await workbench.tree.find('deployment-sets');
  });

  after(() => workbench.close());

  /** Goes to the row of a share from wherever the focus is. */
  async function focusShare(name: string): Promise<void> {
    const command = 'Resource Shares: Focus on Shares View';
    await keyboard.press('F1');
    await workbench.quickInput.input.waitFor();
    await keyboard.type(command);
    const first = workbench.quickInput.entries.first().locator('.label-name');
    await first.getByText(command, { exact: true }).waitFor();
    await keyboard.press('Enter');
    await keyboard.untilFocused(/^tree/u);
    await keyboard.press('Home');
    await keyboard.pressUntil('ArrowDown', new RegExp(`^treeitem .*${name}`, 'u'));
  }

  /** Opens the menu of the row that has the focus, and takes an entry of it. */
  async function chooseOfMenu(entry: RegExp, way: 'ArrowDown' | 'ArrowUp'): Promise<void> {
    await keyboard.press('Shift+F10');
    await keyboard.untilFocused(/^menu/u);
    await keyboard.pressUntil(way, entry);
    await keyboard.press('Enter');
  }

  /** From the form to its plan, with the focus in the text of that. */
  async function showPlan(): Promise<void> {
    await keyboard.pressUntil('Tab', /^button Show plan/u);
    await keyboard.press('Enter');
    await workbench.editorTab(/^Plan: audit-evidence/u).waitFor();
    await keyboard.untilFocused(/^textbox/u);
  }

  it('goes from the row through the form to its plan and back, and the focus is never lost', async () => {
    await focusShare('audit-evidence');
    await chooseOfMenu(/^menuitem Associate…/u, 'ArrowDown');
    await keyboard.untilFocused(/^button Add resource/u);
    await keyboard.press('Enter');
    await keyboard.untilFocused(/Id or ARN/u);
    await keyboard.type('s-by-keyboard');
    await keyboard.pressUntil('Tab', /^button Add principal/u);
    await keyboard.press('Enter');
    await keyboard.untilFocused(/Account, folder, organisation or service/u);
    await keyboard.type(folder);
    await showPlan();
    // One tab stop for all buttons above the plan.
    await keyboard.pressUntil('Shift+Tab', /^button Apply plan/u);
    await keyboard.pressUntil('ArrowRight', /^button Cancel plan/u);
    await keyboard.press('Enter');
    // Back in the form, where all is as it was typed.
    await keyboard.untilFocused(/^button Add resource/u);
  });

  it('applies the plan, after which the focus is where editors are', async () => {
    await showPlan();
    await keyboard.pressUntil('Shift+Tab', /^button Apply plan/u);
    await keyboard.press('Enter');
    await workbench.editorTab('Add to audit-evidence').waitFor({ state: 'detached' });
    await keyboard.untilFocused(/Editor Group/u);
    await workbench.notifications.saying('audit-evidence: associated 1 resource and 1 principal.');
    const [share] = await sharesNamed(workbench.sandbox, 'audit-evidence');
    const ids = share?.associations.map(({ EntityId }) => EntityId) ?? [];
    assert.ok(ids.includes('s-by-keyboard') && ids.includes(folder), ids.join(', '));
  });

  it('answers the question before something is deleted, and is back at its row', async () => {
    await focusShare('deployment-sets');
    await chooseOfMenu(/^menuitem Delete share…/u, 'ArrowUp');
    await keyboard.untilFocused(/^button Delete/u);
    await keyboard.pressUntil('Tab', /^button Show plan/u);
    await keyboard.pressUntil('Tab', /^button Cancel/u);
    await keyboard.press('Escape');
    await keyboard.untilFocused(/^treeitem .*deployment-sets/u);
    await chooseOfMenu(/^menuitem Delete share…/u, 'ArrowUp');
    await keyboard.untilFocused(/^button Delete/u);
    await keyboard.press('Enter');
    await keyboard.untilFocused(/^tree/u);
    await workbench.notifications.saying('The resource share deployment-sets was deleted.');
  });
});
