import { t } from '@vscode/l10n';
import { parsePastedTags } from '../../../changes/paste.ts';
import type { Abilities } from '../../../clouds/cloud.ts';
import type { FormContext, FormPart } from './form-part.ts';
import { createListPart } from './list-part.ts';
import { tagView } from './tag-view.ts';

/** The list of tags. */
export function createTags(
  { state, announcer }: FormContext,
  { max }: NonNullable<Abilities['tags']>,
): FormPart {
  return createListPart({
    field: 'tags',
    announcer,
    rows: () => state.draft.tags,
    setRows: (tags) => {
      state.update({ tags });
    },
    makeView: (row, actions) => tagView(row, actions),
    newRow: () => ({ key: '', value: '' }),
    parse: parsePastedTags,
    texts: {
      heading: t('Tags'),
      description: t('Keys and values to find the share by, up to {0}, each key once.', max),
      add: t('Add tag'),
      pasteLabel: t('List of tags'),
      pasteDescription: t('One tag on each line, such as {0}.', 'env=test'),
      added: (count) => (count === 1 ? t('1 tag added.') : t('{0} tags added.', count)),
      removed: t('Tag removed.'),
    },
  });
}
