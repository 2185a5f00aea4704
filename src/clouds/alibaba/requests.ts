import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { DisassociateRequest } from '../cloud-writes.ts';
import type { AssociateRequest, ResourceRef } from '../cloud.ts';
import type { Parameters } from './flatten.ts';

/**
 * The parameters that name resources, principals and permissions, the same for creating and associating
 * (reference sections 7.3 and 7.7).
 * @throws {@link CloudError} of kind `invalid` where a resource with properties is given by id: the wire takes
 *   properties by ARN only
 */
export function entityParameters(request: AssociateRequest, operation: string): Parameters {
  return {
    ...namedEntities(request),
    ResourceProperties: request.resources.flatMap((resource) =>
      resource.property ? [resourceProperty(resource, resource.property, operation)] : [],
    ),
    TargetProperties: request.principals.flatMap((principal) =>
      principal.property ? [{ TargetId: principal.id, Property: principal.property }] : [],
    ),
    PermissionNames: request.permissions,
  };
}

/** The parameters that name resources and principals and say nothing else of them (reference section 7.8). */
export function namedEntities({ resources, principals }: DisassociateRequest): Parameters {
  return {
    Resources: resources.flatMap((resource) =>
      'arn' in resource ? [] : [{ ResourceId: resource.id, ResourceType: resource.type }],
    ),
    ResourceArns: resources.flatMap((resource) => ('arn' in resource ? [resource.arn] : [])),
    Targets: principals.map(({ id }) => id),
  };
}

function resourceProperty(
  resource: ResourceRef,
  property: string,
  operation: string,
): { ResourceArn: string; Property: string } {
  if ('arn' in resource) return { ResourceArn: resource.arn, Property: property };
  throw new CloudError({
    kind: 'invalid',
    code: 'PropertyNeedsArn',
    message: resource.id,
    operation,
    notSent: true,
    meaning: t('Properties can only be set on a resource that is given by ARN.'),
    advice: t('Enter the ARN of the resource instead of its type and id.'),
  });
}
