/**
 * One line of text stands in a box of several as in a field of one. The text field of the library lets its square input cover the round corners of its frame, and
 * draws no frame in the colour of errors. Both matter where a theme tells fields by their borders.
 */
const refinement = new CSSStyleSheet();
refinement.replaceSync(`
  textarea { padding: 3px 4px; }
  input { border-radius: 3px; }
  :host([invalid]) .root { border-color: var(--vscode-inputValidation-errorBorder); }
`);

export function refineControl(control: HTMLElement): void {
  const { shadowRoot, localName } = control;
  if ((localName !== 'vscode-textfield' && localName !== 'vscode-textarea') || !shadowRoot) return;
  if (shadowRoot.adoptedStyleSheets.includes(refinement)) return;
  shadowRoot.adoptedStyleSheets.push(refinement);
}
