import type { ResourceRef } from '../src/clouds/cloud.ts';
import type { World } from './sandbox-world.ts';

/** A resource of the world's account, another one for each number. */
export function resource({ cloudId, ownerId }: World, number: number): ResourceRef {
  if (cloudId === 'alibaba') return { type: 'VSwitch', id: `vsw-bench-${number}` };
  const id = number.toString(16).padStart(32, '0');
  return { arn: `vpc:cn-north-4:${ownerId}:subnet:${id}` };
}

/** Id of an account outside the organisation that nobody has keys for, another one for each number below 10 000. */
export function outsider({ cloudId }: World, number: number): string {
  return cloudId === 'alibaba'
    ? String(1_720_505_253_010_000 + number)
    : `05c734152f00d4200f2bc0179ac${String(10_000 + number)}`;
}

/** Makes room for as many resources and principals as a benchmark wants. */
export async function liftQuotas(world: World): Promise<void> {
  const { cloudId } = world;
  const most = 100_000;
  await world.control(`/${cloudId}/quotas`, {
    sharesPerAccount: most,
    resourcesPerAccount: most,
    pendingInvitations: most,
    ...(cloudId === 'alibaba' ? { vSwitchesPerPrincipal: most } : { principalsPerAccount: most }),
  });
}
