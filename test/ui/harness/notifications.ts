import type { Locator, Page } from 'playwright-core';
import { aimMilliseconds, persist } from './persist.ts';

const noticeMilliseconds = 40_000;

/**
 * The notices, read in VS Code's list of notifications: with the options that development needs it shows no toasts.
 * The list is open only while it is read, so that it covers nothing.
 */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Waits for the notice that says this and gives its whole text. */
  async saying(text: string | RegExp): Promise<string> {
    const deadline = Date.now() + noticeMilliseconds;
    let seen: readonly string[] = [];
    while (Date.now() < deadline) {
      seen = await this.texts();
      const found = seen.find((notice) =>
        typeof text === 'string' ? notice.includes(text) : text.test(notice),
      );
      if (found !== undefined) return found;
      await this.#page.waitForTimeout(500);
    }
    throw new Error(`No notice says ${String(text)}. There are: ${seen.join(' | ') || 'none'}`);
  }

  /** What all notices say, newest first. */
  async texts(): Promise<readonly string[]> {
    await this.#show();
    const texts = await this.#items.locator('.notification-list-item-message').allTextContents();
    await this.#hide();
    return texts;
  }

  /** Clicks a button of the notice that says this. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.saying(text);
    await this.#show();
    const notice = this.#items.filter({ hasText: text }).first();
    // The buttons of a notice come with its focus, and go with it where another notice comes.
    await persist(async () => {
      await notice.click({ timeout: aimMilliseconds });
      await notice
        .getByRole('button', { name: button, exact: true })
        .click({ timeout: aimMilliseconds });
    });
    await this.#hide();
  }

  async clear(): Promise<void> {
    await this.#show();
    const clear = this.#center.locator('.codicon-notifications-clear-all');
    if (await clear.isEnabled()) await clear.click();
    await this.#hide();
  }

  get #center(): Locator {
    return this.#page.locator('.notifications-center.visible');
  }

  get #items(): Locator {
    return this.#center.locator('.notification-list-item');
  }

  async #show(): Promise<void> {
    await this.#toggleUntil(true);
  }

  async #hide(): Promise<void> {
    await this.#toggleUntil(false);
  }

  /** Clicks the bell, and once more where VS Code lost the click because it drew the bell anew just then. */
  async #toggleUntil(open: boolean): Promise<void> {
    const deadline = Date.now() + noticeMilliseconds;
    while ((await this.#center.isVisible()) !== open) {
      if (Date.now() > deadline)
        throw new Error(`The list of notices stayed ${open ? 'closed' : 'open'}.`);
      await this.#bell.click();
      const state = open ? 'visible' : 'hidden';
      await this.#center.waitFor({ state, timeout: 2_000 }).catch(() => undefined);
    }
  }

  get #bell(): Locator {
    return this.#page.locator('#status\\.notifications a');
  }
}
