import { rowId, type GatheringAddress, type TreeAddress } from '../address.ts';
import { bucketsOf, rangeOf, type Bucket, type Named } from './buckets.ts';

/** Too many rows below one row, in buckets. */
export class Many {
  readonly #of: string;
  readonly #rows: readonly TreeAddress[];
  readonly #names: readonly Named[];
  readonly #buckets: readonly Bucket[];
  readonly #failed = new Map<string, number>();
  /** In which bucket a row is; made when somebody asks. */
  #places: ReadonlyMap<string, Bucket> | undefined;

  /**
   * @param of the id of the row above, empty for the outermost rows
   * @param rows sorted by name
   */
  constructor(of: string, rows: readonly TreeAddress[], nameOf: (address: TreeAddress) => string) {
    this.#of = of;
    this.#rows = rows;
    this.#names = rows.map((row) => ({ name: nameOf(row), key: keyOf(row) }));
    this.#buckets = bucketsOf(this.#names);
  }

  get bucketRows(): readonly GatheringAddress[] {
    return this.#buckets.map((bucket) => this.#address(bucket));
  }

  rowsIn(from: string): readonly TreeAddress[] {
    const bucket = this.#find(from);
    return bucket ? this.#rows.slice(bucket.start, bucket.end) : [];
  }

  /** How many rows in the bucket have failed, or something below them has. */
  failedIn(from: string, hasFailed: (row: TreeAddress) => boolean): number {
    const known = this.#failed.get(from);
    if (known !== undefined) return known;
    const failed = this.rowsIn(from).filter(hasFailed).length;
    this.#failed.set(from, failed);
    return failed;
  }

  /** From which name to which the bucket goes. */
  rangeOf(from: string): readonly [from: string, to: string] | undefined {
    const bucket = this.#find(from);
    return bucket && rangeOf(this.#names, bucket);
  }

  /** The bucket that a row is in. */
  bucketOf(row: TreeAddress): GatheringAddress | undefined {
    this.#places ??= new Map(
      this.#buckets.flatMap((bucket) =>
        this.#names.slice(bucket.start, bucket.end).map(({ key }) => [key, bucket] as const),
      ),
    );
    const bucket = this.#places.get(keyOf(row));
    return bucket && this.#address(bucket);
  }

  #find(from: string): Bucket | undefined {
    return this.#buckets.find((bucket) => bucket.from === from);
  }

  #address({ from }: Bucket): GatheringAddress {
    return { kind: 'bucket', of: this.#of, from };
  }
}

/** A text that tells a row from the others below the same row. */
function keyOf(address: TreeAddress): string {
  switch (address.kind) {
    case 'share':
      return `${address.accountId}/${address.region}/${address.shareId}`;
    case 'association':
      return address.key;
    case 'heading':
      return address.place.value ?? '';
    default:
      return rowId(address);
  }
}
