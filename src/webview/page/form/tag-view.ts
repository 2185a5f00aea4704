import { t } from '@vscode/l10n';
import type { TagRow } from '../../../changes/draft.ts';
import { parsePastedTags } from '../../../changes/paste.ts';
import { iconButton } from '../buttons.ts';
import { element } from '../element.ts';
import { textField, type Field } from './fields.ts';
import type { RowActions } from './list-part.ts';
import type { RowView } from './row-list.ts';

/** One tag: its key and its value. */
export function tagView(initial: TagRow, actions: RowActions<TagRow>): RowView {
  let row = initial;
  const edit = (change: Partial<TagRow>): void => {
    row = { ...row, ...change };
    actions.edit(change);
  };
  const key = textField({
    label: t('Key'),
    hideLabel: true,
    class: 'key',
    placeholder: t('Key'),
    value: row.key,
    onInput: (text) => {
      edit({ key: text });
    },
    onPaste: (text) => actions.paste(text) || pastePair(text),
  });
  const value = textField({
    label: t('Value'),
    hideLabel: true,
    class: 'value',
    placeholder: t('Value'),
    value: row.value,
    onInput: (text) => {
      edit({ value: text });
    },
  });
  /** Both halves of one tag, pasted into a row that is empty yet. */
  const pastePair = (text: string): boolean => {
    const [pair] = parsePastedTags(text);
    if (row.key !== '' || row.value !== '' || !pair || pair.value === '') return false;
    key.value = pair.key;
    value.value = pair.value;
    edit(pair);
    value.focus();
    return true;
  };
  const removeButton = iconButton({ icon: 'close', onClick: actions.remove });

  const group = element(
    'div',
    { class: 'row tag', attributes: { role: 'group' } },
    key.element,
    value.element,
    removeButton.element,
  );
  const field = (part: string | undefined): Field => (part === 'value' ? value : key);
  return {
    element: element('li', {}, group),
    first: key,
    fields: [key, value],
    setPlace: (index, count) => {
      group.setAttribute('aria-label', t('Tag {0} of {1}', index + 1, count));
      removeButton.setLabel(t('Remove tag {0}', index + 1));
    },
    field,
    touched: (part) => field(part).touched || (part === 'key' && value.touched),
  };
}
