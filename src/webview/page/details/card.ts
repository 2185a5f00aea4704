import { t } from '@vscode/l10n';
import type { Matrix, SideItem } from '../../details-protocol.ts';
import { iconButton } from '../buttons.ts';
import { element, freshId } from '../element.ts';
import { actionButtons, type Act } from './actions.ts';
import type { Place } from './grid.ts';
import { pairSign } from './pair-words.ts';
import { redraw } from './redraw.ts';
import { sign } from './sign.ts';

/** What is to be known about the chosen cell, and what can be done about it. */
export interface Card {
  readonly element: HTMLElement;
  readonly place: Place | undefined;
  open(place: Place, matrix: Matrix): void;
  /** Draws it again from what is known now. */
  refresh(matrix: Matrix): void;
  focus(): void;
  close(): void;
}

/** @param closed it was closed from within: the focus goes back to the grid */
export function createCard(act: Act, closed: () => void): Card {
  const headingId = freshId('card');
  const heading = element('h3', { id: headingId });
  const content = element('div', { class: 'card-content' });
  const close = iconButton({
    icon: 'close',
    onClick: () => {
      leave();
    },
  });
  close.setLabel(t('Close'));
  close.element.dataset.key = 'close';
  const card = element(
    'div',
    {
      class: 'card',
      attributes: { role: 'group', tabindex: '-1', 'aria-labelledby': headingId },
    },
    element('div', { class: 'card-head' }, heading, close.element),
    content,
  );
  card.hidden = true;
  let place: Place | undefined;
  let drawn = '';
  const hide = (): void => {
    place = undefined;
    card.hidden = true;
  };
  const leave = (): void => {
    hide();
    closed();
  };
  card.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    leave();
  });
  const draw = (matrix: Matrix): void => {
    if (!place) return;
    const found = foundAt(place, matrix);
    const text = JSON.stringify(found);
    if (text === drawn) return;
    drawn = text;
    heading.replaceChildren(
      element('span', { text: titleOf(found) }),
      ...(found.pair ? [sign(pairSign(found.pair))] : []),
    );
    const isKept = redraw(content, ...linesOf(found), ...entityBoxes(found, act));
    if (!isKept) card.focus({ preventScroll: true });
  };
  return {
    element: card,
    get place() {
      return place;
    },
    open: (at, matrix) => {
      place = at;
      drawn = '';
      card.hidden = false;
      draw(matrix);
      card.scrollTop = 0;
      card.scrollIntoView({ block: 'nearest' });
    },
    refresh: draw,
    focus: () => {
      card.focus();
    },
    close: hide,
  };
}

interface Found {
  readonly resource: SideItem | undefined;
  readonly principal: SideItem | undefined;
  readonly pair: Matrix['pairs'][number][number] | undefined;
  readonly reasons: readonly string[];
}

function foundAt(place: Place, matrix: Matrix): Found {
  const row = matrix.resources.findIndex(({ key }) => key === place.resource);
  const column = matrix.principals.findIndex(({ key }) => key === place.principal);
  const reason = matrix.reasons.find(
    ({ resource, principal }) => resource === row && principal === column,
  );
  return {
    resource: matrix.resources[row],
    principal: matrix.principals[column],
    pair: matrix.pairs[row]?.[column],
    reasons: reason?.lines ?? [],
  };
}

function titleOf({ resource, principal }: Found): string {
  if (resource && principal) return t('{0} for {1}', resource.label, principal.label);
  return (resource ?? principal)?.label ?? t('This is no longer there.');
}

function linesOf({ reasons, pair }: Found): readonly HTMLElement[] {
  if (reasons.length > 0) {
    return [element('ul', { class: 'reasons' }, ...reasons.map((text) => element('li', { text })))];
  }
  return pair === 'failed'
    ? [element('p', { class: 'note', text: t('The cloud gives no reason.') })]
    : [];
}

/** What is known of both, each with what can be done with it. */
function entityBoxes({ resource, principal, pair }: Found, act: Act): readonly HTMLElement[] {
  const both = pair !== undefined;
  return [
    ...(resource ? [entityBox(resource, 'resource', both, act)] : []),
    ...(principal ? [entityBox(principal, 'principal', both, act)] : []),
  ];
}

function entityBox(
  item: SideItem,
  side: 'resource' | 'principal',
  both: boolean,
  act: Act,
): HTMLElement {
  const name = side === 'resource' ? t('Resource {0}', item.label) : t('Principal {0}', item.label);
  return element(
    'div',
    { class: 'entity', attributes: { role: 'group', 'aria-label': name } },
    ...(both ? [element('h4', { text: name })] : []),
    element('ul', { class: 'facts' }, ...item.lines.map((text) => element('li', { text }))),
    element(
      'div',
      { class: 'actions' },
      ...actionButtons(item.actions, { kind: 'row', side, key: item.key }, act, `${side} row`),
    ),
  );
}
