import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Association, ResourceShare } from '../model/share.ts';
import { asCloudError } from './failure.ts';

/** Takes pages as they arrive. What it throws ends the reading. */
export interface ScopeReader {
  readonly shares: (page: readonly ResourceShare[]) => void;
  readonly rows: (page: readonly Association[]) => void;
}

/**
 * Reads a whole scope in the fewest calls: unfiltered lists, each a chain of pages, side by side.
 *
 * What others share is asked for only when there are such shares, which saves an account that receives nothing the
 * call, and only their resources: in place of principals both clouds name the owners there (ListSharedTargets,
 * SearchSharedPrincipals), and the share has its owner already.
 *
 * One chain that fails leaves the others running, so that a missing right hides no more than it must; keys that are
 * wrong end them all.
 * @returns the failure that tells most, or undefined when every chain came to its end
 */
export async function readScope(
  cloud: ShareCloud,
  region: string,
  run: {
    readonly controller: AbortController;
    readonly priority: Priority;
    /** Whether others shared something the last time: what it is need not wait for the list of their shares then. */
    readonly receives: boolean;
  },
  reader: ScopeReader,
): Promise<CloudError | undefined> {
  const { controller, priority } = run;
  const options = { signal: controller.signal, priority };
  const failures: CloudError[] = [];

  const chain = async <T>(operation: string, pages: AsyncIterable<T>, take: (page: T) => void) => {
    try {
      for await (const page of pages) {
        controller.signal.throwIfAborted();
        take(page);
      }
    } catch (error) {
      const failure = asCloudError(error, operation);
      failures.push(failure);
      if (endsAll(failure)) controller.abort(failure);
    }
  };

  const receivedRows = () =>
    chain(
      'ListSharedResources',
      cloud.listReceived(region, { kind: 'resource' }, options),
      reader.rows,
    );

  const received = async () => {
    let rows = run.receives ? receivedRows() : undefined;
    const shares = cloud.listShares(region, { owner: 'other' }, options);
    await chain('ListResourceShares', shares, (page) => {
      reader.shares(page);
      rows ??= receivedRows();
    });
    await rows;
  };

  const ownRows = (kind: 'resource' | 'principal') =>
    chain(
      'ListResourceShareAssociations',
      cloud.listAssociations(region, { kind }, options),
      reader.rows,
    );

  await Promise.all([
    chain(
      'ListResourceShares',
      cloud.listShares(region, { owner: 'self' }, options),
      reader.shares,
    ),
    ownRows('resource'),
    ownRows('principal'),
    received(),
  ]);
  return (
    failures.find(endsAll) ?? failures.find(({ kind }) => kind !== 'cancelled') ?? failures.at(0)
  );
}

function endsAll({ kind }: CloudError): boolean {
  return kind === 'credentials' || kind === 'clock' || kind === 'cancelled';
}
