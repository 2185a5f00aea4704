import type { Locator, Page } from 'playwright-core';

/** The modal question that is open. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  /** What is asked. */
  get message(): Locator {
    return this.#box.locator('.dialog-message-text');
  }

  /** What stands below the question. */
  async detail(): Promise<string> {
    await this.message.waitFor();
    return this.#box.locator('.dialog-message-detail').innerText();
  }

  /** Waits until the question, or what stands below it, says this: another one may have come in place of the first. */
  async says(text: RegExp): Promise<void> {
    await this.#box.getByText(text).first().waitFor();
  }

  /** Clicks a button after which another question may come. */
  async press(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
  }

  async choose(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'detached' });
  }
}
