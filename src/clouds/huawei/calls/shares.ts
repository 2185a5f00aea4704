import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import {
  flag,
  identity,
  nothing,
  paged,
  promisedList,
  tag,
  text,
  times,
  type WireOwner,
  type WireTag,
} from './wire.ts';

const share = z.object({
  id: identity,
  name: text,
  description: text,
  allow_external_principals: flag,
  owning_account_id: text,
  status: text,
  tags: z.catch(z.nullish(z.array(tag)), undefined),
  ...times,
});
const shareAnswer = z.object({ resource_share: share });
const sharesAnswer = z.object({ resource_shares: promisedList(share), ...paged });

export type WireShare = z.infer<typeof share>;

/** Reference section 5.1, and the vendor's page on creating a resource share. */
export function createResourceShare(body: {
  readonly name: string;
  readonly description?: string | undefined;
  readonly allow_external_principals: boolean;
  readonly permission_ids?: readonly string[];
  readonly principals?: readonly string[];
  readonly resource_urns?: readonly string[];
  readonly tags?: readonly WireTag[] | undefined;
}): Call<typeof shareAnswer> {
  const { tags, ...rest } = body;
  return {
    operation: 'CreateResourceShare',
    body: { ...rest, tags: tags?.map(({ key, value }) => ({ key, value })) },
    answer: shareAnswer,
  };
}

/** Reference section 5.2. */
export function searchResourceShares(body: {
  readonly resource_owner: WireOwner;
  readonly resource_share_ids?: readonly string[] | undefined;
  readonly name?: string | undefined;
  readonly permission_id?: string | undefined;
  readonly resource_share_status?: string;
}): Call<typeof sharesAnswer> {
  return { operation: 'SearchResourceShares', body, answer: sharesAnswer };
}

/** Reference section 5.3: the name is demanded even where it stays. */
export function updateResourceShare(
  id: string,
  body: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly allow_external_principals: boolean;
  },
): Call<typeof shareAnswer> {
  return { operation: 'UpdateResourceShare', id, body, answer: shareAnswer };
}

/** Reference section 5.4. */
export function deleteResourceShare(id: string): Call<typeof nothing> {
  return { operation: 'DeleteResourceShare', id, answer: nothing };
}
