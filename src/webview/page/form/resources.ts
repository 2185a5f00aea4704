import { t } from '@vscode/l10n';
import { parsePastedResources } from '../../../changes/paste.ts';
import type { FormContext, FormPart } from './form-part.ts';
import { selectField } from './fields.ts';
import { createListPart } from './list-part.ts';
import { choiceOfType, typeChoices, typeOfChoice, typeToStartWith } from './resource-types.ts';
import { resourceView } from './resource-view.ts';

/** The list of resources. */
export function createResources({ state, destination, announcer }: FormContext): FormPart {
  const { abilities } = destination;
  const byUrn = abilities.resourceForm === 'urn';
  const startType = (): string => typeToStartWith(state.draft.resources, abilities);

  const pasteType = selectField({
    label: t('Type of the ids in the list'),
    value: choiceOfType(startType()),
    choices: typeChoices(abilities, { other: false }),
    onChange: () => undefined,
  });
  return createListPart({
    field: 'resources',
    announcer,
    rows: () => state.draft.resources,
    setRows: (resources) => {
      state.update({ resources });
    },
    makeView: (row, actions) => resourceView(row, { abilities, announcer, actions }),
    newRow: () => ({ type: startType(), value: '', property: '' }),
    parse: (text, old) =>
      parsePastedResources(text, abilities, old?.type ?? typeOfChoice(pasteType.value)),
    ...(byUrn ? {} : { pasteField: pasteType.element }),
    texts: {
      heading: t('Resources'),
      description: byUrn
        ? t('What is shared, each by its URN.')
        : t('What is shared, each by its type and id or by its ARN.'),
      add: t('Add resource'),
      pasteLabel: t('List of resources'),
      pasteDescription: byUrn
        ? t('URNs, separated by commas, spaces or lines.')
        : t('Ids or ARNs, separated by commas, spaces or lines. An ARN says its own type.'),
      added: (count) => (count === 1 ? t('1 resource added.') : t('{0} resources added.', count)),
      removed: t('Resource removed.'),
    },
  });
}
