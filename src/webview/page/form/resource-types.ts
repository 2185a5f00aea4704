import { t } from '@vscode/l10n';
import type { ResourceRow, ShareDraft } from '../../../changes/draft.ts';
import type { Abilities } from '../../../clouds/cloud.ts';
import { arnReader } from '../../../changes/rules/arn.ts';
import { readResources } from '../../../changes/rules/resource-row.ts';
import type { Choice } from './choice.ts';

/** Values of the type select that are no type; no cloud has a type with such a name. */
export const byArn = '@arn';
export const otherType = '@other';

/** What a type select offers; empty where every resource is named by its URN. */
export function typeChoices(
  abilities: Abilities,
  { other }: { readonly other: boolean },
): readonly Choice[] {
  if (abilities.resourceForm === 'urn') return [];
  const known = abilities.resourceTypes.map(({ type, forms }) => ({
    value: type,
    label: type,
    ...(forms === 'arn' ? { description: t('Named by ARN only.') } : {}),
  }));
  return [
    ...known,
    { value: byArn, label: t('By ARN'), description: t('The ARN says which type it is.') },
    ...(other
      ? [
          {
            value: otherType,
            label: t('Other type…'),
            description: t('For a type that is not in this list.'),
          },
        ]
      : []),
  ];
}

/** Which choice stands for a row. */
export function choiceOf(row: ResourceRow, abilities: Abilities): string {
  if (row.type === '') return byArn;
  return abilities.resourceTypes.some(({ type }) => type === row.type) ? row.type : otherType;
}

/** The choice for a type of a draft, where an empty one means that ARNs say it. */
export function choiceOfType(type: string): string {
  return type === '' ? byArn : type;
}

export function typeOfChoice(choice: string): string {
  return choice === byArn || choice === otherType ? '' : choice;
}

/** The type that a new row starts with: that of the row before it, else the first one of the cloud. */
export function typeToStartWith(rows: readonly ResourceRow[], abilities: Abilities): string {
  if (abilities.resourceForm === 'urn') return '';
  return rows.at(-1)?.type ?? abilities.resourceTypes[0]?.type ?? '';
}

/** True for what is meant as an ARN or URN, even while it is still being typed. */
export function looksLikeArn(value: string, abilities: Abilities): boolean {
  return arnReader(abilities).looksLikeArn(value.trim());
}

export function takesProperties(row: ResourceRow, abilities: Abilities): boolean {
  const [read] = readResources({ resources: [row] }, abilities);
  return read?.rule?.properties === true;
}

/** The type that the ARN or URN of a row says; empty for none. */
export function typeSaid(row: ResourceRow, abilities: Abilities): string {
  const [read] = readResources({ resources: [row] }, abilities);
  return read?.arn?.type ?? '';
}

/** The types that the draft names, by choice or by ARN, each once, in the order of the draft. */
export function typesIn(
  draft: Pick<ShareDraft, 'resources'>,
  abilities: Abilities,
): readonly string[] {
  const types = readResources(draft, abilities)
    .filter(({ type, value }) => type !== '' && value !== '')
    .map(({ type }) => type);
  return [...new Set(types)];
}
