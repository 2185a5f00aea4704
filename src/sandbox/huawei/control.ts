import * as z from 'zod/mini';
import { outcomeSchema } from '../outcomes.ts';
import { switchesSchema } from './switches.ts';
import type { World } from './world.ts';

const whole = z.int().check(z.minimum(0));

const organisationSchema = z.strictObject({ sharing: z.boolean() });
const quotasSchema = z.strictObject({
  sharesPerAccount: z.exactOptional(whole),
  resourcesPerAccount: z.exactOptional(whole),
  principalsPerAccount: z.exactOptional(whole),
  permissionsPerShare: z.exactOptional(whole),
  tagsPerShare: z.exactOptional(whole),
  pendingInvitations: z.exactOptional(whole),
  subnetsPerPrincipal: z.exactOptional(whole),
  resolverRulesPerPrincipal: z.exactOptional(whole),
});
const keySchema = z.strictObject({ accessKeyId: z.string(), active: z.boolean() });
const denySchema = z.strictObject({ accountId: z.string(), operations: z.array(z.string()) });
const inUseSchema = z.strictObject({ urn: z.string(), inUse: z.boolean() });
const shareSchema = z.strictObject({
  id: z.string(),
  /** Any text at all, also one that the cloud would refuse. */
  name: z.optional(z.string()),
  description: z.optional(z.string()),
  /** Any text at all; null shows the real status again. */
  status: z.optional(z.nullable(z.string())),
});
/** The text that the row shows as the reason: any. */
const outcome = outcomeSchema(z.string().check(z.minLength(1)));
const memberSchema = z.strictObject({
  accountId: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  /** The root or the unit that it goes to; null takes it out of the organisation. */
  parentId: z.nullable(z.string()),
});

/** What a test may change in this cloud; see docs/sandbox.md. */
export function makeControls(
  current: () => World,
): Readonly<Record<string, (input: unknown) => unknown>> {
  return {
    switches: (input) => Object.assign(current().switches, switchesSchema.parse(input)),
    organisation: (input) => {
      const { sharing } = organisationSchema.parse(input);
      current().sharingEnabled = sharing;
      return { sharing };
    },
    quotas: (input) => Object.assign(current().quotas, quotasSchema.parse(input)),
    keys: (input) => {
      const { accessKeyId, active } = keySchema.parse(input);
      const key = current().keys.get(accessKeyId);
      if (key !== undefined) key.active = active;
      return { known: key !== undefined };
    },
    deny: (input) => {
      const { accountId, operations } = denySchema.parse(input);
      current().denied.set(accountId, new Set(operations));
      return { accountId, operations };
    },
    'in-use': (input) => {
      const { urn, inUse } = inUseSchema.parse(input);
      if (inUse) current().inUse.add(urn);
      else current().inUse.delete(urn);
      return { inUse: [...current().inUse] };
    },
    share: (input) => {
      const { id, name, description, status } = shareSchema.parse(input);
      const share = current().store.shares.get(id);
      if (share !== undefined) {
        share.name = name ?? share.name;
        share.description = description ?? share.description;
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
    member: (input) => {
      const { accountId, parentId } = memberSchema.parse(input);
      const { organisation, accountNames } = current();
      if (parentId === null) organisation.members.delete(accountId);
      else organisation.addMember(accountId, accountNames.get(accountId) ?? accountId, parentId);
      return describeOrganisation(current());
    },
  };
}

export function describeOrganisation({ organisation, sharingEnabled }: World): object {
  return {
    id: organisation.id,
    urn: organisation.urn(),
    rootId: organisation.rootId,
    rootUrn: organisation.rootUrn(),
    managementId: organisation.managementId,
    sharing: sharingEnabled,
    units: [...organisation.units.values()].map((unit) => ({
      ...unit,
      urn: organisation.unitUrn(unit.id),
    })),
    accounts: [...organisation.members.values()],
  };
}
