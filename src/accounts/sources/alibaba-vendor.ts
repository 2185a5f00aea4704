import * as ecsRamRole from '@alicloud/credentials/dist/src/providers/ecs_ram_role.js';
import * as oidcRoleArn from '@alicloud/credentials/dist/src/providers/oidc_role_arn.js';
import * as ramRoleArn from '@alicloud/credentials/dist/src/providers/ram_role_arn.js';
import * as uri from '@alicloud/credentials/dist/src/providers/uri.js';

/** What we use of the providers in the vendor's package. */
export interface VendorProvider {
  getCredentials(): Promise<unknown>;
  /** Sends a request. Ours takes its place: the package has a transport of its own, without the user's proxy. */
  doRequest: (request: VendorRequest) => Promise<VendorAnswer>;
  /** What was had last, with its end. */
  readonly session?: { readonly expiration?: unknown };
}

export interface VendorRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly bodyForm?: Readonly<Record<string, string>>;
  toRequestURL(): string;
}

export interface VendorAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A builder whose parts are all optional; what is undefined is left to the vendor's default. */
interface Builder {
  withCredentialsProvider?(provider: object): Builder;
  withRoleArn?(value: string): Builder;
  withRoleName?(value: string | undefined): Builder;
  withRoleSessionName?(value: string | undefined): Builder;
  withDurationSeconds?(value: number | undefined): Builder;
  withExternalId?(value: string | undefined): Builder;
  withStsEndpoint?(value: string): Builder;
  withOIDCProviderArn?(value: string): Builder;
  withOIDCTokenFilePath?(value: string): Builder;
  withCredentialsURI?(value: string): Builder;
  build(): VendorProvider;
}

const packages = { ecsRamRole, oidcRoleArn, ramRoleArn, uri } as const;

/** A builder of the vendor's package. */
export function vendorBuilder(name: keyof typeof packages): Builder {
  return providerClass(packages[name]).builder();
}

interface ProviderClass {
  builder(): Builder;
}

/** CommonJS with an ES default export: how many `default`s deep the class lies depends on who loads it. */
function providerClass(module: unknown): ProviderClass {
  let candidate = module;
  while (!isProviderClass(candidate)) {
    if (typeof candidate !== 'object' || candidate === null || !('default' in candidate)) {
      throw new TypeError('@alicloud/credentials has no such provider');
    }
    candidate = candidate.default;
  }
  return candidate;
}

function isProviderClass(value: unknown): value is ProviderClass {
  return typeof value === 'function' && 'builder' in value;
}
