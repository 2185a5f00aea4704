import type { Problem } from '../../../changes/rules.ts';
import type { Announcer } from '../announcer.ts';
import type { DraftState } from './draft-state.ts';
import type { Field } from './fields.ts';
import type { Destination } from '../../form-protocol.ts';

/** What every part of the form gets. */
export interface FormContext {
  readonly state: DraftState;
  readonly destination: Destination;
  readonly announcer: Announcer;
}

/** A part of the form: draws some fields of the draft and shows their problems. */
export interface FormPart {
  readonly element: HTMLElement;
  /** @param all false while the user has not tried to send: untouched fields stay quiet */
  showProblems(problems: readonly Problem[], all: boolean): void;
  /** The field that a problem speaks of, when it is in this part. */
  fieldOf(problem: Problem): Pick<Field, 'focus'> | undefined;
}
