import { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/vscode-single-select.js';
import { html } from 'lit';
import type { Choice } from './choice.ts';

/**
 * A select that makes its list when somebody comes near it. Hundreds of rows have one each, and hardly any is ever
 * opened; each list would measure itself, and have the whole page laid out for that.
 */
export class LateSelect extends VscodeSingleSelect {
  #choices: readonly Choice[] = [];
  #hasList = false;

  constructor() {
    super();
    for (const event of ['focusin', 'pointerdown', 'click']) {
      this.addEventListener(
        event,
        () => {
          this.#makeList();
        },
        { capture: true },
      );
    }
  }

  /** Sets what can be chosen, and what is. */
  offer(choices: readonly Choice[], value: string): void {
    this.#choices = choices;
    const chosen = choices.filter((choice) => choice.value === value);
    this.#hold(this.#hasList ? choices : chosen, value);
  }

  /** Chooses, as the user does. */
  choose(value: string): void {
    this.offer(this.#choices, value);
  }

  protected override _renderDropdown(): ReturnType<VscodeSingleSelect['_renderDropdown']> {
    return this.#hasList ? super._renderDropdown() : html``;
  }

  #makeList(): void {
    if (this.#hasList) return;
    this.#hasList = true;
    this.#hold(this.#choices, this.value);
    // It may be opened at once.
    this.performUpdate();
  }

  #hold(choices: readonly Choice[], value: string): void {
    this.options = choices.map((choice) => ({
      label: choice.label,
      value: choice.value,
      description: choice.description ?? '',
      selected: choice.value === value,
      disabled: false,
    }));
    this.value = value;
  }
}

customElements.define('late-select', LateSelect);

declare global {
  interface HTMLElementTagNameMap {
    'late-select': LateSelect;
  }
}
