import type { Association, ResourceShare } from '../../model/share.ts';
import type { PlainWrites } from '../careful-writes.ts';
import type { AssociateRequest, CallOptions, CreateRequest, UpdateRequest } from '../cloud.ts';
import type { Caller } from './caller.ts';
import { toAssociation, toShare } from './mapping.ts';
import type { Reads } from './reads.ts';
import { entityParameters } from './requests.ts';
import { associationsAnswerSchema, shareAnswerSchema } from './schemas.ts';

/** The changing operations (reference sections 7.3, 7.5, 7.7). None has a token against doing it twice. */
export function plainWrites(caller: Caller, reads: Reads): PlainWrites {
  return {
    create: (region, request, options) => create(caller, region, request, options),
    update: (region, shareId, request, options) =>
      update(caller, region, shareId, request, options),
    associate: (region, shareId, request, options) =>
      associate(caller, region, shareId, request, options),
    listShares: (region, query, options) => reads.listShares(region, query, options),
    listAssociations: (region, query, options) => reads.listAssociations(region, query, options),
  };
}

async function create(
  caller: Caller,
  region: string,
  request: CreateRequest,
  options: CallOptions,
): Promise<ResourceShare> {
  const operation = 'CreateResourceShare';
  const parameters = {
    ResourceShareName: request.name,
    AllowExternalTargets: request.allowExternal,
    Tag: (request.tags ?? []).map(({ key, value }) => ({ Key: key, Value: value })),
    ...entityParameters(request, operation),
  };
  const call = { operation, region, parameters, answer: shareAnswerSchema } as const;
  return toShare((await caller.call(call, options)).ResourceShare, 'self');
}

async function update(
  caller: Caller,
  region: string,
  shareId: string,
  request: UpdateRequest,
  options: CallOptions,
): Promise<ResourceShare> {
  const answer = await caller.call(
    {
      operation: 'UpdateResourceShare',
      region,
      parameters: {
        ResourceShareId: shareId,
        // The wire demands the name even where only the flag changes.
        ResourceShareName: request.name,
        AllowExternalTargets: request.allowExternal,
      },
      answer: shareAnswerSchema,
    },
    options,
  );
  return toShare(answer.ResourceShare, 'self');
}

async function associate(
  caller: Caller,
  region: string,
  shareId: string,
  request: AssociateRequest,
  options: CallOptions,
): Promise<readonly Association[]> {
  const operation = 'AssociateResourceShare';
  const parameters = { ResourceShareId: shareId, ...entityParameters(request, operation) };
  const call = { operation, region, parameters, answer: associationsAnswerSchema } as const;
  return (await caller.call(call, options)).ResourceShareAssociations.map(toAssociation);
}
