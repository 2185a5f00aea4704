import type { Head } from '../../details-protocol.ts';
import { element } from '../element.ts';
import { actionButtons, type Act } from './actions.ts';
import { redraw } from './redraw.ts';
import { sign } from './sign.ts';

/** What stands above everything: which share it is, how it stands, and what can be done with it. */
export interface HeadView {
  readonly element: HTMLElement;
  show(head: Head): void;
}

export function createHead(act: Act): HeadView {
  const heading = element('h1');
  const place = element('p', { class: 'place' });
  const status = element('p', { class: 'status', attributes: { role: 'status' } });
  const notices = element('div', { class: 'notices', attributes: { role: 'status' } });
  const actions = element('div', { class: 'actions' });
  let drawn = '';
  return {
    element: element('header', {}, heading, place, status, notices, actions),
    show: (head) => {
      heading.textContent = head.title;
      place.textContent = head.place;
      status.replaceChildren(...(head.status ? [sign(head.status)] : []));
      status.hidden = !head.status;
      notices.replaceChildren(...head.notices.map(notice));
      const offered = head.actions.join(' ');
      if (offered === drawn) return;
      drawn = offered;
      redraw(actions, ...actionButtons(head.actions, { kind: 'share' }, act, 'share'));
      actions.hidden = head.actions.length === 0;
    },
  };
}

function notice({ severity, lines }: Head['notices'][number]): HTMLElement {
  return element(
    'div',
    { class: `problem ${severity}` },
    element('span', {
      class: `codicon codicon-${severity}`,
      attributes: { 'aria-hidden': 'true' },
    }),
    element('span', {}, ...lines.map((text) => element('span', { class: 'line', text }))),
  );
}
