import type { Association } from '../../model/share.ts';
import type { AssociationState } from '../../model/status.ts';

export type ProblemField =
  | 'name'
  | 'description'
  | 'resources'
  | 'principals'
  | 'permissions'
  | 'tags'
  | 'destination'
  | 'form';

/** Only an error stands in the way of sending. */
export type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly field: ProblemField;
  /** Which row of `resources`, `principals` or `tags`, counted as in the draft. */
  readonly index?: number;
  /** Which control of the row; absent for the row as a whole. */
  readonly part?: 'type' | 'key' | 'value' | 'property' | 'timeWindow';
  readonly severity: Severity;
  /** The cloud's code that would come if it were sent; a name of our own where it publishes none. */
  readonly code: string;
  /** In the user's language. */
  readonly message: string;
}

/** A row that the share has already. */
export interface ExistingRow extends Pick<Association, 'kind' | 'entityId' | 'entityType' | 'arn'> {
  readonly state: AssociationState | 'unknown';
}

/** What is known about the destination besides the draft; plain data that crosses into webviews. */
export interface DraftContext {
  /** Account id of the destination on the cloud's side. */
  readonly ownerId?: string;
  readonly existing?: readonly ExistingRow[];
}
