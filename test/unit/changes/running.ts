import {
  type ActionRecord,
  type ActionState,
  beginAction,
  type StepState,
  withRecord,
} from '../../../src/changes/action.ts';
import { applyPlan, type ApplyEnd, type ApplySurroundings } from '../../../src/changes/apply.ts';
import type { Plan } from '../../../src/changes/plan.ts';

export interface Ran extends ApplyEnd {
  readonly state: ActionState;
  readonly records: readonly ActionRecord[];
}

/** Applies a plan and keeps what is recorded in memory, as the activity does on disk. */
export async function runPlan(
  plan: Plan,
  surroundings: Omit<ApplySurroundings, 'record' | 'ownerId'> & Partial<ApplySurroundings>,
): Promise<Ran> {
  let state = startOf(plan, surroundings.clock.now());
  const records: ActionRecord[] = [];
  const end = await applyPlan(plan, {
    ownerId: () => '1512666876910123',
    ...surroundings,
    record: async (record) => {
      await surroundings.record?.(record);
      records.push(record);
      state = withRecord(state, record);
    },
  });
  return { ...end, state: withRecord(state, { type: 'end', at: 0, end: end.end }), records };
}

export function startOf(plan: Plan, at = 0): ActionState {
  return beginAction({ type: 'begin', id: 'action-1', at, plan });
}

/** An action of which every call was answered well. */
export function doneAction(plan: Plan, shareId = 'rs-1'): ActionState {
  const { parts, ...state } = startOf(plan);
  const done: StepState = { state: 'done', requestIds: [] };
  return {
    ...state,
    end: 'done',
    parts: parts.map(({ part, steps }) => ({ part, shareId, steps: steps.map(() => done) })),
  };
}

/** The states of the calls, part by part: `done done failed notSent`. */
export function progressOf({ parts }: ActionState): string {
  return parts.map(({ steps }) => steps.map(({ state }) => state).join(' ')).join(' | ');
}
