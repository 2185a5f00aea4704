import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { nothing } from './wire.ts';

const organizationShareAnswer = z.object({ enabled: z.boolean() });

/** Reference section 5.21: whether sharing inside the organisation is switched on. */
export function showOrganizationShare(): Call<typeof organizationShareAnswer> {
  return { operation: 'ShowOrganizationShare', answer: organizationShareAnswer };
}

/** Reference section 5.22: the management account only. */
export function enableOrganizationShare(): Call<typeof nothing> {
  return { operation: 'EnableOrganizationShare', answer: nothing };
}

/** Reference section 5.23: the management account only. */
export function disableOrganizationShare(): Call<typeof nothing> {
  return { operation: 'DisableOrganizationShare', answer: nothing };
}
