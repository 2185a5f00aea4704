import type { Locator, Page } from 'playwright-core';

/**
 * Points at something until a hover says what is wanted. One that VS Code takes away, as the row under the pointer came
 * anew just then, is brought up again as a person would: by pointing elsewhere and back.
 */
export async function pointAt(page: Page, target: Locator, wanted: string): Promise<Locator> {
  const hover = page.locator('.monaco-hover:visible');
  const deadline = Date.now() + 30_000;
  for (;;) {
    await target.hover();
    try {
      await hover.getByText(wanted).first().waitFor({ timeout: 4_000 });
      return hover;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await page.mouse.move(0, 0);
    }
  }
}
