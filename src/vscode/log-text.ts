import { CloudError } from '../clouds/cloud-error.ts';
import type { RequestRecord } from '../clouds/cloud.ts';
import { redact } from '../clouds/http/redact.ts';
import { shown } from '../model/untrusted-text.ts';

/** A request in one line. */
export function requestLine(accountLabel: string, record: RequestRecord): string {
  const { operation, region, outcome, durationMs, attempt, requestId } = record;
  const duration = `${Math.round(durationMs)} ms`;
  const tried = attempt > 1 ? `try ${attempt}` : '';
  return line(operation, accountLabel, region, outcome, duration, requestId, tried);
}

export function messageLine(message: string): string {
  return line(message);
}

/** An error of a cloud in one line; of any other one all that is known of it. */
export function errorText(error: unknown): string {
  if (error instanceof CloudError) {
    const { operation, code, message, requestId } = error.details;
    return line(operation, code, message, requestId);
  }
  return redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function line(...parts: readonly (string | undefined)[]): string {
  // First the secrets: one that is cut off in the middle is not known for one any more.
  const words = parts.map((part = '') => shown(redact(part)));
  return words.filter((word) => word !== '').join(' · ');
}
