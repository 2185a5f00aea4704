import type { Credentials } from '../../clouds/cloud.ts';

/** Keys as they were just had. */
export interface Keys {
  readonly credentials: Credentials;
  /** When they cease to work, in milliseconds since the epoch, where that is known. */
  readonly expiresAt?: number;
}

/** Gives keys that work now: looks again, or asks again, where those of before do not any more. */
export type KeyProvider = () => Promise<Keys>;

export function keysOf(
  accessKeyId: string,
  accessKeySecret: string,
  securityToken?: string | null,
): Credentials {
  return securityToken === undefined || securityToken === null || securityToken === ''
    ? { accessKeyId, accessKeySecret }
    : { accessKeyId, accessKeySecret, securityToken };
}

/** Undefined for what the vendors' tools write where there is nothing: an empty text, 0, null. */
export function given<T extends string | number>(value: T | null | undefined): T | undefined {
  return value === '' || value === 0 || value === null ? undefined : value;
}
