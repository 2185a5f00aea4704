import type { Locator, Page } from 'playwright-core';

/** The notices at the lower right. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get all(): Locator {
    return this.#page.locator('.notification-toast-container .notification-list-item');
  }

  /** The notice that says this; wait for it or click in it. */
  saying(text: string | RegExp): Locator {
    return this.all.filter({ hasText: text }).first();
  }

  async texts(): Promise<readonly string[]> {
    return this.all.locator('.notification-list-item-message').allTextContents();
  }

  /** Clicks a button of the notice that says this. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.saying(text)
      .locator('.notification-list-item-buttons-container')
      .getByRole('button', { name: button, exact: true })
      .click();
  }

  async closeAll(): Promise<void> {
    while ((await this.all.count()) > 0) {
      await this.all.first().hover();
      await this.all.first().locator('.codicon-notifications-clear').click();
    }
  }
}
