import type { Page } from 'playwright-core';

const changeMilliseconds = 5_000;
const focusMilliseconds = 20_000;

/** What a person does who has no pointer: presses keys, and looks where the focus is. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Role and name of what has the focus, in whatever page it is; `nothing` where it is lost. */
  async focused(): Promise<string> {
    const looks = this.#page.frames().map((frame) =>
      // One that is just being taken away has nothing any more.
      frame.evaluate(focusedHere).catch(() => undefined),
    );
    return (await Promise.all(looks)).find((focused) => focused !== undefined) ?? 'nothing';
  }

  /** Waits until the focus is on what is wanted. */
  async untilFocused(wanted: RegExp): Promise<void> {
    const deadline = Date.now() + focusMilliseconds;
    for (;;) {
      const focused = await this.focused();
      if (wanted.test(focused)) return;
      if (Date.now() > deadline) throw new Error(`The focus is on ${focused}, not ${wanted}.`);
      await this.#page.waitForTimeout(50);
    }
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Presses a key that moves the focus, again and again, until that is on what is wanted. */
  async pressUntil(key: string, wanted: RegExp): Promise<void> {
    const passed: string[] = [];
    for (let presses = 0; presses < 60; presses += 1) {
      const before = await this.focused();
      if (wanted.test(before)) return;
      passed.push(before);
      await this.press(key);
      const deadline = Date.now() + changeMilliseconds;
      while ((await this.focused()) === before && Date.now() < deadline) {
        await this.#page.waitForTimeout(20);
      }
    }
    throw new Error(`${key} does not lead to ${wanted}, only to ${passed.join(', ')}.`);
  }
}

/** Runs in the page and in each page inside of it: undefined where the focus is not in this one, or on nothing in it. */
function focusedHere(): string | undefined {
  let active = document.hasFocus() ? document.activeElement : null;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (!active || active === document.body || active instanceof HTMLIFrameElement) return undefined;
  // Of a list it is the row that the focus is on.
  const row = document.getElementById(active.getAttribute('aria-activedescendant') ?? '');
  const it = row ?? active;
  const name = it.getAttribute('aria-label') ?? it.textContent;
  return `${it.getAttribute('role') ?? it.localName} ${name.trim().replace(/\s+/gu, ' ')}`;
}
