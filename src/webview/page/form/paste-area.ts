import { t } from '@vscode/l10n';
import { button } from '../buttons.ts';
import { element } from '../element.ts';
import { textField } from './fields.ts';

export interface PasteAreaOptions<Row> {
  /** What the list is of, as the label of the text box. */
  readonly label: string;
  readonly description: string;
  /** A field before the text box, such as the type for the ids. */
  readonly before?: HTMLElement;
  readonly parse: (text: string) => readonly Row[];
  readonly onAdd: (rows: readonly Row[]) => void;
  readonly onClose: () => void;
}

/** A box that takes a pasted list, and says how many entries it sees before they are added. */
export interface PasteArea {
  readonly element: HTMLElement;
  open(): void;
}

export function createPasteArea<Row>(options: PasteAreaOptions<Row>): PasteArea {
  const count = element('span', { class: 'paste-count', attributes: { role: 'status' } });
  const text = textField({
    label: options.label,
    description: options.description,
    value: '',
    lines: 6,
    onInput: (value) => {
      count.textContent = countText(options.parse(value).length);
    },
  });
  const close = (): void => {
    area.hidden = true;
    text.value = '';
    count.textContent = '';
    options.onClose();
  };
  const add = (): void => {
    const rows = options.parse(text.value);
    if (rows.length === 0) {
      count.textContent = t('There is nothing in the list yet.');
      text.focus();
      return;
    }
    options.onAdd(rows);
    close();
  };
  const area = element(
    'div',
    { class: 'paste-area', attributes: { role: 'group', 'aria-label': options.label } },
    ...(options.before ? [options.before] : []),
    text.element,
    element(
      'div',
      { class: 'actions' },
      button({ label: t('Add to the list'), onClick: add, primary: true }),
      button({ label: t('Discard'), onClick: close }),
      count,
    ),
  );
  area.hidden = true;
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  return {
    element: area,
    open: () => {
      area.hidden = false;
      text.focus();
    },
  };
}

function countText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? t('1 entry') : t('{0} entries', count);
}
