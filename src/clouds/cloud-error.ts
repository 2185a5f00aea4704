/** What sort of failure it is, decided by the cloud's adapter from codes, never from HTTP status alone. */
export type ErrorKind =
  | 'cancelled'
  | 'network'
  | 'timeout'
  | 'throttled'
  | 'credentials'
  | 'clock'
  | 'denied'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'server'
  /** The answer could not be read: not JSON, or not of the documented shape. */
  | 'unreadable'
  /** A write was sent, the answer was lost, and reading the state back did not decide it. */
  | 'ambiguous'
  /** Something on this machine stands in the way, such as a full disk: nothing was sent. */
  | 'local';

/** Which of the things that sign a request the cloud refused. */
export type CredentialField = 'accessKeyId' | 'accessKeySecret' | 'securityToken' | 'clock';

export interface CloudErrorDetails {
  readonly kind: ErrorKind;
  /** The cloud's code (`Throttling.User`), or ours where the cloud never answered (`Timeout`). */
  readonly code: string;
  /** The cloud's own message, untrusted text. */
  readonly message: string;
  readonly operation: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  /** What the code means, in the user's language, from the catalogue of the cloud. */
  readonly meaning?: string;
  /** What to do about it, in the user's language, from the catalogue of the cloud. */
  readonly advice?: string;
  /** The right that is missing, as the cloud names it (`resourcesharing:ListResourceShares`), where it does. */
  readonly missingAction?: string;
  /** How long the cloud asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** With the kinds `credentials` and `clock`: what is wrong. */
  readonly field?: CredentialField;
  /** True where the request never left this machine, so that nothing can have happened. */
  readonly notSent?: boolean;
  /**
   * True where the answer was lost, and what the cloud lists since shows that the write did not take effect.
   * It may be sent again: doing it twice would change nothing either.
   */
  readonly notDone?: boolean;
  /** True where the cloud refuses only for as long as it is still at work on the same share or resource. */
  readonly busy?: boolean;
  readonly cause?: unknown;
}

/** The one error that leaves `src/clouds`. Never carries a secret. */
export class CloudError extends Error {
  readonly details: CloudErrorDetails;

  constructor(details: CloudErrorDetails) {
    super(`${details.code}: ${details.message}`, { cause: details.cause });
    this.name = 'CloudError';
    this.details = details;
  }

  get kind(): ErrorKind {
    return this.details.kind;
  }
}
