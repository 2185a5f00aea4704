import { t } from '@vscode/l10n';
import type { History, Invitations, Properties } from '../../details-protocol.ts';
import { element } from '../element.ts';
import { actionButtons, type Act } from './actions.ts';
import { redraw } from './redraw.ts';
import { sign } from './sign.ts';

/** A part of the page below its own heading. */
export interface PartView<Data> {
  readonly element: HTMLElement;
  show(data: Data): void;
}

export function createProperties(act: Act): PartView<Properties> {
  const list = element('dl', { class: 'properties' });
  return {
    element: list,
    show: (properties) => {
      redraw(
        list,
        ...properties.map(({ term, text, action }) =>
          element(
            'div',
            {},
            element('dt', { text: term }),
            element(
              'dd',
              {},
              element('span', { text }),
              ...(action ? actionButtons([action], { kind: 'share' }, act, 'property') : []),
            ),
          ),
        ),
      );
    },
  };
}

export function createInvitations(act: Act): PartView<Invitations> {
  const part = element('div', { class: 'list' });
  return {
    element: part,
    show: ({ items, notes }) => {
      const rows = items.map(({ id, label, about, status, target, actions }) =>
        element(
          'li',
          {},
          element(
            'div',
            { class: 'entry' },
            element('span', { class: 'label', text: label }),
            sign(status),
            element('span', { class: 'about', text: about }),
          ),
          element('div', { class: 'actions' }, ...actionButtons(actions, target, act, id)),
        ),
      );
      redraw(part, ...listOf(t('Invitations'), rows), ...notes.map(note));
    },
  };
}

export function createHistory(): PartView<History> {
  const part = element('div', { class: 'list' });
  return {
    element: part,
    show: ({ items, notes }) => {
      const rows = items.map(({ at, text }) =>
        element(
          'li',
          { class: 'entry' },
          element('span', { class: 'about', text: at }),
          element('span', { text }),
        ),
      );
      redraw(part, ...listOf(t('History'), rows), ...notes.map(note));
    },
  };
}

/** What is to be known about a list, such as why it may not be all. */
export function note(text: string): HTMLElement {
  return element('p', { class: 'note', text });
}

function listOf(label: string, rows: readonly HTMLElement[]): readonly HTMLElement[] {
  if (rows.length === 0) return [];
  return [element('ul', { attributes: { 'aria-label': label } }, ...rows)];
}
