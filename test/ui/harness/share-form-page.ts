import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** The form to create a share or to add to one, as a person fills it in. */
export class ShareFormPage {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  get heading(): Locator {
    return this.#content.getByRole('heading', { level: 1 });
  }

  get name(): Locator {
    return this.#content.getByRole('textbox', { name: 'Name' });
  }

  get description(): Locator {
    return this.#content.getByRole('textbox', { name: 'Description' });
  }

  get allowOutside(): Locator {
    return this.#content.getByRole('checkbox', { name: /outside your organisation/ });
  }

  /** The line beside the button that says what will be sent. */
  get summary(): Locator {
    return this.#content.getByRole('contentinfo').getByRole('status');
  }

  get send(): Locator {
    return this.#content.getByRole('contentinfo').getByRole('button').last();
  }

  get showPlan(): Locator {
    return this.#content.getByRole('contentinfo').getByRole('button', { name: 'Show plan' });
  }

  /** Stops the sending before the next call. */
  get cancel(): Locator {
    return this.#content.getByRole('contentinfo').getByRole('button', { name: 'Cancel' });
  }

  /** The box above the form that says what came of sending it. */
  get outcome(): Locator {
    return this.#content.locator('.outcome-box');
  }

  /** The box that says what the cloud refused and why. */
  get failure(): Locator {
    return this.#content.locator('.outcome-box.error');
  }

  rows(list: 'Resources' | 'Principals'): Locator {
    return this.#section(list).getByRole('listitem');
  }

  /** Pastes a list, as a person does with many ids at hand. */
  async paste(list: 'Resources' | 'Principals', entries: readonly string[]): Promise<void> {
    const section = this.#section(list);
    await section.getByRole('button', { name: 'Paste a list…' }).click();
    const area = section.getByRole('group', { name: /^List of/ });
    await area.getByRole('textbox').fill(entries.join('\n'));
    await area.getByRole('button', { name: 'Add to the list' }).click();
    await area.waitFor({ state: 'detached' });
  }

  get #content(): ReturnType<Workbench['webview']>['content'] {
    return this.#workbench.webview().content;
  }

  #section(list: 'Resources' | 'Principals'): Locator {
    return this.#content.getByRole('region', { name: new RegExp(`^${list}`) });
  }
}
