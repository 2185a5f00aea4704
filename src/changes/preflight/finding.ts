import type { Precondition, PreconditionRule, ShareOperation } from '../../clouds/preconditions.ts';
import type { ChangeAccount, ChangeContext } from '../change-context.ts';
import type { PlanItem, PlanPart, StepKind } from '../plan.ts';
import { operationOf } from '../send-step.ts';
import type { ShareState } from '../share-state.ts';

/**
 * `refusal`: the cloud will say no, so that nothing is sent. `doubt`: it may say no, or will for a while. `note`: good
 * to know.
 */
export type FindingSeverity = 'refusal' | 'doubt' | 'note';

/** What a rule has found in a plan. */
export interface Finding {
  /** Which rule, by its own name. */
  readonly rule: string;
  readonly severity: FindingSeverity;
  /** The code with which the cloud would refuse; a name of our own where it publishes none. */
  readonly code: string;
  /** The vendor's operation whose page says so; empty for what is a matter of this tool alone. */
  readonly source: string;
  /** In the user's language. */
  readonly message: string;
  /** Key of the part of the plan. */
  readonly part: string;
  /** What it is about, where that is one thing. */
  readonly item?: Pick<PlanItem, 'kind' | 'type' | 'id'>;
}

/** A part of a plan with everything that rules look at. */
export interface Subject {
  readonly part: PlanPart;
  readonly account: ChangeAccount;
  readonly before: ShareState | undefined;
  readonly context: ChangeContext;
}

/** One rule: pure, and of no other rule's business. */
export type Rule = (subject: Subject) => readonly Finding[];

const operations: Readonly<Record<StepKind, ShareOperation | undefined>> = {
  create: 'create',
  associate: 'associate',
  disassociate: 'disassociate',
  update: 'update',
  delete: 'delete',
  leave: 'leave',
  accept: 'acceptInvitation',
  reject: 'rejectInvitation',
  setPermission: 'setPermission',
  removePermission: 'removePermission',
  tag: 'tag',
  untag: 'untag',
  moveToResourceGroup: 'moveToResourceGroup',
  organizationSharing: undefined,
};

/** The conditions of a kind under which the cloud refuses a step of the part, each with that step. */
export function conditionsFor(
  { part, account }: Subject,
  rule: PreconditionRule,
): readonly { readonly condition: Precondition; readonly kind: StepKind }[] {
  const kinds = [...new Set(part.steps.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const operation = operations[kind];
    return account.abilities.preconditions
      .filter((condition) => condition.rule === rule)
      .filter((condition) => operation !== undefined && condition.operations.includes(operation))
      .map((condition) => ({ condition, kind }));
  });
}

/** What a condition that holds comes to: what ends by itself, and what no page says, is no reason to stop. */
export function refusedBy(
  { part }: Subject,
  condition: Precondition,
  kind: StepKind,
  message: string,
  item?: PlanItem,
): Finding {
  const soft = condition.passes === true || condition.basis === 'inferred';
  return {
    rule: condition.rule,
    severity: soft ? 'doubt' : 'refusal',
    code: condition.code ?? condition.rule,
    source: operationOf({ kind }),
    message,
    part: part.key,
    ...(item && { item: { kind: item.kind, type: item.type, id: item.id } }),
  };
}
