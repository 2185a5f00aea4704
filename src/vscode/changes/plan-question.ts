import { t } from '@vscode/l10n';
import { describePlan, entitiesText } from '../../changes/describe-plan.ts';
import type { AccessChange, Impact } from '../../changes/impact.ts';
import type { Plan, PlanItem, Step } from '../../changes/plan.ts';
import type { Finding } from '../../changes/preflight/preflight.ts';
import type { Scope } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';

/** How many lines of one sort a question has; *Show plan* leads to all of them. */
const mostLines = 5;

export interface QuestionParts {
  readonly plan: Plan;
  readonly impact: Impact;
  readonly findings: readonly Finding[];
  /** How many rows or shares were chosen, where not all of them can be changed, and why not. */
  readonly leftOut?: {
    readonly asked: number;
    readonly can: number;
    readonly why: readonly string[];
  };
  /** How the user calls a principal. */
  readonly principal: (id: string, scope: Scope) => string;
}

export interface PlanQuestion {
  /** `line`: one thing, and nobody loses anything. `modal`: takes something away, or does many things. */
  readonly kind: 'line' | 'modal';
  readonly text: string;
  /** What comes of it, a line each. */
  readonly detail: readonly string[];
  /** The same, with every line there is. */
  readonly all: readonly string[];
  /** What the button says. */
  readonly apply: string;
  /** Whether anybody may lose access to anything by it. */
  readonly takes: boolean;
}

/** What the user is asked before a plan is sent. */
export function planQuestion(parts: QuestionParts): PlanQuestion {
  const { plan, impact, findings, leftOut } = parts;
  const items = plan.parts.flatMap((part) => part.items);
  const kinds = new Set(plan.parts.flatMap(({ steps }) => steps.map(({ kind }) => kind)));
  const takes = items.some(takesAway);
  const detail = (most: number): readonly string[] => [
    ...(leftOut ? [t('{0} of {1} can be changed.', leftOut.can, leftOut.asked)] : []),
    ...(leftOut?.why ?? []),
    ...impactLines(impact, parts, most),
    ...doubts(findings, most),
  ];
  const few = items.filter(({ effect, kind }) => effect !== 'unchanged' && isEntity(kind)).length;
  return {
    kind: takes || few > 1 || plan.parts.length > 1 || leftOut !== undefined ? 'modal' : 'line',
    text: textOf(plan, items, kinds),
    detail: detail(mostLines),
    all: detail(Infinity),
    apply: verb(kinds),
    takes: takes || narrows(items, kinds) || losesAccess(impact),
  };
}

function takesAway({ kind, effect }: PlanItem): boolean {
  return effect === 'gone' && (kind === 'share' || kind === 'permission' || isEntity(kind));
}

/** Where nothing goes, and yet less may be done than before. */
function narrows(items: readonly PlanItem[], kinds: ReadonlySet<Step['kind']>): boolean {
  return (
    kinds.has('setPermission') ||
    (kinds.has('organizationSharing') && items.some(({ to }) => to === 'false')) ||
    items.some(({ kind, to }) => kind === 'allowExternal' && to === 'false')
  );
}

function losesAccess({ changes }: Impact): boolean {
  return changes.some(
    ({ lost, mayKeep, withdrawn }) => lost.length + mayKeep.length > 0 || withdrawn !== 'no',
  );
}

function isEntity(kind: PlanItem['kind']): boolean {
  return kind === 'resource' || kind === 'principal';
}

function textOf(plan: Plan, items: readonly PlanItem[], kinds: ReadonlySet<Step['kind']>): string {
  const [first, ...more] = plan.parts;
  if (!first) return '';
  const name = shown(first.share.name);
  const count = more.length + 1;
  const only = kinds.size === 1 ? [...kinds][0] : undefined;
  switch (only) {
    case 'delete':
      return count === 1
        ? t('Delete the resource share {0}?', name)
        : t('Delete {0} resource shares?', count);
    case 'leave':
      return count === 1
        ? t('Leave the resource share {0}?', name)
        : t('Leave {0} resource shares?', count);
    case 'disassociate': {
      const what = entitiesText(items, 'gone') ?? '';
      return count === 1
        ? t('Take {0} out of the resource share {1}?', what, name)
        : t('Take {0} out of {1} resource shares?', what, count);
    }
    case 'accept':
      return count === 1
        ? t('Accept the invitation to {0}?', name)
        : t('Accept {0} invitations?', count);
    case 'reject':
      return count === 1
        ? t('Reject the invitation to {0}?', name)
        : t('Reject {0} invitations?', count);
    case 'removePermission':
      return t('Remove the permission {0} from {1}?', permissionName(items), name);
    case 'setPermission':
      return t('Switch {0} to the permission {1}?', name, permissionName(items));
    case 'organizationSharing':
      return items.some(({ to }) => to === 'true')
        ? t('Switch sharing in the organisation on?')
        : t('Switch sharing in the organisation off?');
    default:
      return count === 1 && first.share.id !== undefined
        ? t('Change the resource share {0}? {1}.', name, describePlan(plan))
        : t('Change {0} resource shares? {1}.', count, describePlan(plan));
  }
}

function permissionName(items: readonly PlanItem[]): string {
  const item = items.find(({ kind, effect }) => kind === 'permission' && effect !== 'unchanged');
  return shown(item?.to ?? item?.from ?? item?.id ?? '');
}

function verb(kinds: ReadonlySet<Step['kind']>): string {
  const [only, ...more] = kinds;
  if (more.length > 0) return t('Apply');
  switch (only) {
    case 'delete':
      return t('Delete');
    case 'leave':
      return t('Leave');
    case 'disassociate':
      return t('Take out');
    case 'accept':
      return t('Accept');
    case 'reject':
      return t('Reject');
    case 'removePermission':
      return t('Remove');
    default:
      return t('Apply');
  }
}

function impactLines(
  { changes, incomplete }: Impact,
  { plan, principal }: QuestionParts,
  most: number,
): readonly string[] {
  const nameOf = (change: AccessChange) => principal(change.principal, change.scope);
  const lines = changes.flatMap((change) => accessLines(change, nameOf(change)));
  const withdrawn = changes.filter((change) => change.withdrawn !== 'no');
  const invited = changes.filter((change) => change.invited !== 'no');
  const names = (of: readonly AccessChange[]) => of.map(nameOf).join(', ');
  const takes = plan.parts.some(({ items }) => items.some(takesAway));
  const loses = changes.some(({ lost, mayKeep }) => lost.length + mayKeep.length > 0);
  const held = plan.parts.some(({ items }) => items.some(({ kind }) => kind === 'resource'));
  return [
    ...(takes && !loses && held ? [t('Nobody loses access to anything.')] : []),
    ...lines.slice(0, most),
    ...(lines.length > most ? [t('… and {0} more.', lines.length - most)] : []),
    ...(withdrawn.length === 1 ? [t('The invitation of {0} is withdrawn.', names(withdrawn))] : []),
    ...(withdrawn.length > 1 ? [t('{0} invitations are withdrawn.', withdrawn.length)] : []),
    ...invitedLines(invited, names),
    ...(loses && incomplete.length > 0
      ? [
          t(
            'Not everything is read: somebody may keep more through shares that are not known here.',
          ),
        ]
      : []),
  ];
}

function invitedLines(
  invited: readonly AccessChange[],
  names: (of: readonly AccessChange[]) => string,
): readonly string[] {
  const sure = invited.filter((change) => change.invited === 'sure');
  const maybe = invited.filter((change) => change.invited === 'maybe');
  return [
    ...(sure.length === 1 ? [t('{0} is invited and has to accept first.', names(sure))] : []),
    ...(sure.length > 1
      ? [t('{0} principals are invited and have to accept first.', sure.length)]
      : []),
    ...(maybe.length === 1 ? [t('{0} may have to accept an invitation first.', names(maybe))] : []),
    ...(maybe.length > 1
      ? [t('{0} principals may have to accept invitations first.', maybe.length)]
      : []),
  ];
}

function accessLines(
  { lost, kept, mayKeep, gained }: AccessChange,
  name: string,
): readonly string[] {
  const through = throughOf(kept);
  const lines = [
    lost.length > 0
      ? lost.length === 1
        ? t('{0} loses access to {1}.', name, shown(lost[0]?.id ?? ''))
        : t('{0} loses access to {1} resources.', name, lost.length)
      : '',
    kept.length > 0
      ? kept.length === 1
        ? t(
            '{0} keeps {1} through {2}.',
            name,
            shown(kept[0]?.resource.id ?? ''),
            through.join(', '),
          )
        : t('{0} keeps {1} resources through {2}.', name, kept.length, listed(through))
      : '',
    mayKeep.length > 0
      ? mayKeep.length === 1
        ? t(
            '{0} loses access to {1}, unless it is part of what {2} is shared with.',
            name,
            shown(mayKeep[0]?.resource.id ?? ''),
            listed(throughOf(mayKeep)),
          )
        : t(
            '{0} loses access to {1} resources, unless it is part of what {2} is shared with.',
            name,
            mayKeep.length,
            listed(throughOf(mayKeep)),
          )
      : '',
    gained.length > 0
      ? gained.length === 1
        ? t('{0} gains access to {1}.', name, shown(gained[0]?.id ?? ''))
        : t('{0} gains access to {1} resources.', name, gained.length)
      : '',
  ];
  return lines.filter((line) => line !== '');
}

/** Names of the shares that still give it. */
function throughOf(kept: AccessChange['kept']): readonly string[] {
  return [...new Set(kept.flatMap((one) => one.through))].map((share) => shown(share));
}

function listed(names: readonly string[]): string {
  const [first = '', second, ...more] = names;
  if (second === undefined) return first;
  return more.length === 0
    ? t('{0} and {1}', first, second)
    : t('{0} and {1} other shares', first, names.length - 1);
}

/** What may go wrong; refusals have been told already, as nothing of theirs is sent. */
function doubts(findings: readonly Finding[], most: number): readonly string[] {
  const messages = findings
    .filter(({ severity }) => severity === 'doubt')
    .map(({ message }) => message);
  const single = [...new Set(messages)];
  const rest = single.length - most;
  return [...single.slice(0, most), ...(rest > 0 ? [t('… and {0} more.', rest)] : [])];
}

/** Says in one paragraph why nothing is sent. */
export function refusalText(findings: readonly Finding[]): string {
  const single = new Map(findings.map((finding) => [finding.message, finding]));
  const reasons = [...single.values()].slice(0, 3);
  const rest = single.size - reasons.length;
  return [
    ...reasons.map(({ message, code }) => `${message} (${shown(code)})`),
    ...(rest > 0 ? [t('… and {0} more.', rest)] : []),
    t('Nothing was sent.'),
  ].join(' ');
}
