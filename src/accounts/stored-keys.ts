import * as z from 'zod/mini';
import type { Credentials } from '../clouds/cloud.ts';

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.exactOptional(z.string()),
});

/** Reads the keys of an account as they lie in the vault; undefined for anything else. */
export function parseKeys(text: string | undefined): Credentials | undefined {
  try {
    return credentialsSchema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}
