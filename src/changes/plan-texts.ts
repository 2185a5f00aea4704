import { t } from '@vscode/l10n';
import type { Scope } from '../model/account.ts';
import { shown } from '../model/untrusted-text.ts';
import type { Plan, PlanPart } from './plan.ts';
import type { ShareState, StateRow } from './share-state.ts';
import { stateAfter } from './state-after.ts';

export interface PlanTexts {
  readonly before: string;
  readonly after: string;
}

export interface PlanTextNames {
  /** How the user calls an account and its region. */
  readonly scope: (scope: Scope) => string;
  /** How the user calls a principal, where it is one of their own accounts. */
  readonly principal?: (id: string) => string | undefined;
}

/**
 * Every share of a plan as it is and as it will be, as two texts whose lines stand in the same order, so that a diff
 * shows just what changes. In the user's language; what comes from a cloud is made safe to show.
 */
export function planTexts(plan: Plan, names: PlanTextNames): PlanTexts {
  const texts = plan.parts.map((part) => partTexts(part, names));
  const join = (side: keyof PlanTexts) =>
    texts
      .map((text) => text[side])
      .filter((text) => text !== '')
      .join('\n');
  return { before: join('before'), after: join('after') };
}

function partTexts(part: PlanPart, names: PlanTextNames): PlanTexts {
  const { before, after } = stateAfter(part);
  const texts = {
    before: before ? shareText(part, before, names) : '',
    after: after ? shareText(part, after, names) : '',
  };
  const answer = part.items.find(
    ({ kind }) => kind === 'invitation' || kind === 'organizationSharing',
  );
  if (!answer) return texts;
  const line = (value: string | undefined): string =>
    answer.kind === 'invitation'
      ? `${t('Invitation to {0}', shown(part.share.name))}: ${invitationText(value)}\n`
      : `${t('Sharing in the organisation of {0}', names.scope(part.scope))}: ${onOff(value === 'true')}\n`;
  return { before: line(answer.from), after: line(answer.to) };
}

function shareText(part: PlanPart, state: ShareState, names: PlanTextNames): string {
  const { id } = part.share;
  const lines = [
    // The id stays whatever the name is; it comes first so that a diff finds the share again.
    id === undefined ? t('New resource share') : t('Resource share {0}', shown(id)),
    `  ${t('In')}: ${names.scope(part.scope)}`,
    `  ${t('Name')}: ${shown(state.name)}`,
    ...(state.allowExternal === undefined
      ? []
      : [`  ${t('Outside principals')}: ${state.allowExternal ? t('allowed') : t('not allowed')}`]),
    ...(state.description ? [`  ${t('Description')}: ${shown(state.description)}`] : []),
    ...(state.resourceGroupId ? [`  ${t('Resource group')}: ${shown(state.resourceGroupId)}`] : []),
    ...list(
      t('Tags'),
      state.tags.map(({ key, value }) => `${shown(key)} = ${shown(value)}`),
    ),
    ...list(t('Resources'), state.resources.map(resourceLine)),
    ...list(
      t('Principals'),
      state.principals.map((row) => principalLine(row, names)),
    ),
    ...list(
      t('Permissions'),
      (state.permissions ?? []).map(
        ({ resourceType, name, version }) =>
          `${shown(resourceType)}: ${shown(version ? `${name} ${version}` : name)}`,
      ),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Without its number: that would be one more line that changes. */
function list(title: string, rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return [];
  return [`  ${title}:`, ...rows.toSorted(byText).map((row) => `    ${row}`)];
}

function resourceLine({ id, type, arn }: StateRow): string {
  const name = arn !== undefined && (arn === id || type === '') ? arn : id;
  return type === '' ? shown(name) : `${shown(type)}  ${shown(name)}`;
}

function principalLine({ id }: StateRow, { principal }: PlanTextNames): string {
  const label = principal?.(id);
  return label === undefined ? shown(id) : `${shown(id)}  (${shown(label)})`;
}

function invitationText(state: string | undefined): string {
  switch (state) {
    case 'accepted':
      return t('accepted');
    case 'rejected':
      return t('rejected');
    default:
      return t('pending');
  }
}

function onOff(on: boolean): string {
  return on ? t('on') : t('off');
}

/** Always alike, whatever the language of the system. */
function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
