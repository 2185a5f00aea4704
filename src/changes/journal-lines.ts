import type * as z from 'zod/mini';
import { type ActionRecord, actionRecordSchema } from './action.ts';

/** A record as a line of a file. */
export function writeLine(record: ActionRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Reads the lines of a file. What is no record is left out, such as a line that was cut off in the middle. */
export function readLines(text: string): readonly ActionRecord[] {
  const records: ActionRecord[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const record = parseLine(actionRecordSchema, line);
    if (record) records.push(record);
  }
  return records;
}

/** @returns undefined for what is not JSON, or not of that shape */
export function parseLine<Content>(
  schema: z.ZodMiniType<Content>,
  line: string,
): Content | undefined {
  try {
    return schema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
