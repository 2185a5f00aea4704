import { t } from '@vscode/l10n';
import type { PrincipalRow, TimeWindow } from '../../../changes/draft.ts';
import type { Abilities } from '../../../clouds/cloud.ts';
import { principalKindText } from '../../../model/principal-kind.ts';
import { principalKind } from '../../../changes/rules/principals.ts';
import { iconButton } from '../buttons.ts';
import { element } from '../element.ts';
import type { Choice } from './choice.ts';
import { selectField, textField, type Field } from './fields.ts';
import type { RowActions } from './list-part.ts';
import type { RowView } from './row-list.ts';

export interface PrincipalViewOptions {
  readonly abilities: Abilities;
  readonly actions: RowActions<PrincipalRow>;
}

/** One principal: its id, what kind of principal that is and, for a cloud service, when it has access. */
export function principalView(initial: PrincipalRow, options: PrincipalViewOptions): RowView {
  const { abilities } = options;
  let row = initial;
  const edit = (change: Partial<PrincipalRow>): void => {
    row = { ...row, ...change };
    options.actions.edit(change);
    showKind();
  };

  const kind = element('span', { class: 'kind', attributes: { role: 'status' } });
  const label = abilities.principals.some(({ kind: known }) => known === 'unit')
    ? t('Account, organisation or organisational unit')
    : t('Account, folder, organisation or service');
  const id = textField({
    label,
    hideLabel: true,
    class: 'value',
    placeholder: label,
    value: row.id,
    onInput: (text) => {
      edit({ id: text });
    },
    onPaste: (text) => options.actions.paste(text),
  });
  // Only cloud services need it, and it takes its time to make.
  let window: TimeWindowFields | undefined;
  const makeWindow = (): TimeWindowFields => {
    const made = timeWindowFields(row.timeWindow, (timeWindow) => {
      edit({ timeWindow });
    });
    group.append(made.element);
    return made;
  };
  const removeButton = iconButton({ icon: 'close', onClick: options.actions.remove });
  const showKind = (): void => {
    const found = row.id.trim() === '' ? undefined : principalKind(row.id.trim(), abilities);
    const text = found ? principalKindText(found) : '';
    if (kind.textContent !== text) kind.textContent = text;
    // One that is not taken stays in sight until it is taken away.
    const wanted =
      row.timeWindow.kind !== 'always' || (abilities.serviceTimeWindow && found === 'service');
    if (wanted) window ??= makeWindow();
    if (window) window.element.hidden = !wanted;
  };

  const group = element(
    'div',
    { class: 'row principal', attributes: { role: 'group' } },
    id.element,
    kind,
    removeButton.element,
  );
  showKind();
  return {
    element: element('li', {}, group),
    first: id,
    get fields() {
      return [id, ...(window?.fields ?? [])];
    },
    setPlace: (index, count) => {
      group.setAttribute('aria-label', t('Principal {0} of {1}', index + 1, count));
      removeButton.setLabel(t('Remove principal {0}', index + 1));
    },
    field: (part) => (part === 'timeWindow' ? (window?.focusField() ?? id) : id),
    touched: (part) =>
      (part === 'timeWindow' ? (window?.fields ?? []) : [id]).some((field) => field.touched),
  };
}

interface TimeWindowFields {
  readonly element: HTMLElement;
  readonly fields: readonly Field[];
  /** Where a problem of the window is shown: the first time, when times are asked for. */
  focusField(): Field;
}

function timeWindowFields(
  initial: TimeWindow,
  onChange: (timeWindow: TimeWindow) => void,
): TimeWindowFields {
  let timeWindow = initial;
  const edit = (change: Partial<TimeWindow>): void => {
    timeWindow = { ...timeWindow, ...change };
    times.hidden = timeWindow.kind !== 'timeRange';
    onChange(timeWindow);
  };
  const kind = selectField({
    label: t('When it has access'),
    class: 'window-kind',
    value: timeWindow.kind,
    choices: windowChoices(),
    onChange: (value) => {
      edit({ kind: value === 'day' || value === 'timeRange' ? value : 'always' });
    },
  });
  const begin = textField({
    label: t('From'),
    class: 'time',
    placeholder: 'HH:MM',
    value: timeWindow.beginAtTime,
    onInput: (beginAtTime) => {
      edit({ beginAtTime });
    },
  });
  const end = textField({
    label: t('To'),
    class: 'time',
    placeholder: 'HH:MM',
    value: timeWindow.endAtTime,
    onInput: (endAtTime) => {
      edit({ endAtTime });
    },
  });
  const timezone = selectField({
    label: t('Time zone'),
    class: 'timezone',
    value: timeWindow.timezone,
    choices: timezoneChoices(timeWindow.timezone),
    onChange: (value) => {
      edit({ timezone: value });
    },
  });
  const times = element('div', { class: 'times' }, begin.element, end.element, timezone.element);
  times.hidden = timeWindow.kind !== 'timeRange';
  return {
    element: element('div', { class: 'window' }, kind.element, times),
    fields: [kind, begin, end, timezone],
    focusField: () => (timeWindow.kind === 'timeRange' ? begin : kind),
  };
}

function windowChoices(): readonly Choice[] {
  return [
    { value: 'always', label: t('Always') },
    { value: 'day', label: t('The whole day') },
    { value: 'timeRange', label: t('Daily, from … to …') },
  ];
}

/** Whole hours from UTC-12 to UTC+14, and whatever the draft holds beside them. */
function timezoneChoices(current: string): readonly Choice[] {
  const offsets = Array.from({ length: 27 }, (_, index) => index - 12);
  const names = offsets.map((offset) => `UTC${offset < 0 ? '' : '+'}${offset}`);
  return [...(names.includes(current) ? [] : [current]), ...names].map((name) => ({
    value: name,
    label: name,
  }));
}
