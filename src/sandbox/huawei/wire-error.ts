import { findError, type ErrorCode } from './error-table.ts';

/** The cloud's refusal; what the caller sees is made of it. */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  /** @param values what the message has in the place of its `%s`, in their order */
  constructor(
    code: ErrorCode,
    values: readonly (string | number)[] = [],
    extra: {
      readonly status?: number;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const entry = findError(code);
    const rest = [...values];
    super((entry?.message ?? '').replace(/%s/g, () => String(rest.shift() ?? '')));
    this.name = 'WireError';
    this.code = code.replace(/#.*$/, '');
    this.status = extra.status ?? entry?.status ?? 500;
    this.details = extra.details ?? {};
    this.headers = extra.headers ?? {};
  }
}
