import type { CloudPart, SandboxContext } from '../cloud-part.ts';
import { invitationAnswer, listedAssociationAnswer, ownShareAnswer } from './answers.ts';
import { Nonces } from './authentication.ts';
import { describeDirectory, makeControls } from './control.ts';
import { makeGateway } from './gateway.ts';
import { resourceDirectory, resourceSharing, sts } from './operations/table.ts';
import { buildStory, type StoryAccount } from './story.ts';
import { servedRegions } from './regions.ts';
import type { World } from './world.ts';

export interface AlibabaPart extends CloudPart {
  readonly accounts: readonly StoryAccount[];
}

/** The Alibaba Cloud of the sandbox: an endpoint for each region, one for STS and one for the resource directory. */
export function startAlibabaCloud(context: SandboxContext): AlibabaPart {
  let { world, accounts } = buildStory(context);
  const nonces = new Nonces();
  const current = (): World => world;
  const gateway = (region: string): ReturnType<typeof makeGateway> =>
    makeGateway({ world: current, nonces, products: [resourceSharing, sts], region });
  const regionIds = servedRegions(context.regions).map(({ id }) => id);
  return {
    get accounts() {
      return accounts;
    },
    endpoints: [
      ...regionIds.map((region) => ({ name: region, handle: gateway(region) })),
      ...[sts, resourceDirectory].map((product) => ({
        name: product === sts ? 'sts' : 'directory',
        handle: makeGateway({
          world: current,
          nonces,
          products: [product],
          region: regionIds[0] ?? '',
        }),
      })),
    ],
    state: () => describeState(world),
    reset: () => {
      ({ world, accounts } = buildStory(context));
    },
    controls: makeControls(current),
  };
}

/** Everything there is, in the words of the wire. */
function describeState(world: World): object {
  const shares = [...world.regions.values()].flatMap((store) => [...store.shares.values()]);
  return {
    directory: describeDirectory(world),
    quotas: world.quotas,
    shares: shares.map((share) => ({
      region: share.region,
      ...ownShareAnswer(share),
      permissions: [...share.permissions.values()],
      associations: [...share.rows].map(listedAssociationAnswer),
      invitations: [...share.invitations].map((invitation) =>
        invitationAnswer(invitation, 'InvitationFailedDetails'),
      ),
    })),
  };
}
