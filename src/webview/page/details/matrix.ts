import { t } from '@vscode/l10n';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/vscode-textfield.js';
import type { Matrix } from '../../details-protocol.ts';
import { button } from '../buttons.ts';
import { refineControl } from '../control-style.ts';
import { element } from '../element.ts';
import type { Act } from './actions.ts';
import { createCard } from './card.ts';
import { createGrid } from './grid.ts';
import { note, type PartView } from './lists.ts';
import { pairSign, statesIn } from './pair-words.ts';
import { select, type Selection } from './selection.ts';
import { sign } from './sign.ts';

/** What is shown at first, and how much more at a time: as much as one reads, and as is drawn in no time. */
const step = { resources: 100, principals: 20 } as const;

export interface Filter {
  readonly filter: string;
  readonly onlyOpen: boolean;
}

/**
 * Who can use what: a grid of resources by principals, with a filter, and a card about the chosen cell.
 * @param changed the filter is another one
 */
export function createMatrix(
  act: Act,
  start: Filter,
  changed: (filter: Filter) => void,
): PartView<Matrix> {
  let matrix: Matrix | undefined;
  let most = { resources: step.resources as number, principals: step.principals as number };
  const words = filterField(start.filter);
  const onlyOpen = element('vscode-checkbox');
  onlyOpen.label = t('Only what is not usable');
  onlyOpen.checked = start.onlyOpen;
  const summary = element('p', { class: 'summary', attributes: { role: 'status' } });
  const legend = element('p', { class: 'legend', attributes: { 'aria-hidden': 'true' } });
  const left = element('div', { class: 'left-out' });
  const notes = element('div');
  const card = createCard(act, () => {
    grid.focus();
  });
  const grid = createGrid(t('Resources by principal'), (place, by) => {
    if (!matrix) return;
    card.open(place, matrix);
    if (by === 'keyboard') card.focus();
  });

  const draw = (): void => {
    if (!matrix) return;
    const selection = select(matrix, {
      words: words.value,
      onlyOpen: onlyOpen.checked,
      mostResources: most.resources,
      mostPrincipals: most.principals,
    });
    grid.show(matrix, selection);
    const isEmpty = selection.resources.length === 0 && selection.principals.length === 0;
    grid.element.hidden = isEmpty;
    left.replaceChildren(...leftOut(matrix, selection));
    if (card.place) card.refresh(matrix);
  };
  const leftOut = (all: Matrix, selection: Selection): readonly Node[] => {
    const { resources, principals, resourcesPassing, principalsPassing } = selection;
    if (all.resources.length === 0 && all.principals.length === 0) return [];
    if (resourcesPassing === 0 && principalsPassing === 0) {
      return [note(onlyOpen.checked ? t('All of it is usable.') : t('Nothing passes the filter.'))];
    }
    const isAll =
      resources.length === all.resources.length && principals.length === all.principals.length;
    if (isAll) return [];
    const shown = t(
      'Shown are {0} of {1} resources and {2} of {3} principals.',
      resources.length,
      all.resources.length,
      principals.length,
      all.principals.length,
    );
    return [
      note(shown),
      ...more(resourcesPassing - resources.length, step.resources, 'resources'),
      ...more(principalsPassing - principals.length, step.principals, 'principals'),
    ];
  };
  const more = (hidden: number, atOnce: number, side: keyof typeof step): readonly Node[] => {
    if (hidden <= 0) return [];
    const count = Math.min(hidden, atOnce);
    const label =
      side === 'resources'
        ? t('Show {0} more resources', count)
        : t('Show {0} more principals', count);
    return [
      button({
        label,
        onClick: () => {
          most = { ...most, [side]: most[side] + atOnce };
          draw();
          grid.focus();
        },
      }),
    ];
  };

  const filtered = (): void => {
    most = { ...step };
    draw();
    changed({ filter: words.value, onlyOpen: onlyOpen.checked });
  };
  words.addEventListener('input', filtered);
  onlyOpen.addEventListener('change', filtered);
  return {
    element: element(
      'div',
      { class: 'matrix' },
      summary,
      notes,
      element('div', { class: 'filter' }, words, onlyOpen),
      legend,
      grid.element,
      card.element,
      left,
    ),
    show: (next) => {
      matrix = next;
      if (summary.textContent !== next.summary) summary.textContent = next.summary;
      notes.replaceChildren(...next.notes.map(note));
      legend.replaceChildren(...statesIn(next.pairs).map((state) => sign(pairSign(state))));
      draw();
    },
  };
}

function filterField(value: string): VscodeTextfield {
  const field = element('vscode-textfield');
  field.label = t('Filter resources and principals');
  field.placeholder = t('Filter resources and principals');
  field.value = value;
  void field.updateComplete.then(() => {
    refineControl(field);
  });
  return field;
}
