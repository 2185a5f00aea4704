let collator: Intl.Collator | undefined;

/** As a person orders names: `app-2` before `app-10`, and letter case plays no part. */
export function compareNames(some: string, other: string): number {
  // Made when there are names to be ordered: it takes longer than to run all code that loads at activation.
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return collator.compare(some, other);
}
