import * as z from 'zod/mini';
import { associationStates } from '../model/status.ts';
import { actionErrorSchema } from './action-error.ts';
import { itemKinds, type PlanPart, planSchema } from './plan.ts';

/** What became of a call: `unknown` where the answer was lost and reading back did not decide it. */
const outcomes = ['done', 'failed', 'unknown'] as const;

/** One pair that failed: the entity is the other side, a principal for a resource and the other way round. */
const pairSchema = z.object({
  entityId: z.string(),
  entityType: z.string(),
  arn: z.exactOptional(z.string()),
  reason: z.string(),
  description: z.string(),
  operation: z.string(),
});

/** How an item ended that the cloud went on working on after its answer. */
const settledItemSchema = z.object({
  kind: z.enum(itemKinds),
  type: z.string(),
  id: z.string(),
  /** `waiting`: for somebody to accept an invitation. `pending`: nobody has followed it to its end. */
  result: z.enum(['done', 'failed', 'waiting', 'pending', 'unread']),
  state: z.exactOptional(z.enum([...associationStates, 'unknown'])),
  message: z.exactOptional(z.string()),
  failures: z.exactOptional(z.array(pairSchema)),
});

const answeredSchema = z.object({
  type: z.literal('answered'),
  at: z.number(),
  part: z.string(),
  step: z.number(),
  outcome: z.enum(outcomes),
  /** Of a share that was created. */
  shareId: z.exactOptional(z.string()),
  error: z.exactOptional(actionErrorSchema),
  /** Of every request that was answered, in order. */
  requestIds: z.array(z.string()),
});

/** One line of the journal. Times are milliseconds since the epoch. */
export const actionRecordSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('begin'),
    id: z.string(),
    at: z.number(),
    plan: planSchema,
    /** The action whose rest this is: from this record on nothing of that one is left to be done. */
    continues: z.exactOptional(z.string()),
    /** What has been found out about that one's calls of which nobody knew. */
    found: z.exactOptional(z.array(answeredSchema)),
  }),
  /** Written before a call goes out: from here on nobody knows what became of it, until it is answered. */
  z.object({
    type: z.literal('sending'),
    at: z.number(),
    part: z.string(),
    step: z.number(),
    /** Before a share is created: ids of the shares that have its name already. */
    knownIds: z.exactOptional(z.array(z.string())),
  }),
  answeredSchema,
  z.object({
    type: z.literal('settled'),
    at: z.number(),
    part: z.string(),
    items: z.array(settledItemSchema),
  }),
  /** Nothing more is sent. `continued`: another action does the rest. */
  z.object({
    type: z.literal('end'),
    at: z.number(),
    end: z.enum(['done', 'failed', 'cancelled', 'continued', 'dropped']),
  }),
]);

export type ActionRecord = z.infer<typeof actionRecordSchema>;
export type RecordOf<Type extends ActionRecord['type']> = Extract<
  ActionRecord,
  { readonly type: Type }
>;
export type SettledItem = z.infer<typeof settledItemSchema>;
export type ActionEnd = RecordOf<'end'>['end'];

/** How far a call has come. */
export interface StepState {
  /** `sending` without an end of the action: it was cut off, and nobody knows. */
  readonly state: 'notSent' | 'sending' | (typeof outcomes)[number];
  readonly sentAt?: number;
  readonly answeredAt?: number;
  readonly knownIds?: readonly string[];
  readonly error?: RecordOf<'answered'>['error'];
  readonly requestIds: readonly string[];
}

export interface PartState {
  readonly part: PlanPart;
  /** Also of a share that the action has created. */
  readonly shareId?: string;
  /** One for each step of the part. */
  readonly steps: readonly StepState[];
  /** Once what was sent has been followed to its end. */
  readonly settled?: readonly SettledItem[];
}

/** One run of a plan: what it is, how far it came and how it ended. All that is known of it is in its records. */
export interface ActionState {
  readonly id: string;
  readonly startedAt: number;
  readonly continues?: string;
  /** What it has found out about the calls of the action that it continues. */
  readonly found?: readonly RecordOf<'answered'>[];
  readonly parts: readonly PartState[];
  /** Absent while it runs, and where it was cut off. */
  readonly end?: ActionEnd;
  readonly endedAt?: number;
}

export function beginAction({ id, at, plan, continues, found }: RecordOf<'begin'>): ActionState {
  return {
    id,
    startedAt: at,
    ...(continues !== undefined && { continues }),
    ...(found && { found }),
    parts: plan.parts.map((part) => ({
      part,
      ...(part.share.id !== undefined && { shareId: part.share.id }),
      steps: part.steps.map(() => ({ state: 'notSent', requestIds: [] })),
    })),
  };
}

/** The state after a record. What speaks of a part or a step that there is not changes nothing. */
export function withRecord(state: ActionState, record: ActionRecord): ActionState {
  switch (record.type) {
    case 'begin':
      return state;
    case 'end':
      return { ...state, end: record.end, endedAt: record.at };
    case 'settled':
      return changePart(state, record.part, (part) => ({ ...part, settled: record.items }));
    case 'sending':
      return changeStep(state, record, ({ requestIds }) => ({
        state: 'sending',
        sentAt: record.at,
        ...(record.knownIds && { knownIds: record.knownIds }),
        requestIds,
      }));
    case 'answered': {
      const { shareId, error, at } = record;
      const answered = changeStep(state, record, ({ requestIds, ...step }) => ({
        ...step,
        state: record.outcome,
        answeredAt: at,
        ...(error && { error }),
        requestIds: [...requestIds, ...record.requestIds],
      }));
      if (shareId === undefined) return answered;
      return changePart(answered, record.part, (part) => ({ ...part, shareId }));
    }
  }
}

/**
 * Reads what a journal holds.
 * @returns undefined when it does not begin with a plan
 */
export function readAction(records: readonly ActionRecord[]): ActionState | undefined {
  const [first, ...rest] = records;
  return first?.type === 'begin' ? rest.reduce(withRecord, beginAction(first)) : undefined;
}

function changePart(
  state: ActionState,
  key: string,
  change: (part: PartState) => PartState,
): ActionState {
  return {
    ...state,
    parts: state.parts.map((part) => (part.part.key === key ? change(part) : part)),
  };
}

function changeStep(
  state: ActionState,
  at: { readonly part: string; readonly step: number },
  change: (step: StepState) => StepState,
): ActionState {
  return changePart(state, at.part, (part) => ({
    ...part,
    steps: part.steps.map((step, index) => (index === at.step ? change(step) : step)),
  }));
}
