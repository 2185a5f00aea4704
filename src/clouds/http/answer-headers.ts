import { t } from '@vscode/l10n';

/** The server's time minus ours in milliseconds, as exact as the whole seconds of the `date` header. */
export function clockSkewMs(headers: Headers, now: number): number | undefined {
  const serverTime = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(serverTime) ? undefined : serverTime - now;
}

/** Says by how much the clock differs, where the answer tells the cloud's time and it differs by minutes. */
export function clockMeaning(headers: Headers, now: number): string | undefined {
  const skewMs = clockSkewMs(headers, now);
  const minutes = Math.round(Math.abs(skewMs ?? 0) / 60_000);
  if (skewMs === undefined || minutes === 0) return undefined;
  return skewMs > 0
    ? t('The clock of this computer is {0} minutes behind that of the cloud.', minutes)
    : t('The clock of this computer is {0} minutes ahead of that of the cloud.', minutes);
}

/** `Retry-After`, which counts seconds or names a date, in milliseconds from now. */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const delayMs = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return delayMs > 0 ? delayMs : undefined;
}
