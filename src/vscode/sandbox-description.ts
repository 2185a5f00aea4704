import * as z from 'zod/mini';
import { cloudIds } from '../model/account.ts';

/** What a sandbox says about itself; it is read as strictly as any other answer from outside. */
const descriptionSchema = z.object({
  hosts: z.record(z.string(), z.string()),
  accounts: z.array(
    z.object({
      cloud: z.enum(cloudIds),
      label: z.string(),
      accountId: z.string(),
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      securityToken: z.exactOptional(z.string()),
      regions: z.array(z.string()),
    }),
  ),
});

export type SandboxDescription = z.infer<typeof descriptionSchema>;

/** @throws a schema error when it is no description of a sandbox */
export function parseDescription(answer: unknown): SandboxDescription {
  return descriptionSchema.parse(answer);
}
