import { errorTable, type ErrorCode } from './error-table.ts';

/** The cloud's refusal; what the caller sees is made of it. */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    extra: {
      readonly suffix?: string;
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    const entry = errorTable[code];
    super(entry.message + (extra.suffix ?? ''));
    this.name = 'WireError';
    this.code = code.replace(/#.*$/, '');
    this.status = entry.status;
    this.details = extra.details ?? {};
    this.headers = extra.headers ?? {};
  }
}
