import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';
import type {} from '@vscode-elements/elements/dist/vscode-toolbar-button/vscode-toolbar-button.js';
import { element } from './element.ts';

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: () => void;
  /** Codicon before the text. */
  readonly icon?: string;
  readonly primary?: boolean;
}

export function button(options: ButtonOptions): VscodeButton {
  const made = element('vscode-button', { text: options.label });
  made.secondary = options.primary !== true;
  if (options.icon !== undefined) made.icon = options.icon;
  made.addEventListener('click', options.onClick);
  return made;
}

export interface IconButton {
  readonly element: HTMLElement;
  setLabel(label: string): void;
}

/** A button of an icon alone; the label is its name and its tooltip. */
export function iconButton(options: {
  readonly icon: string;
  readonly onClick: () => void;
}): IconButton {
  const made = element('vscode-toolbar-button', { class: 'icon-button' });
  made.icon = options.icon;
  made.addEventListener('click', options.onClick);
  return {
    element: made,
    setLabel: (label) => {
      made.label = label;
      made.title = label;
    },
  };
}
