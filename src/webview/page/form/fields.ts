import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/vscode-checkbox.js';
import type { VscodeTextarea } from '@vscode-elements/elements/dist/vscode-textarea/vscode-textarea.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import type { Severity } from '../../../changes/rules.ts';
import type { Choice } from './choice.ts';
import { refineControl } from '../control-style.ts';
import { element, freshId } from '../element.ts';
import { LateSelect } from './late-select.ts';

export interface FieldProblem {
  readonly severity: Severity;
  readonly message: string;
}

/** A control with its label, its description and the problems of what stands in it. */
export interface Field {
  readonly id: string;
  readonly element: HTMLElement;
  /** True once the user changed it: before that an empty field is no mistake to point at. */
  readonly touched: boolean;
  focus(): void;
  showProblems(problems: readonly FieldProblem[]): void;
}

export interface ValueField extends Field {
  value: string;
}

interface FieldText {
  readonly label: string;
  /** The label stays the accessible name but is not drawn, for fields below a column heading. */
  readonly hideLabel?: boolean;
  readonly description?: string;
}

export interface TextFieldOptions extends FieldText {
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (value: string) => void;
  /** Gets pasted text before the field does; true when it was taken elsewhere. */
  readonly onPaste?: (text: string) => boolean;
  readonly class?: string;
  /** Several lines, for text such as JSON unless it is prose. */
  readonly lines?: number;
  readonly prose?: boolean;
}

export function textField(options: TextFieldOptions): ValueField {
  const control =
    options.lines === undefined
      ? element('vscode-textfield')
      : element('vscode-textarea', { attributes: { rows: String(options.lines) } });
  if (control.localName === 'vscode-textarea' && options.prose !== true) {
    control.setAttribute('monospace', '');
  }
  control.label = options.label;
  control.value = options.value;
  if (options.placeholder !== undefined) control.placeholder = options.placeholder;
  const frame = new FieldFrame(control, options, options.class);
  control.addEventListener('input', () => {
    frame.touched = true;
    options.onInput(control.value);
  });
  control.addEventListener('paste', (event) => {
    if (!(event instanceof ClipboardEvent)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (options.onPaste?.(text) === true) event.preventDefault();
  });
  return withValue(frame, control);
}

export interface SelectFieldOptions extends FieldText {
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly class?: string;
}

export function selectField(options: SelectFieldOptions): ValueField {
  const control = element('late-select');
  control.label = options.label;
  const frame = new FieldFrame(control, options, options.class);
  control.offer(options.choices, options.value);
  control.addEventListener('change', () => {
    frame.touched = true;
    options.onChange(control.value);
  });
  openWhereRoomIs(control);
  return withValue(frame, control);
}

/** The height of an open list with its description, in pixels. */
const listHeight = 260;

/** A list that opens below the edge of the page could not be scrolled to: scrolling closes it. */
function openWhereRoomIs(control: LateSelect): void {
  const place = (): void => {
    const { top, bottom } = control.getBoundingClientRect();
    const below = window.innerHeight - bottom;
    control.position = below < listHeight && top > below ? 'above' : 'below';
  };
  control.addEventListener('pointerdown', place, { capture: true });
  control.addEventListener('keydown', place, { capture: true });
}

export interface CheckFieldOptions extends FieldText {
  readonly checked: boolean;
  /** The text beside the box; the label stands above as the name of the setting. */
  readonly boxLabel: string;
  /** What the choice means, below the box. */
  readonly explain: (checked: boolean) => string;
  readonly onChange: (checked: boolean) => void;
}

export function checkField(options: CheckFieldOptions): Field {
  const control = element('vscode-checkbox', { text: options.boxLabel });
  control.checked = options.checked;
  const frame = new FieldFrame(control, options);
  const explanation = element('div', {
    class: 'field-description explanation',
    text: options.explain(options.checked),
  });
  frame.addText(explanation);
  control.addEventListener('change', () => {
    frame.touched = true;
    explanation.textContent = options.explain(control.checked);
    options.onChange(control.checked);
  });
  return frame;
}

type Control = VscodeTextfield | VscodeTextarea | LateSelect | VscodeCheckbox;

/** Adds the value without copying the frame, whose state lives in private fields. */
function withValue(
  frame: FieldFrame,
  control: VscodeTextfield | VscodeTextarea | LateSelect,
): ValueField {
  return {
    id: frame.id,
    element: frame.element,
    get touched() {
      return frame.touched;
    },
    focus: () => {
      frame.focus();
    },
    showProblems: (problems) => {
      frame.showProblems(problems);
    },
    get value() {
      return control.value;
    },
    set value(value: string) {
      if (control instanceof LateSelect) control.choose(value);
      else control.value = value;
    },
  };
}

class FieldFrame implements Field {
  readonly id = freshId('field');
  readonly element: HTMLElement;
  touched = false;
  readonly #control: Control;
  /** What describes the control besides its problems. */
  readonly #texts: HTMLElement[] = [];
  readonly #problems: HTMLElement;
  #shown = '';

  constructor(control: Control, text: FieldText, extraClass = '') {
    this.#control = control;
    control.id = this.id;
    const label = element('label', {
      class: text.hideLabel === true ? 'visually-hidden' : 'field-label',
      text: text.label,
      attributes: { for: this.id },
    });
    this.#problems = element('div', { class: 'field-problems' });
    this.element = element('div', { class: `field ${extraClass}`.trim() }, label);
    if (text.description !== undefined) {
      this.addText(element('div', { class: 'field-description', text: text.description }));
    }
    this.element.append(control, this.#problems);
    void this.#describe(false);
  }

  /** Adds a text that describes the control, after what is there already. */
  addText(text: HTMLElement): void {
    this.element.append(text);
    this.#texts.push(text);
  }

  focus(): void {
    // A control that was just put on the page has nothing to focus in it before it is drawn.
    void this.#control.updateComplete.then(() => {
      this.#control.focus();
    });
    this.element.scrollIntoView({ block: 'nearest' });
  }

  showProblems(problems: readonly FieldProblem[]): void {
    const key = JSON.stringify(problems);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#problems.replaceChildren(...problems.map(problemElement));
    const invalid = problems.some((problem) => problem.severity === 'error');
    this.#control.toggleAttribute('invalid', invalid);
    void this.#describe(invalid);
  }

  /**
   * The control that a screen reader meets is inside a shadow tree, where ids of the page do not
   * reach: it is tied to its texts by reference instead.
   */
  async #describe(invalid: boolean): Promise<void> {
    await this.#control.updateComplete;
    refineControl(this.#control);
    const inner = this.#control.shadowRoot?.querySelector('input, textarea, [role="combobox"]');
    if (!inner) return;
    const problems = this.#problems.childElementCount > 0 ? [this.#problems] : [];
    inner.ariaDescribedByElements = [...problems, ...this.#texts];
    inner.setAttribute('aria-invalid', String(invalid));
  }
}

/** One problem as the settings editor draws it: a bordered text with an icon, never colour alone. */
export function problemElement(problem: FieldProblem): HTMLElement {
  return element(
    'div',
    { class: `problem ${problem.severity}` },
    element('span', {
      class: `codicon codicon-${problem.severity}`,
      attributes: { 'aria-hidden': 'true' },
    }),
    element('span', { text: problem.message }),
  );
}
