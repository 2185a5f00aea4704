/**
 * A day or a minute as a person writes it, in local time: `2026-11-22`, `2026-11-22 15:04`.
 * @param edge which end of a day without a time is meant
 * @returns milliseconds since the epoch; undefined for what is no such day or minute
 */
export function parseDate(text: string, edge: 'start' | 'end'): number | undefined {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?$/u.exec(text.trim());
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number);
  const isDay = parts[4] === undefined;
  const [hour, minute] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0)];
  const date = new Date(year, month - 1, day, hour, minute);
  const isReal =
    date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
  if (!isReal || hour > 23 || minute > 59) return undefined;
  if (isDay && edge === 'end') return new Date(year, month - 1, day + 1).getTime() - 1;
  return date.getTime();
}
