import { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/vscode-button.js';

/**
 * Draws a part again; what has the focus keeps it, where it is there again.
 * @returns false where what had the focus is gone
 */
export function redraw(part: HTMLElement, ...content: readonly (Node | string)[]): boolean {
  const { activeElement } = document;
  const focused =
    activeElement instanceof HTMLElement && part.contains(activeElement)
      ? activeElement
      : undefined;
  part.replaceChildren(...content);
  if (!focused) return true;
  const { key } = focused.dataset;
  const again = [...part.querySelectorAll<HTMLElement>('[data-key]')].find(
    ({ dataset }) => dataset.key === key,
  );
  if (!again) return false;
  const focus = (): void => {
    again.focus({ preventScroll: true });
  };
  focus();
  // A button takes the focus once it has drawn itself.
  if (again instanceof VscodeButton) void again.updateComplete.then(focus);
  return true;
}
