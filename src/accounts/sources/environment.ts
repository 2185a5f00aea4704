import { t } from '@vscode/l10n';
import type { CloudId } from '../../model/account.ts';
import { credentialsUri, fixed, oidc } from './alibaba-chain.ts';
import type { HuaweiKeys } from './huawei-profiles.ts';
import { keysOf, type KeyProvider } from './keys.ts';
import { sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

type Variables = Surroundings['env'];

/** In the order in which the vendor's tools look (reference section 13.2). */
const prefixes = ['ALIBABA_CLOUD_', 'ALIBABACLOUD_', 'ALICLOUD_'] as const;

/** Whether there is anything in the environment that keys of a cloud could come from. Looks at names only. */
export function isInEnvironment(cloud: CloudId, env: Variables): boolean {
  if (cloud === 'huawei') return isSet(env, 'HUAWEICLOUD_SDK_AK');
  return (
    prefixes.some((prefix) => isSet(env, `${prefix}ACCESS_KEY_ID`)) ||
    isSet(env, 'ALIBABA_CLOUD_OIDC_TOKEN_FILE') ||
    isSet(env, 'ALIBABA_CLOUD_CREDENTIALS_URI')
  );
}

/**
 * The way to the keys of the environment: key pair, then a role by a token of elsewhere, then a service that hands out keys.
 * @throws CloudError of kind `credentials` that names the variable, never its value
 */
export function alibabaEnvironment(surroundings: Surroundings): KeyProvider {
  const { env } = surroundings;
  const prefix = prefixes.find((one) => isSet(env, `${one}ACCESS_KEY_ID`));
  if (prefix !== undefined) {
    return fixed(
      keysOf(
        need(env, `${prefix}ACCESS_KEY_ID`),
        need(env, `${prefix}ACCESS_KEY_SECRET`),
        env[`${prefix}SECURITY_TOKEN`],
      ),
    );
  }
  if (isSet(env, 'ALIBABA_CLOUD_OIDC_TOKEN_FILE')) {
    return oidc(
      {
        tokenFile: need(env, 'ALIBABA_CLOUD_OIDC_TOKEN_FILE'),
        providerArn: need(env, 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN'),
        roleArn: need(env, 'ALIBABA_CLOUD_ROLE_ARN'),
        sessionName: env.ALIBABA_CLOUD_ROLE_SESSION_NAME,
      },
      surroundings,
    );
  }
  const uri = 'ALIBABA_CLOUD_CREDENTIALS_URI';
  if (isSet(env, uri)) {
    return credentialsUri(need(env, uri), uri, t('the environment'), surroundings);
  }
  throw missing('ALIBABA_CLOUD_ACCESS_KEY_ID');
}

/** @throws CloudError of kind `credentials` that names the variable, never its value */
export function huaweiEnvironment({ env }: Pick<Surroundings, 'env'>): HuaweiKeys {
  const ownerId = env.HUAWEICLOUD_SDK_DOMAIN_ID;
  return {
    credentials: keysOf(
      need(env, 'HUAWEICLOUD_SDK_AK'),
      need(env, 'HUAWEICLOUD_SDK_SK'),
      env.HUAWEICLOUD_SDK_SECURITY_TOKEN,
    ),
    ...(ownerId ? { ownerId } : {}),
  };
}

function isSet(env: Variables, name: string): boolean {
  return (env[name] ?? '') !== '';
}

function need(env: Variables, name: string): string {
  const value = env[name] ?? '';
  if (value !== '') return value;
  throw missing(name);
}

function missing(name: string): Error {
  return sourceError(
    'EnvironmentVariable',
    t('The environment variable {0} is not set.', name),
    t('Set it where VS Code is started from, and start VS Code again.'),
  );
}
