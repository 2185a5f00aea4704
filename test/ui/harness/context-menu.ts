import type { Locator, Page } from 'playwright-core';

/** The menu that is open. */
export class ContextMenu {
  readonly #menu: Locator;

  constructor(page: Page) {
    this.#menu = page.locator('.context-view .monaco-menu, .shadow-root-host .monaco-menu').last();
  }

  async labels(): Promise<readonly string[]> {
    await this.#menu.waitFor();
    const labels = await this.#menu.locator('.action-label').allTextContents();
    return labels.filter((label) => label !== '');
  }

  async choose(label: string): Promise<void> {
    await this.#menu.getByRole('menuitem', { name: label, exact: true }).click();
  }
}
