import type { Sign } from '../../details-protocol.ts';
import { element } from '../element.ts';

/** A status: its icon, and beside it the words, as colour is never the only sign. */
export function sign({ icon, tone, text }: Sign): HTMLElement {
  return element(
    'span',
    { class: `sign ${tone}` },
    element('span', {
      class: `codicon codicon-${icon}`,
      attributes: { 'aria-hidden': 'true' },
    }),
    element('span', { text }),
  );
}
