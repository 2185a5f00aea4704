import { t } from '@vscode/l10n';
import { parsePastedList } from '../../../changes/paste.ts';
import { principalRow } from './draft-state.ts';
import type { FormContext, FormPart } from './form-part.ts';
import { createListPart } from './list-part.ts';
import { principalView } from './principal-view.ts';

/** The list of principals. */
export function createPrincipals({ state, destination, announcer }: FormContext): FormPart {
  const { abilities } = destination;
  const byUnit = abilities.principals.some(({ kind }) => kind === 'unit');
  return createListPart({
    field: 'principals',
    announcer,
    rows: () => state.draft.principals,
    setRows: (principals) => {
      state.update({ principals });
    },
    makeView: (row, actions) => principalView(row, { abilities, actions }),
    newRow: () => principalRow(''),
    parse: (text) => parsePastedList(text).map(principalRow),
    texts: {
      heading: t('Principals'),
      description: byUnit
        ? t(
            'Who may use the resources: accounts by their id; an organisation, its root or a unit by its URN.',
          )
        : t('Who may use the resources: accounts, folders, an organisation, services.'),
      add: t('Add principal'),
      pasteLabel: t('List of principals'),
      pasteDescription: byUnit
        ? t('Ids or URNs, separated by commas, spaces or lines.')
        : t('Ids, separated by commas, spaces or lines.'),
      added: (count) => (count === 1 ? t('1 principal added.') : t('{0} principals added.', count)),
      removed: t('Principal removed.'),
    },
  });
}
