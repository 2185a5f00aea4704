import type { Locator, Page } from 'playwright-core';
import { aimMilliseconds } from './persist.ts';

/** The menu that is open. */
export class ContextMenu {
  readonly #page: Page;
  readonly #menu: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#menu = page.locator('.context-view .monaco-menu, .shadow-root-host .monaco-menu').last();
  }

  /** @throws where it does not come within seconds */
  async untilOpen(): Promise<void> {
    await this.#menu.getByRole('menuitem').first().waitFor({ timeout: aimMilliseconds });
  }

  async labels(): Promise<readonly string[]> {
    await this.#menu.waitFor();
    const labels = await this.#menu.locator('.action-label').allTextContents();
    return labels.filter((label) => label !== '');
  }

  async choose(label: string): Promise<void> {
    const named = this.#menu.getByRole('menuitem', { name: label, exact: true });
    // Where an entry has a key, its name has it, too.
    const text = this.#page.getByText(label, { exact: true });
    const entry = named.or(this.#menu.getByRole('menuitem').filter({ has: text })).first();
    await entry.waitFor();
    // A menu takes no click in its first moments, so that opening it can't choose from it.
    while (await entry.isVisible()) {
      await entry.click({ timeout: 2_000 }).catch(() => undefined);
      await this.#page.waitForTimeout(150);
    }
  }
}
