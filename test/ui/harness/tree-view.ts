import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { aimMilliseconds, persist } from './persist.ts';

/** A row as it is seen. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly accessibleName: string;
  /** 1 for the outermost. */
  readonly level: number;
  /** Undefined where there is nothing to expand. */
  readonly expanded: boolean | undefined;
}

const rowMilliseconds = 20_000;

/** A tree view in the sidebar. Only rows in sight exist in the page: `find` scrolls. */
export class TreeView {
  readonly #page: Page;
  readonly #title: string;

  constructor(page: Page, title: string) {
    this.#page = page;
    this.#title = title;
  }

  get pane(): Locator {
    return this.#page
      .locator('.pane')
      .filter({ has: this.#page.locator(`.pane-header[aria-label^="${this.#title}"]`) });
  }

  /** Gives the view a moment to come, and tells whether it did. */
  appears(): Promise<boolean> {
    return appears(this.pane, 2_000);
  }

  get tree(): Locator {
    return this.pane.getByRole('tree');
  }

  /** Rows that are in sight. */
  get items(): Locator {
    return this.tree.getByRole('treeitem');
  }

  /** The line above the rows, where the view says something about itself. */
  get message(): Locator {
    return this.pane.locator('.tree-explorer-viewlet-tree-view > .message');
  }

  /** The rows in sight from the top down. */
  async rows(): Promise<readonly TreeRow[]> {
    const rows = await this.items.evaluateAll((elements) =>
      elements.map((element) => ({
        top: element.getBoundingClientRect().top,
        label: element.querySelector('.label-name')?.textContent ?? '',
        description: element.querySelector('.label-description')?.textContent ?? '',
        accessibleName: element.getAttribute('aria-label') ?? '',
        level: Number(element.getAttribute('aria-level')),
        expanded: element.getAttribute('aria-expanded'),
      })),
    );
    return rows
      .sort((one, other) => one.top - other.top)
      .map(({ label, description, accessibleName, level, expanded }) => ({
        label,
        description,
        accessibleName,
        level,
        expanded: expanded === null ? undefined : expanded === 'true',
      }));
  }

  /** Waits until the line above the rows says this, and gives all that it says. */
  async untilMessage(says: RegExp): Promise<string> {
    await this.message.filter({ hasText: says }).waitFor({ timeout: rowMilliseconds });
    return this.message.innerText();
  }

  /** Waits until VS Code has the row with this label selected. */
  async untilSelected(label: string): Promise<void> {
    await this.tree
      .locator('.monaco-list-row.selected .label-name')
      .getByText(label, { exact: true })
      .waitFor({ timeout: rowMilliseconds });
  }

  /** Waits until what `look` sees is as expected: rows come one list after the other. */
  async untilRows<T>(look: () => Promise<T>, expected: T): Promise<void> {
    const deadline = Date.now() + rowMilliseconds;
    for (;;) {
      const seen = await look();
      if (isDeepStrictEqual(seen, expected)) return;
      if (Date.now() > deadline) assert.deepEqual(seen, expected);
      await this.#page.waitForTimeout(100);
    }
  }

  /** From here on notes the labels of rows that VS Code draws again; the function that is given tells them. */
  async countDrawing(): Promise<() => Promise<readonly string[]>> {
    const seen = await this.tree.evaluateHandle((tree) => {
      const labels: string[] = [];
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const row = (target instanceof Element ? target : target.parentElement)?.closest(
            '[role=treeitem]',
          );
          if (row) labels.push(row.querySelector('.label-name')?.textContent ?? '');
        }
      }).observe(tree, { subtree: true, childList: true, characterData: true });
      return labels;
    });
    return () => seen.jsonValue();
  }

  /** Rows in sight with exactly this label, or one that matches. */
  row(label: string | RegExp): Locator {
    const exact =
      typeof label === 'string'
        ? new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
        : label;
    return this.items.filter({ has: this.#page.locator('.label-name', { hasText: exact }) });
  }

  /** The first row with that label, scrolled into sight. Waits for it to come. */
  async find(label: string | RegExp): Promise<Locator> {
    const found = this.row(label).first();
    const deadline = Date.now() + rowMilliseconds;
    while (Date.now() < deadline) {
      if (!(await appears(found, 500))) await this.#scrollThrough(found);
      if ((await found.isVisible()) && (await this.#bringIn(found))) return found;
    }
    const seen = (await this.rows()).map((row) => row.label).join(', ');
    throw new Error(`The tree has no row ${String(label)}. In sight: ${seen || 'nothing'}`);
  }

  /** Opens a row, given by label or as found, and waits until it is open. */
  async expand(label: string | RegExp | Locator): Promise<Locator> {
    const row = await this.#resolve(label);
    await this.#toggle(row, 'true');
    return row;
  }

  async collapse(label: string | RegExp | Locator): Promise<void> {
    await this.#toggle(await this.#resolve(label), 'false');
  }

  /** Expands one row after the other, each below the one before it in the list. */
  async expandPath(...labels: readonly (string | RegExp)[]): Promise<void> {
    for (const label of labels) await this.expand(label);
  }

  async select(label: string | RegExp | Locator): Promise<Locator> {
    const row = await this.#resolve(label);
    await row.locator('.monaco-icon-label').click();
    return row;
  }

  /** Clicks one of the icons at the right end of a row, by its tooltip. */
  async inlineAction(label: string | RegExp | Locator, action: string): Promise<void> {
    const row = await this.#resolve(label);
    const button = row.locator('.actions').getByRole('button', { name: action });
    // The icons are there under the pointer only: a row that comes in above takes them away from under it.
    await persist(async () => {
      await row.hover({ timeout: aimMilliseconds });
      await button.click({ timeout: aimMilliseconds });
    });
  }

  /** Clicks one of the icons in the view's title, by its tooltip. */
  async titleAction(action: string): Promise<void> {
    await persist(async () => {
      await this.pane.locator('.pane-header').hover({ timeout: aimMilliseconds });
      await this.titleIcon(action).click({ timeout: aimMilliseconds });
    });
  }

  /**
   * One of the icons in the view's title, by its tooltip. VS Code hides them while the view has neither the pointer nor
   * the focus: wait for whether it is attached, not for whether it is visible.
   */
  titleIcon(action: string): Locator {
    return this.pane
      .locator('.pane-header')
      .getByRole('button', { name: action, includeHidden: true });
  }

  #resolve(label: string | RegExp | Locator): Promise<Locator> | Locator {
    return typeof label === 'string' || label instanceof RegExp ? this.find(label) : label;
  }

  /** Clicks the arrow of a row, and once more where VS Code lost the click because the rows above came anew just then. */
  async #toggle(row: Locator, expanded: 'true' | 'false'): Promise<void> {
    const deadline = Date.now() + rowMilliseconds;
    for (let look = 0; ; look += 1) {
      const now = await row.getAttribute('aria-expanded');
      if (now === expanded) return;
      if (Date.now() > deadline) throw new Error(`A row stayed with expanded not ${expanded}.`);
      if (now !== null && look % 60 === 0) await row.locator('.monaco-tl-twistie').click();
      await this.#page.waitForTimeout(50);
    }
  }

  async #scrollThrough(wanted: Locator): Promise<void> {
    // What a row says of itself under the resting pointer would cover the others.
    await this.#leave();
    await this.tree.hover();
    await this.#wheel(-1_000_000, () => appears(this.tree.locator('[data-index="0"]'), 100));
    // Less than what is in sight at once, so that no row is passed over.
    const { height = 0 } = (await this.tree.boundingBox()) ?? {};
    const step = Math.max(40, Math.min(400, height - 40));
    await this.#wheel(step, () => appears(wanted, 100));
    await this.#leave();
  }

  /** Scrolls a row that lies half beyond the edge of the list into it; false where it is gone meanwhile. */
  async #bringIn(row: Locator): Promise<boolean> {
    for (let look = 0; look < 20; look += 1) {
      const list = await this.tree.boundingBox();
      const box = await row.boundingBox({ timeout: aimMilliseconds }).catch(() => null);
      if (list === null || box === null) return false;
      // Less room than for two rows: there is nothing to scroll to.
      if (list.height < 2 * box.height) return true;
      const above = list.y - box.y;
      const below = box.y + box.height - (list.y + list.height);
      if (Math.max(above, below) < 1) return true;
      await this.tree.hover();
      await this.#page.mouse.wheel(0, above >= 1 ? -above : below);
      await this.#leave();
    }
    return false;
  }

  /** Turns the wheel until it moves nothing more, or enough is in sight. */
  async #wheel(step: number, isEnough: () => Promise<boolean>): Promise<void> {
    let last = '';
    // A busy window scrolls late: what is seen before it does would be taken for the end of the list.
    for (let same = 0; same <= 2;) {
      if (await isEnough()) return;
      const now = JSON.stringify([(await this.rows())[0], await this.items.count()]);
      same = now === last ? same + 1 : 0;
      last = now;
      await this.#page.mouse.wheel(0, step);
      await this.#page.waitForTimeout(50);
    }
  }

  /** Takes the pointer out of the sidebar, and with it the hover that it may have brought up. */
  async #leave(): Promise<void> {
    const size = this.#page.viewportSize();
    if (size !== null) await this.#page.mouse.move(size.width - 40, size.height / 2);
    // One that comes up late, when the pointer has left already, stays until a key is pressed that nothing is bound to.
    const hover = this.#page.locator('.monaco-hover:visible');
    for (let waited = 0; (await hover.count()) > 0 && waited < rowMilliseconds; waited += 200) {
      await this.#page.keyboard.press('Pause');
      await this.#page.waitForTimeout(200);
    }
  }
}

async function appears(locator: Locator, milliseconds: number): Promise<boolean> {
  try {
    await locator.waitFor({ timeout: milliseconds });
    return true;
  } catch {
    return false;
  }
}
