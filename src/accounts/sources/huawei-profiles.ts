import { t } from '@vscode/l10n';
import { parse } from 'ini';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Agency } from './huawei-agency.ts';
import { given, keysOf, type Keys } from './keys.ts';
import { formError, parseJson, readProfileFile } from './read-profile-file.ts';
import { fieldError, modeError, profileMissing, sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

const text = z.optional(z.nullable(z.string()));

const sdkSchema = z.record(z.string(), z.unknown());
const sdkSectionSchema = z.object({
  ak: text,
  sk: text,
  security_token: text,
  domain_id: text,
  idp_id: text,
});

const kooProfileSchema = z.object({
  name: z.string(),
  mode: text,
  accessKeyId: text,
  secretAccessKey: text,
  securityToken: text,
  domainId: text,
  agencyName: text,
  agencyDomainId: text,
  agencyDomainName: text,
  ssoAuth: z.optional(
    z.nullable(
      z.object({
        stsToken: z.optional(
          z.nullable(z.object({ accessKeyId: text, secretAccessKey: text, securityToken: text })),
        ),
      }),
    ),
  ),
});

const kooSchema = z.object({ profiles: z.array(kooProfileSchema) });

type KooProfile = z.output<typeof kooProfileSchema>;

/** The file of the vendor's SDKs; the environment may name another one (reference section 10.1). */
export function huaweiSdkFile({ home, env }: Pick<Surroundings, 'home' | 'env'>): string {
  return given(env.HUAWEICLOUD_SDK_CREDENTIALS_FILE) ?? join(home, '.huaweicloud', 'credentials');
}

export function kooFile({ home }: Pick<Surroundings, 'home'>): string {
  return join(home, '.hcloud', 'config.json');
}

/** Keys, and the account they are of where the file says so. */
export interface HuaweiKeys extends Keys {
  readonly ownerId?: string;
}

/** The sections of the SDKs' file that may hold keys. */
export async function listHuaweiSdkProfiles(
  surroundings: Pick<Surroundings, 'home' | 'env' | 'readText'>,
): Promise<readonly string[]> {
  const file = huaweiSdkFile(surroundings);
  return Object.keys(readIni(await readProfileFile(file, surroundings), file));
}

/** @throws CloudError of kind `credentials` that names file and field, never a value */
export async function huaweiSdkKeys(
  name: string,
  surroundings: Pick<Surroundings, 'home' | 'env' | 'readText'>,
): Promise<HuaweiKeys> {
  const file = huaweiSdkFile(surroundings);
  const sections = readIni(await readProfileFile(file, surroundings), file);
  if (!Object.hasOwn(sections, name)) throw profileMissing(name, file);
  const section = sdkSectionSchema.safeParse(sections[name]);
  if (!section.success) throw formError(file, `${name}.${section.error.issues[0]?.path.join('.')}`);
  const { ak, sk, security_token: token, domain_id: ownerId, idp_id: idp } = section.data;
  // Keys by a sign-in elsewhere: that needs the whole client of the vendor's package.
  if (!ak && idp) throw modeError('idp_id', name, file);
  if (!ak) throw fieldError({ file, field: `${name}.ak` });
  if (!sk) throw fieldError({ file, field: `${name}.sk` });
  return { credentials: keysOf(ak, sk, token), ...(ownerId ? { ownerId } : {}) };
}

/** The profiles of KooCLI, with what each is. */
export async function listKooProfiles(
  surroundings: Pick<Surroundings, 'home' | 'readText'>,
): Promise<readonly { readonly name: string; readonly mode: string }[]> {
  const file = kooFile(surroundings);
  return readKoo(await readProfileFile(file, surroundings), file).map(
    ({ name, mode, agencyName }) => ({
      name,
      mode: [mode ?? 'AKSK', agencyName ?? ''].filter((part) => part !== '').join(' · '),
    }),
  );
}

/**
 * The keys of a profile, and the agency that is taken on with them where it names one.
 * @throws CloudError of kind `credentials` that names file and field, never a value
 */
export async function kooKeys(
  name: string,
  surroundings: Pick<Surroundings, 'home' | 'readText'>,
): Promise<HuaweiKeys & { readonly agency?: Agency }> {
  const file = kooFile(surroundings);
  const profile = readKoo(await readProfileFile(file, surroundings), file).find(
    (one) => one.name === name,
  );
  if (!profile) throw profileMissing(name, file);
  const { keys, at } = whereKeysAre(profile, file);
  const { accessKeyId, secretAccessKey, securityToken } = keys;
  if (!accessKeyId) throw fieldError({ file, field: `${at}.accessKeyId` });
  if (!secretAccessKey) throw fieldError({ file, field: `${at}.secretAccessKey` });
  if (isEncrypted(accessKeyId)) throw encrypted(name, file);
  const credentials = keysOf(accessKeyId, secretAccessKey, securityToken);
  if (profile.agencyName) return { credentials, agency: agencyOf(profile, file) };
  return {
    credentials,
    ...(profile.domainId && /^[0-9a-f]{32}$/u.test(profile.domainId)
      ? { ownerId: profile.domainId }
      : {}),
  };
}

/** Whose keys they are then is the account that delegates. Its id counts before its name, as the vendor recommends. */
function agencyOf(profile: KooProfile, file: string): Agency {
  const { name, agencyName, agencyDomainId, agencyDomainName } = profile;
  const account = given(agencyDomainId) ?? given(agencyDomainName);
  if (!agencyName) throw fieldError({ file, field: `${name}.agencyName` });
  if (!account) throw fieldError({ file, field: `${name}.agencyDomainId` });
  return { name: agencyName, account };
}

function whereKeysAre(
  profile: KooProfile,
  file: string,
): {
  readonly keys: Pick<KooProfile, 'accessKeyId' | 'secretAccessKey' | 'securityToken'>;
  readonly at: string;
} {
  const { name, ssoAuth } = profile;
  const mode = (profile.mode ?? 'AKSK').toUpperCase();
  // Older versions of the tool have a mode of their own for keys with an agency on top.
  if (mode === 'AKSK' || mode === 'AGENCY') return { keys: profile, at: name };
  if (mode !== 'SSO') throw modeError(profile.mode ?? '', name, file);
  return { keys: ssoAuth?.stsToken ?? {}, at: `${name}.ssoAuth.stsToken` };
}

/** The vendor's key ids are capital letters and digits; what its tool has encrypted is not. */
function isEncrypted(accessKeyId: string): boolean {
  return !/^[A-Z0-9]{8,40}$/u.test(accessKeyId);
}

function encrypted(name: string, file: string): Error {
  return sourceError(
    'ProfileEncrypted',
    t(
      'The keys of the profile {0} in {1} are encrypted, so that only KooCLI can read them.',
      name,
      file,
    ),
    t(
      'Run {0}, and configure the profile again; or enter keys here.',
      'hcloud configure set --cli-auth-encrypt=false',
    ),
  );
}

function readIni(content: string, file: string): Readonly<Record<string, unknown>> {
  try {
    const sections = sdkSchema.parse(parse(content));
    // What stands above the first section belongs to none.
    return Object.fromEntries(
      Object.entries(sections).filter(([, section]) => typeof section === 'object'),
    );
  } catch {
    throw formError(file);
  }
}

function readKoo(content: string, file: string): readonly KooProfile[] {
  const parsed = kooSchema.safeParse(parseJson(content, file));
  if (parsed.success) return parsed.data.profiles;
  throw formError(file, parsed.error.issues[0]?.path.join('.'));
}
