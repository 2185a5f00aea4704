import * as z from 'zod/mini';
import { CloudError } from '../../clouds/cloud-error.ts';
import { t } from '@vscode/l10n';
import {
  aliyunConfigFile,
  modeOf,
  type AliyunConfig,
  type AliyunProfile,
} from './aliyun-config.ts';
import { sendForVendor } from './alibaba-transport.ts';
import { vendorBuilder, type VendorProvider } from './alibaba-vendor.ts';
import { given, keysOf, type KeyProvider } from './keys.ts';
import { fieldError, modeError, profileMissing, sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

const credentialSchema = z.object({
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
  securityToken: z.optional(z.string()),
});

/** Profiles of profiles: no honest chain is longer. */
const longestChain = 8;

/** Which role to take on, and how. */
export interface AlibabaRole {
  readonly arn: string;
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly durationSeconds?: number | undefined;
  /** The host to ask for it; the vendor's unless given. */
  readonly endpoint?: string | undefined;
}

/**
 * The way to the keys of a profile of the vendor's command line, made of the providers in the vendor's package.
 * @throws CloudError of kind `credentials`
 */
export function aliyunProvider(
  name: string,
  config: AliyunConfig,
  surroundings: Surroundings,
  depth = 0,
): KeyProvider {
  const file = aliyunConfigFile(surroundings);
  const profile = config.profiles.find((one) => one.name === name);
  if (!profile) throw profileMissing(name, file);
  const need = (field: keyof AliyunProfile): string => {
    const value = profile[field];
    if (typeof value === 'string' && value !== '') return value;
    throw fieldError({ file, field: `${name}.${field}` });
  };
  const mode = modeOf(profile);
  switch (mode) {
    case 'AK':
      return fixed(keysOf(need('access_key_id'), need('access_key_secret')));
    case 'StsToken':
      return fixed(
        keysOf(need('access_key_id'), need('access_key_secret'), need('sts_token')),
        expiryOf(profile),
      );
    case 'CloudSSO':
    case 'OAuth':
      return fixed(
        keysOf(
          needSignIn(profile, 'access_key_id', file),
          needSignIn(profile, 'access_key_secret', file),
          needSignIn(profile, 'sts_token', file),
        ),
        expiryOf(profile),
      );
    case 'RamRoleArn': {
      const keys = keysOf(need('access_key_id'), need('access_key_secret'), profile.sts_token);
      return assumed(
        fixed(keys),
        roleOf(profile, need('ram_role_arn'), surroundings),
        surroundings,
      );
    }
    case 'ChainableRamRoleArn': {
      if (depth >= longestChain) throw fieldError({ file, field: `${name}.source_profile` });
      const base = aliyunProvider(need('source_profile'), config, surroundings, depth + 1);
      return assumed(base, roleOf(profile, need('ram_role_arn'), surroundings), surroundings);
    }
    case 'EcsRamRole':
      return withVendor(
        () =>
          vendorBuilder('ecsRamRole')
            .withRoleName?.(profile.ram_role_name ?? undefined)
            .build(),
        surroundings,
      );
    case 'OIDC':
      return oidc(
        {
          providerArn: need('oidc_provider_arn'),
          tokenFile: need('oidc_token_file'),
          roleArn: need('ram_role_arn'),
          sessionName: profile.ram_session_name ?? undefined,
        },
        surroundings,
      );
    case 'CredentialsURI':
      return credentialsUri(need('credentials_uri'), `${name}.credentials_uri`, file, surroundings);
    case 'other':
      throw modeError(profile.mode ?? '', name, file);
  }
}

/** Keys that are there already. */
export function fixed(credentials: ReturnType<typeof keysOf>, expiresAt?: number): KeyProvider {
  return () =>
    Promise.resolve(expiresAt === undefined ? { credentials } : { credentials, expiresAt });
}

/** Takes on a role with other keys, and again before its keys end. */
export function assumed(
  base: KeyProvider,
  role: AlibabaRole,
  surroundings: Surroundings,
): KeyProvider {
  const provider = {
    getCredentials: async () => {
      const { credentials } = await base();
      return { ...credentials, providerName: 'resource-share-explorer' };
    },
    getProviderName: () => 'resource-share-explorer',
  };
  return withVendor(
    () =>
      vendorBuilder('ramRoleArn')
        .withCredentialsProvider?.(provider)
        .withRoleArn?.(role.arn)
        .withRoleSessionName?.(role.sessionName ?? 'resource-share-explorer')
        .withDurationSeconds?.(role.durationSeconds)
        .withExternalId?.(role.externalId)
        .withStsEndpoint?.(role.endpoint ?? 'sts.aliyuncs.com')
        .build(),
    surroundings,
  );
}

export function oidc(
  role: {
    readonly providerArn: string;
    readonly tokenFile: string;
    readonly roleArn: string;
    readonly sessionName?: string | undefined;
  },
  surroundings: Surroundings,
): KeyProvider {
  return withVendor(
    () =>
      vendorBuilder('oidcRoleArn')
        .withOIDCProviderArn?.(role.providerArn)
        .withOIDCTokenFilePath?.(role.tokenFile)
        .withRoleArn?.(role.roleArn)
        .withRoleSessionName?.(role.sessionName ?? 'resource-share-explorer')
        .withStsEndpoint?.('sts.aliyuncs.com')
        .build(),
    surroundings,
  );
}

/** A service that hands out keys. Nothing secret is sent to it, but what it answers is. */
export function credentialsUri(
  uri: string,
  field: string,
  file: string,
  surroundings: Surroundings,
): KeyProvider {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  const isLocal =
    url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(url.hostname);
  if (!url || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))) {
    throw fieldError({ file, field });
  }
  return withVendor(
    () => vendorBuilder('uri').withCredentialsURI?.(url.href).build(),
    surroundings,
  );
}

/**
 * Runs a provider of the vendor's package on our transport. What it throws may quote keys: only our own errors pass,
 * anything else is told in words of ours. Whoever asks while it is asked gets the same answer, or the same failure.
 */
function withVendor(
  build: () => VendorProvider | undefined,
  surroundings: Surroundings,
): KeyProvider {
  let provider: VendorProvider | undefined;
  let asking: ReturnType<KeyProvider> | undefined;
  const ask: KeyProvider = async () => {
    let failure: CloudError | undefined;
    try {
      provider ??= build();
      if (!provider) throw new TypeError('The provider could not be made.');
      provider.doRequest = (request) =>
        sendForVendor(request, surroundings).catch((error: unknown) => {
          if (error instanceof CloudError) failure = error;
          throw error;
        });
      const credential = credentialSchema.parse(await provider.getCredentials());
      const { accessKeyId, accessKeySecret, securityToken } = credential;
      const expiresAt = Date.parse(String(provider.session?.expiration));
      return {
        credentials: keysOf(accessKeyId, accessKeySecret, securityToken),
        ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
      };
    } catch (error) {
      throw failure ?? (error instanceof CloudError ? error : unexpected());
    }
  };
  return () =>
    (asking ??= ask().finally(() => {
      asking = undefined;
    }));
}

function unexpected(): CloudError {
  return sourceError(
    'NoTemporaryKeys',
    t('No keys could be had: the answer was not of the form that it should have.'),
    t('Check what the profile refers to: the role, the token file, or the address.'),
  );
}

function roleOf(profile: AliyunProfile, arn: string, surroundings: Surroundings): AlibabaRole {
  const { sts_endpoint: endpoint, sts_region: region } = profile;
  const file = aliyunConfigFile(surroundings);
  return {
    arn,
    sessionName: given(profile.ram_session_name),
    externalId: given(profile.external_id),
    durationSeconds: given(profile.expired_seconds),
    endpoint: endpoint
      ? checkedHost(endpoint, { file, field: `${profile.name}.sts_endpoint` }, surroundings)
      : region
        ? checkedHost(
            `sts.${region}.aliyuncs.com`,
            { file, field: `${profile.name}.sts_region` },
            surroundings,
          )
        : undefined,
  };
}

/** A host of the vendor, or one that the user has put in the place of one. */
function checkedHost(
  host: string,
  at: { readonly file: string; readonly field: string },
  { endpoints }: Surroundings,
): string {
  const isVendors = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.aliyuncs\.com$/u.test(host);
  if (isVendors || endpoints[host] !== undefined) return host;
  throw sourceError(
    'ForeignHost',
    t('{0} in {1} is not a host of the vendor: nothing was sent to it.', at.field, at.file),
    t('Remove it from the profile, or set it as an endpoint of this account.'),
  );
}

function expiryOf({ sts_expiration: seconds }: AliyunProfile): number | undefined {
  return seconds ? seconds * 1000 : undefined;
}

function needSignIn(
  profile: AliyunProfile,
  field: 'access_key_id' | 'access_key_secret' | 'sts_token',
  file: string,
): string {
  const value = profile[field];
  if (value) return value;
  throw sourceError(
    'SignInNeeded',
    t(
      'The profile {0} in {1} holds no keys: its sign-in has not been used yet.',
      profile.name,
      file,
    ),
    t('Sign in with the command line, and make one call with it.'),
  );
}
