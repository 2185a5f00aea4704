import { t } from '@vscode/l10n';
import type { Scope } from '../../../model/account.ts';
import type { Abilities } from '../../../clouds/cloud.ts';
import type { DestinationOption } from '../../form-protocol.ts';
import { element } from '../element.ts';
import { checkField, selectField, textField, type Field } from './fields.ts';
import type { FormContext, FormPart } from './form-part.ts';

export interface GeneralOptions {
  /** Accounts and regions to choose from; one that is fixed is only told. */
  readonly options: readonly DestinationOption[];
  readonly open: boolean;
  readonly choose: (destination: Scope, by: DestinationField) => void;
}

export type DestinationField = 'account' | 'region';

export interface GeneralPart extends FormPart {
  focusDestination(field: DestinationField): void;
}

/** Where the share goes, its name and description, and whether principals outside the organisation may be added. */
export function createGeneral(context: FormContext, general: GeneralOptions): GeneralPart {
  const { state } = context;
  const { abilities } = context.destination;
  const { share } = state.draft;
  const destinationFields = general.open ? destinationSelects(context, general) : [];
  const name = textField({
    label: t('Name'),
    description: nameRule(abilities),
    value: state.draft.name,
    onInput: (value) => {
      state.update({ name: value });
    },
  });
  const description = descriptionField(context);
  const external = externalField(context);
  const fields: readonly Field[] = share
    ? destinationFields
    : [...destinationFields, name, ...(description ? [description] : []), external];
  return {
    element: element('div', { class: 'general' }, ...fields.map((field) => field.element)),
    showProblems: (problems, all) => {
      const shown = (field: Field, of: string) => {
        const own = problems.filter(
          (problem) =>
            problem.field === of && (all || field.touched || problem.severity !== 'error'),
        );
        field.showProblems(own);
      };
      shown(name, 'name');
      if (description) shown(description, 'description');
      for (const field of destinationFields.slice(0, 1)) shown(field, 'destination');
    },
    focusDestination: (field) => {
      destinationFields[field === 'account' ? 0 : 1]?.focus();
    },
    fieldOf: (problem) => {
      if (problem.field === 'name') return name;
      if (problem.field === 'description') return description;
      return problem.field === 'destination' ? destinationFields[0] : undefined;
    },
  };
}

function destinationSelects(
  { state }: FormContext,
  { options, choose }: GeneralOptions,
): readonly Field[] {
  const { destination } = state.draft;
  const account = options.find(({ accountId }) => accountId === destination.accountId);
  const accountField = selectField({
    label: t('Account'),
    description: t('The account that owns the share.'),
    value: destination.accountId,
    choices: options.map((option) => ({
      value: option.accountId,
      label: accountText(option),
    })),
    onChange: (accountId) => {
      const chosen = options.find((option) => option.accountId === accountId);
      choose({ accountId, region: chosen?.regions[0] ?? '' }, 'account');
    },
  });
  const regionField = selectField({
    label: t('Region'),
    description: t('A share exists in one region and holds resources of that region.'),
    value: destination.region,
    choices: (account?.regions ?? []).map((region) => ({ value: region, label: region })),
    onChange: (region) => {
      choose({ ...destination, region }, 'region');
    },
  });
  return (account?.regions.length ?? 0) > 1 ? [accountField, regionField] : [accountField];
}

/** An account as the user knows it: its label, then the id that the cloud knows it by. */
export function accountText(option: DestinationOption): string {
  const text = t('{0} ({1})', option.label, option.ownerId);
  return option.sandbox ? t('{0}, sandbox', text) : text;
}

/** Undefined where shares have no description. */
function descriptionField({ state, destination }: FormContext): Field | undefined {
  const { description } = destination.abilities;
  if (!description) return undefined;
  return textField({
    label: t('Description'),
    description: t('Optional. Up to {0} characters.', description.max),
    value: state.draft.description,
    lines: 3,
    prose: true,
    onInput: (value) => {
      state.update({ description: value });
    },
  });
}

function externalField({ state, destination }: FormContext): Field {
  const { abilities } = destination;
  return checkField({
    label: t('Principals outside the organisation'),
    boxLabel: t('Allow principals outside your organisation'),
    checked: state.draft.allowExternal,
    explain: (allowed) => `${externalText(allowed, abilities)} ${externalDefault(abilities)}`,
    onChange: (allowExternal) => {
      state.update({ allowExternal });
    },
  });
}

/** What either choice means, in the words of the principals that the cloud has. */
function externalText(allowed: boolean, { principals }: Abilities): string {
  const has = (sought: string): boolean => principals.some(({ kind }) => kind === sought);
  if (!allowed) {
    return has('unit')
      ? t('Only accounts and organisational units of your organisation can be added, or all of it.')
      : t('Only accounts and folders of your organisation can be added, or all of it.');
  }
  return has('service')
    ? t(
        'Any account and cloud services can be added. An outside account has to accept an invitation before it gets access.',
      )
    : t(
        'Any account can be added. An outside account has to accept an invitation before it gets access.',
      );
}

/** What would hold if nothing were said, which never happens here. */
function externalDefault({ allowExternalDefault }: Abilities): string {
  return allowExternalDefault
    ? t('By itself the cloud would allow outside principals; your choice is always sent.')
    : t('By itself the cloud would allow no outside principals; your choice is always sent.');
}

/** The name rule of a cloud in words. */
function nameRule(abilities: Abilities): string {
  const { max, pattern } = abilities.name;
  return new RegExp(pattern, 'u').test('共享')
    ? t('1 to {0} letters, digits, Chinese characters, dots, underscores and hyphens.', max)
    : t('1 to {0} letters, digits, dots, underscores and hyphens.', max);
}
