import * as z from 'zod/mini';
import { outcomeSchema } from '../outcomes.ts';
import { failureReasons } from './share.ts';
import type { World } from './world.ts';

const whole = z.int().check(z.minimum(0));

const organisationSchema = z.strictObject({ sharing: z.boolean() });
const quotasSchema = z.strictObject({
  sharesPerAccount: z.optional(whole),
  resourcesPerAccount: z.optional(whole),
  pendingInvitations: z.optional(whole),
  vSwitchesPerPrincipal: z.optional(whole),
  principalsPerVSwitch: z.optional(whole),
});
const keySchema = z.strictObject({ accessKeyId: z.string(), active: z.boolean() });
const newKeySchema = z.strictObject({ accountId: z.string() });
const denySchema = z.strictObject({ accountId: z.string(), operations: z.array(z.string()) });
const shareSchema = z.strictObject({
  id: z.string(),
  /** Any text at all, also one that the cloud would refuse. */
  name: z.optional(z.string()),
  /** Any text at all; null shows the real status again. */
  status: z.optional(z.nullable(z.string())),
});
const outcome = outcomeSchema(z.enum(failureReasons));
const directorySchema = z.strictObject({
  accountId: z.string().check(z.regex(/^\d{16}$/)),
  /** The folder it goes to; null takes it out of the directory. */
  folderId: z.nullable(z.string()),
});

/** What a test may change in this cloud; see docs/sandbox.md. */
export function makeControls(
  current: () => World,
): Readonly<Record<string, (input: unknown) => unknown>> {
  return {
    organisation: (input) => {
      const { sharing } = organisationSchema.parse(input);
      current().sharingEnabled = sharing;
      return { sharing };
    },
    quotas: (input) => {
      const { quotas } = current();
      for (const [name, value] of Object.entries(quotasSchema.parse(input))) {
        Object.assign(quotas, { [name]: value });
      }
      return quotas;
    },
    keys: (input) => {
      const { accessKeyId, active } = keySchema.parse(input);
      const key = current().keys.get(accessKeyId);
      if (key !== undefined) key.active = active;
      return { known: key !== undefined };
    },
    'keys/new': (input) => {
      const { accountId } = newKeySchema.parse(input);
      const world = current();
      const id = `LTAI5tSandbox${world.newSecret(11)}`;
      const secret = `FakeSecret${world.newSecret(20)}`;
      world.keys.set(id, { id, secret, accountId, active: true });
      return { accessKeyId: id, accessKeySecret: secret };
    },
    deny: (input) => {
      const { accountId, operations } = denySchema.parse(input);
      current().denied.set(accountId, new Set(operations));
      return { accountId, operations };
    },
    share: (input) => {
      const { id, name, status } = shareSchema.parse(input);
      const stores = [...current().regions.values()];
      const share = stores.flatMap((store) => store.shares.get(id) ?? [])[0];
      if (share !== undefined) {
        share.name = name ?? share.name;
        if (status !== undefined) share.shownStatus = status ?? undefined;
      }
      return { known: share !== undefined };
    },
    outcomes: (input) => {
      current().outcomes.add(outcome.parse(input));
      return { outcomes: current().outcomes.describe() };
    },
    'outcomes/clear': () => {
      current().outcomes.clear();
      return { outcomes: [] };
    },
    directory: (input) => {
      const { accountId, folderId } = directorySchema.parse(input);
      const { directory } = current();
      if (folderId === null) directory.members.delete(accountId);
      else {
        const name = directory.members.get(accountId)?.name ?? accountId;
        directory.addMember(accountId, name, folderId);
      }
      return describeDirectory(current());
    },
  };
}

export function describeDirectory(world: World): object {
  const { directory } = world;
  return {
    id: directory.id,
    rootId: directory.rootId,
    managementId: directory.managementId,
    sharing: world.sharingEnabled,
    folders: [...directory.folders.values()],
    accounts: [...directory.members.values()],
    regions: [...world.regions.keys()],
  };
}
