import { t } from '@vscode/l10n';
import type { PermissionSummary } from '../../../model/permission.ts';
import type { PermissionsResult } from '../../form-protocol.ts';
import { button } from '../buttons.ts';
import type { DraftState } from './draft-state.ts';
import { element } from '../element.ts';
import type { Choice } from './choice.ts';
import { selectField, type Field } from './fields.ts';
import type { FormContext, FormPart } from './form-part.ts';
import { typesIn } from './resource-types.ts';
import { createSection } from '../section.ts';

/** Not asked for yet, on the way, or what came of it. */
export type PermissionsState = { readonly kind: 'unknown' | 'loading' } | PermissionsResult;

export interface PermissionsPart extends FormPart {
  /** Draws again for the types that the draft has now. */
  show(permissions: PermissionsState): void;
}

/** A permission for each type of resource in the draft; there is nothing to see while there is none. */
export function createPermissions(
  { state, destination }: FormContext,
  retry: () => void,
): PermissionsPart {
  const rows = element('div', { class: 'permissions' });
  const section = createSection(
    {
      heading: t('Permissions'),
      description: t('What principals may do with the resources, one permission for each type.'),
    },
    rows,
  );
  const byType = new Map<string, Field>();
  let drawn = '';

  const show = (permissions: PermissionsState): void => {
    const types = typesIn(state.draft, destination.abilities);
    section.element.hidden = types.length === 0;
    const key = JSON.stringify([types, permissions]);
    if (key === drawn) return;
    drawn = key;
    byType.clear();
    switch (permissions.kind) {
      case 'unknown':
      case 'loading':
        rows.replaceChildren(loadingRow());
        return;
      case 'failed':
        rows.replaceChildren(
          element('div', { class: 'problem warning' }, failedText(permissions.error)),
          element('div', { class: 'actions' }, button({ label: t('Try again'), onClick: retry })),
        );
        return;
      case 'loaded':
        rows.replaceChildren(
          ...types.map((type) => {
            const field = permissionField(type, permissions.permissions, state);
            if (typeof field === 'string') return element('p', { text: field });
            byType.set(type, field);
            return field.element;
          }),
        );
    }
  };

  return {
    element: section.element,
    show,
    showProblems: (problems, all) => {
      if (!all) return;
      const own = problems.filter(
        ({ field, severity }) => field === 'permissions' && severity === 'error',
      );
      byType.values().next().value?.showProblems(own);
    },
    fieldOf: (problem) =>
      problem.field === 'permissions' ? byType.values().next().value : undefined,
  };
}

function loadingRow(): HTMLElement {
  return element(
    'div',
    { class: 'loading', attributes: { role: 'status' } },
    element('span', {
      class: 'codicon codicon-loading codicon-modifier-spin',
      attributes: { 'aria-hidden': 'true' },
    }),
    t('Reading the permissions…'),
  );
}

function failedText(error: { readonly code: string; readonly meaning?: string }): HTMLElement {
  return element(
    'span',
    {},
    t('The permissions could not be read: {0}.', error.meaning ?? error.code),
    ' ',
    t('Without a choice each type gets its default permission.'),
  );
}

/** The select of one type, or a sentence where the cloud lists no permission for it. */
function permissionField(
  type: string,
  permissions: readonly PermissionSummary[],
  state: DraftState,
): Field | string {
  const own = permissions.filter(({ resourceType }) => resourceType === type);
  const standard = own.find(({ isDefault }) => isDefault);
  const chosen = state.draft.permissions[type];
  if (own.length === 0 && chosen === undefined) {
    return t('{0}: the cloud lists no permission, its default is taken.', type);
  }
  const choices: readonly Choice[] = [
    ...(standard ? [] : [{ value: '', label: t('Default of the cloud') }]),
    ...own.map((permission) => ({
      value: permission.id,
      label: permission.isDefault ? t('{0} (default)', permission.name) : permission.name,
    })),
    ...(chosen === undefined || own.some(({ id }) => id === chosen)
      ? []
      : [{ value: chosen, label: chosen }]),
  ];
  return selectField({
    label: type,
    value: chosen ?? standard?.id ?? '',
    choices,
    onChange: (id) => {
      state.choosePermission(type, id === '' || id === standard?.id ? undefined : id);
    },
  });
}
