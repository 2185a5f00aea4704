import type { Workbench } from '../harness/workbench.ts';

/** Pastes ids onto a share and applies the plan. */
export async function pasteOnto(workbench: Workbench, share: string, ids: string): Promise<void> {
  await workbench.page.evaluate((text) => navigator.clipboard.writeText(text), ids);
  const row = await workbench.tree.find(share);
  await (await workbench.contextMenu(row)).choose('Paste ids onto share…');
  const { quickInput, page } = workbench;
  const line = quickInput.entries.filter({ hasText: 'Apply' });
  const button = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Apply' });
  await line.or(button).first().waitFor();
  if (await line.isVisible()) await quickInput.choose('Apply');
  else await button.click();
}
