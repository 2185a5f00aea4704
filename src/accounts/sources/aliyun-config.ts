import { join } from 'node:path';
import * as z from 'zod/mini';
import { formError, parseJson, readProfileFile } from './read-profile-file.ts';
import type { Surroundings } from './surroundings.ts';

/** A key that need not be there. The vendor's tool writes empty texts and 0 for what it does not know. */
const text = z.optional(z.nullable(z.string()));
const number = z.optional(z.nullable(z.number()));

const profileSchema = z.object({
  name: z.string(),
  mode: text,
  access_key_id: text,
  access_key_secret: text,
  sts_token: text,
  sts_expiration: number,
  sts_region: text,
  sts_endpoint: text,
  ram_role_name: text,
  ram_role_arn: text,
  ram_session_name: text,
  external_id: text,
  expired_seconds: number,
  source_profile: text,
  oidc_provider_arn: text,
  oidc_token_file: text,
  credentials_uri: text,
});

const configSchema = z.object({ current: text, profiles: z.array(profileSchema) });

/** A profile of the vendor's command line, as far as keys come from it (reference section 13.1). */
export type AliyunProfile = z.output<typeof profileSchema>;
export type AliyunConfig = z.output<typeof configSchema>;

/** How a profile comes to its keys; `other` for what this tool does not do. */
export type AliyunMode =
  | 'AK'
  | 'StsToken'
  | 'RamRoleArn'
  | 'ChainableRamRoleArn'
  | 'EcsRamRole'
  | 'OIDC'
  | 'CredentialsURI'
  /** Signed in elsewhere: keys for a while lie in the file. */
  | 'CloudSSO'
  | 'OAuth'
  | 'other';

const modes: readonly AliyunMode[] = [
  'AK',
  'StsToken',
  'RamRoleArn',
  'ChainableRamRoleArn',
  'EcsRamRole',
  'OIDC',
  'CredentialsURI',
  'CloudSSO',
  'OAuth',
];

export function aliyunConfigFile({ home }: Pick<Surroundings, 'home'>): string {
  return join(home, '.aliyun', 'config.json');
}

/** @throws CloudError of kind `credentials` */
export async function readAliyunConfig(
  surroundings: Pick<Surroundings, 'home' | 'readText'>,
): Promise<AliyunConfig> {
  const file = aliyunConfigFile(surroundings);
  return parseAliyunConfig(await readProfileFile(file, surroundings), file);
}

/** @throws CloudError of kind `credentials` that names file and field, never a value */
export function parseAliyunConfig(content: string, file: string): AliyunConfig {
  const parsed = configSchema.safeParse(parseJson(content, file));
  if (parsed.success) return parsed.data;
  throw formError(file, parsed.error.issues[0]?.path.join('.'));
}

/** The vendor's tool does not mind upper and lower case. */
export function modeOf({ mode }: AliyunProfile): AliyunMode {
  const wanted = (mode ?? 'AK').toLowerCase();
  return modes.find((one) => one.toLowerCase() === wanted) ?? 'other';
}
