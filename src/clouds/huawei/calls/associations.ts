import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, paged, promisedList, text, times } from './wire.ts';

/** `external` is left unread: its name and its description contradict each other (reference section 4). */
const association = z.object({
  associated_entity: identity,
  association_type: identity,
  resource_share_id: identity,
  status: text,
  status_message: text,
  ...times,
});
const associationsAnswer = z.object({
  resource_share_associations: promisedList(association),
  ...paged,
});
/** Naming what was done is the answer: without the list nobody knows whether it was. */
const changedAnswer = z.object({ resource_share_associations: z.array(association) });

export type WireAssociation = z.infer<typeof association>;

interface Entities {
  readonly principals?: readonly string[];
  readonly resource_urns?: readonly string[];
}

/** Reference section 5.5. */
export function associateResourceShare(id: string, body: Entities): Call<typeof changedAnswer> {
  return {
    operation: 'AssociateResourceShare',
    id,
    body: { ...body },
    answer: changedAnswer,
  };
}

/** Reference section 5.6: for the owner removing, for the principal leaving. */
export function disassociateResourceShare(id: string, body: Entities): Call<typeof changedAnswer> {
  return {
    operation: 'DisassociateResourceShare',
    id,
    body: { ...body },
    answer: changedAnswer,
  };
}

/** Reference section 5.7: only of shares that the account owns. */
export function searchResourceShareAssociations(body: {
  readonly association_type: 'principal' | 'resource';
  readonly association_status?: string | undefined;
  readonly principal?: string;
  readonly resource_urn?: string;
  readonly resource_share_ids?: readonly string[] | undefined;
}): Call<typeof associationsAnswer> {
  return { operation: 'SearchResourceShareAssociations', body, answer: associationsAnswer };
}
