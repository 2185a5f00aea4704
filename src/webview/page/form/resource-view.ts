import { t } from '@vscode/l10n';
import type { ResourceRow } from '../../../changes/draft.ts';
import type { Abilities } from '../../../clouds/cloud.ts';
import type { Announcer } from '../announcer.ts';
import { iconButton } from '../buttons.ts';
import { element } from '../element.ts';
import { selectField, textField, type Field, type ValueField } from './fields.ts';
import type { RowActions } from './list-part.ts';
import {
  byArn,
  choiceOf,
  looksLikeArn,
  otherType,
  takesProperties,
  typeSaid,
  typeChoices,
  typeOfChoice,
} from './resource-types.ts';
import type { RowView } from './row-list.ts';

export interface ResourceViewOptions {
  readonly abilities: Abilities;
  readonly announcer: Announcer;
  readonly actions: RowActions<ResourceRow>;
}

/** One resource: its type, its id or ARN and, for types that take them, its properties. */
export function resourceView(initial: ResourceRow, options: ResourceViewOptions): RowView {
  const { abilities } = options;
  const byUrn = abilities.resourceForm === 'urn';
  let row = initial;
  const edit = (change: Partial<ResourceRow>): void => {
    row = { ...row, ...change };
    options.actions.edit(change);
    showRead();
  };

  const type = selectField({
    label: t('Type'),
    hideLabel: true,
    class: 'type',
    value: choiceOf(row, abilities),
    choices: typeChoices(abilities, { other: true }),
    onChange: (choice) => {
      edit({ type: typeOfChoice(choice) });
      showOtherType(choice === otherType);
      if (choice === otherType) otherTypeName?.focus();
    },
  });
  const value = textField({
    label: byUrn ? t('URN') : t('Id or ARN'),
    hideLabel: true,
    class: 'value',
    placeholder: byUrn ? t('URN') : t('Id or ARN'),
    value: row.value,
    onInput: (text) => {
      if (!byUrn && row.type !== '' && looksLikeArn(text, abilities)) {
        type.value = byArn;
        showOtherType(false);
        edit({ type: '', value: text });
        options.announcer.announce(t('Taken as an ARN, which says its own type.'));
      } else {
        edit({ value: text });
      }
    },
    onPaste: (text) => options.actions.paste(text),
  });
  const removeButton = iconButton({ icon: 'close', onClick: options.actions.remove });

  const said = element('span', { class: 'kind', attributes: { role: 'status' } });
  // Few rows need these two, and a field takes its time to make: of hundreds of rows none has them before it does.
  let otherTypeName: ValueField | undefined;
  const showOtherType = (wanted: boolean): void => {
    if (wanted && !otherTypeName) {
      otherTypeName = otherTypeField(row.type, (name) => {
        edit({ type: name });
      });
      type.element.after(otherTypeName.element);
    }
    if (otherTypeName) otherTypeName.element.hidden = !wanted;
  };
  let property: ValueField | undefined;
  const showRead = (): void => {
    const text = typeSaid(row, abilities);
    if (said.textContent !== text) said.textContent = text;
    const wanted = row.property !== '' || takesProperties(row, abilities);
    if (wanted && !property) {
      property = propertyField(row.property, (json) => {
        edit({ property: json });
      });
      group.append(property.element);
    }
    if (property) property.element.hidden = !wanted;
  };

  const group = element(
    'div',
    { class: byUrn ? 'row resource by-urn' : 'row resource', attributes: { role: 'group' } },
    ...(byUrn ? [value.element, said] : [type.element, value.element]),
    removeButton.element,
  );
  showOtherType(!byUrn && choiceOf(row, abilities) === otherType);
  showRead();
  const field = (part: string | undefined): Field => {
    if (part === 'property') return property ?? value;
    if (part !== 'type' || byUrn) return value;
    return otherTypeName && !otherTypeName.element.hidden ? otherTypeName : type;
  };
  return {
    element: element('li', {}, group),
    first: value,
    get fields() {
      const all = byUrn ? [value, property] : [type, otherTypeName, value, property];
      return all.filter((one) => one !== undefined);
    },
    setPlace: (index, count) => {
      group.setAttribute('aria-label', t('Resource {0} of {1}', index + 1, count));
      removeButton.setLabel(t('Remove resource {0}', index + 1));
    },
    field,
    touched: (part) => field(part).touched,
  };
}

function otherTypeField(value: string, onInput: (name: string) => void): ValueField {
  return textField({
    label: t('Name of the type'),
    hideLabel: true,
    class: 'other-type',
    placeholder: t('Name of the type'),
    value,
    onInput,
  });
}

function propertyField(value: string, onInput: (json: string) => void): ValueField {
  return textField({
    label: t('Properties (JSON)'),
    class: 'property',
    placeholder: '{"sharePrincipals": true, "shareTagOptions": false}',
    value,
    lines: 3,
    onInput,
  });
}
