import * as z from 'zod/mini';
import type { TimeWindow } from './draft.ts';

const windowSchema = z.object({
  timeRange: z.union([
    z.object({ timeRangeType: z.literal('day') }),
    z.object({
      timeRangeType: z.literal('timeRange'),
      beginAtTime: z.string(),
      endAtTime: z.string(),
      timezone: z.string(),
    }),
  ]),
});

/** Reads the property of a service principal back; undefined for one that no form has fields for. */
export function timeWindowOf(property: string | undefined): TimeWindow | undefined {
  const always = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' } as const;
  if (property === undefined || property === '') return always;
  try {
    const { timeRange } = windowSchema.parse(JSON.parse(property));
    if (timeRange.timeRangeType === 'day') return { ...always, kind: 'day' };
    const { beginAtTime, endAtTime, timezone } = timeRange;
    return { kind: 'timeRange', beginAtTime, endAtTime, timezone };
  } catch {
    return undefined;
  }
}
