import { element } from './element.ts';

/** Tells screen readers what changed elsewhere on the page. */
export interface Announcer {
  readonly element: HTMLElement;
  announce(text: string): void;
}

/** The region has to be on the page before it speaks, and stays silent for a text it holds already. */
export function createAnnouncer(): Announcer {
  const region = element('div', {
    class: 'visually-hidden',
    attributes: { role: 'status', 'aria-live': 'polite' },
  });
  return {
    element: region,
    announce: (text) => {
      region.textContent = text;
    },
  };
}
