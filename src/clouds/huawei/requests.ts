import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import type { DisassociateRequest } from '../cloud-writes.ts';
import type { AssociateRequest, ResourceRef } from '../cloud.ts';

interface Entities {
  readonly principals: readonly string[];
  readonly resource_urns: readonly string[];
}

/**
 * What names resources and principals, the same for creating and associating (reference sections 5.1 and 5.5).
 * @throws {@link CloudError} of kind `invalid` where the wire has no place for something
 */
export function entities(request: AssociateRequest, operation: string): Entities {
  const { resources, principals } = request;
  const special = [...resources, ...principals].some(({ property }) => property);
  if (special) {
    throw invalid(operation, 'NoProperties', '', {
      meaning: t('Resources and principals have no properties on this cloud.'),
      advice: t('Leave the properties empty.'),
    });
  }
  return namedEntities(request, operation);
}

/**
 * What names resources and principals and says nothing else of them (reference section 5.6).
 * @throws {@link CloudError} of kind `invalid` where a resource is not given by URN
 */
export function namedEntities(
  { resources, principals }: DisassociateRequest,
  operation: string,
): Entities {
  return {
    principals: principals.map(({ id }) => id),
    resource_urns: resources.map((resource) => urnOf(resource, operation)),
  };
}

function urnOf(resource: ResourceRef, operation: string): string {
  if ('arn' in resource) return resource.arn;
  throw invalid(operation, 'UrnNeeded', resource.id, {
    meaning: t('This cloud takes resources by URN only.'),
    advice: t('Enter the URN of the resource instead of its type and id.'),
  });
}

function invalid(
  operation: string,
  code: string,
  message: string,
  words: { readonly meaning: string; readonly advice: string },
): CloudError {
  return new CloudError({ kind: 'invalid', code, message, operation, notSent: true, ...words });
}
