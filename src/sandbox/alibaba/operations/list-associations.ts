import { listedAssociationAnswer } from '../answers.ts';
import { resourceArnFilter, resourceIdFilter, shareIds, targetFilter } from '../common-fields.ts';
import { operation, pageOf, type Call, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { choice, fields, requiredChoice } from '../parameters.ts';
import type { Association } from '../share.ts';
import { WireError } from '../wire-error.ts';

const read = fields({
  AssociationType: requiredChoice(['Resource', 'Target'], {
    missing: 'MissingParameter.AssociationType',
    invalid: 'InvalidParameter.AssociationType',
  }),
  AssociationStatus: choice(
    ['Associating', 'Associated', 'Failed', 'Disassociating', 'Disassociated'],
    'InvalidParameter.AssociationStatus',
  ),
  ResourceId: resourceIdFilter,
  ResourceArn: resourceArnFilter,
  Target: targetFilter,
  ResourceShareIds: shareIds,
  ...pageFields,
});

/** The rows of the shares that the caller owns, dead ones as well. */
export const listResourceShareAssociations: Operation = operation(
  'ListResourceShareAssociations',
  20,
  read,
  (call, input) => {
    const conflict =
      input.AssociationType === 'Resource'
        ? input.Target !== undefined
        : input.ResourceId !== undefined || input.ResourceArn !== undefined;
    if (conflict) throw new WireError('ConflictedAssociationType');
    if (input.ResourceId !== undefined && input.ResourceArn !== undefined) {
      throw new WireError('InvalidParameter.ResourceConflict#list');
    }
    const page = pageOf(call, input, matching(call, input));
    return {
      ...page.token,
      ResourceShareAssociations: page.items.map(listedAssociationAnswer),
    };
  },
);

function* matching(call: Call, input: ReturnType<typeof read>): Iterable<Association> {
  const ids = new Set(input.ResourceShareIds);
  const entity = input.ResourceId ?? input.Target;
  for (const row of call.store.rowsOf(call.accountId)) {
    if (row.kind !== input.AssociationType) continue;
    if (ids.size > 0 && !ids.has(row.share.id)) continue;
    if (input.AssociationStatus !== undefined && row.status !== input.AssociationStatus) continue;
    if (entity !== undefined && row.entityId !== entity) continue;
    if (input.ResourceArn !== undefined && row.arn !== input.ResourceArn) continue;
    yield row;
  }
}
