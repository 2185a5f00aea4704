const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** As a person orders names: `app-2` before `app-10`, and letter case plays no part. */
export const compareNames: (some: string, other: string) => number = collator.compare;
