import type { CloudPart, SandboxContext } from '../cloud-part.ts';
import {
  associationAnswer,
  boundPermissionAnswer,
  invitationAnswer,
  shareAnswer,
} from './answers.ts';
import { LockOut } from './authentication.ts';
import { describeOrganisation, makeControls } from './control.ts';
import { makeGateway } from './gateway.ts';
import { iam, organizations, resourceSharing, sts } from './operations/table.ts';
import { buildStory, type StoryAccount } from './story.ts';
import type { World } from './world.ts';

export interface HuaweiPart extends CloudPart {
  readonly accounts: readonly StoryAccount[];
}

/** The Huawei Cloud of the sandbox: one endpoint for sharing, which is global, one each for IAM, STS and Organizations. */
export function startHuaweiCloud(context: SandboxContext): HuaweiPart {
  let { world, accounts } = buildStory(context);
  let lockOut = new LockOut();
  const endpoints = [resourceSharing, iam, sts, organizations].map((product) => ({
    name: product.name,
    handle: makeGateway({
      world: () => world,
      product,
      get lockOut() {
        return lockOut;
      },
    }),
  }));
  return {
    get accounts() {
      return accounts;
    },
    endpoints,
    state: () => describeState(world),
    reset: () => {
      ({ world, accounts } = buildStory(context));
      lockOut = new LockOut();
    },
    controls: makeControls(() => world),
  };
}

/** Everything there is, in the words of the wire. */
function describeState(world: World): object {
  return {
    organisation: describeOrganisation(world),
    quotas: world.quotas,
    switches: world.switches,
    shares: [...world.store.shares.values()].map((share) => ({
      ...shareAnswer(world, share, share.ownerId),
      permissions: [...share.permissions].map(([type, bound]) =>
        boundPermissionAnswer(world, type, bound),
      ),
      associations: [...share.rows].map((row) => associationAnswer(world, row)),
      invitations: [...share.invitations].map((invitation) => invitationAnswer(world, invitation)),
    })),
  };
}
