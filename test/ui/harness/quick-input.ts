import type { Locator, Page } from 'playwright-core';

/** The widget at the top of the window: a quick pick, an input box, or the palette. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get title(): Locator {
    return this.widget.locator('.quick-input-title');
  }

  get input(): Locator {
    return this.widget.locator('.quick-input-box input');
  }

  /** What an input box says about the text in it, or its prompt. */
  get message(): Locator {
    return this.widget.locator('.quick-input-message');
  }

  /** The entries that are in sight. */
  get entries(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  /** The entry that Enter takes. */
  get focused(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row.focused');
  }

  /** Replaces the text of the field. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Types and accepts, for an input box. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /** Labels of the entries in sight. */
  async labels(): Promise<readonly string[]> {
    await this.entries.first().waitFor();
    return (await this.entries.locator('.label-name').allTextContents()).map(withoutIcons);
  }

  /**
   * Replaces the text of the field and waits for an entry with exactly this label.
   * @returns false where the widget goes away before that
   */
  async offers(text: string, label: string): Promise<boolean> {
    await this.input.waitFor();
    const offered = (async () => {
      await this.input.fill(text);
      await this.#entry(label).waitFor();
      return true;
    })();
    const gone = this.#page
      .locator('.quick-input-widget')
      .waitFor({ state: 'hidden' })
      .then(() => false);
    // Of the two that is waited for, the other one fails when its time is up.
    for (const one of [offered, gone]) one.catch(() => undefined);
    return await Promise.any([offered, gone]);
  }

  /** Picks the entry with exactly this label. */
  async choose(label: string): Promise<void> {
    const entry = this.#entry(label);
    await entry.waitFor();
    // Where the pointer already rests as the list comes up, VS Code lays what it says of a row over the rows.
    await this.#page.mouse.move(1, 1);
    await entry.click();
  }

  /** Ticks the entries with these labels in a list that takes several, and accepts. */
  async tick(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      await this.#entry(label).locator('.monaco-checkbox, input[type=checkbox]').first().click();
    }
    await this.accept();
  }

  #entry(label: string): Locator {
    const exact = new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return this.entries
      .filter({ has: this.#page.locator('.label-name', { hasText: exact }) })
      .first();
  }
}

const withoutIcons = (label: string): string => label.replace(/\$\([^)]*\)/g, '').trim();
