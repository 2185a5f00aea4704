import type { Share } from '../share.ts';

export interface TagFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** Every key must be there, each with one of its values, or with any where none is named. */
export function hasTags(share: Share, filters: readonly TagFilter[]): boolean {
  return filters.every(({ key, values }) => {
    const value = share.tags.get(key);
    return value !== undefined && (values.length === 0 || values.includes(value));
  });
}
