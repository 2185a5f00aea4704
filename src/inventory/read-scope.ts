import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { asCloudError } from './failure.ts';

/** Takes pages as they arrive. What it throws ends the reading. */
export interface ScopeReader {
  readonly shares: (page: readonly ResourceShare[]) => void;
  readonly rows: (page: readonly Association[]) => void;
}

/**
 * Reads a whole scope in the fewest calls: unfiltered lists, each a chain of pages, side by side.
 *
 * Rows are asked for together with their shares where such shares are expected, and otherwise only when one comes:
 * most scopes of a large organisation are empty, and an empty one takes two calls then.
 * Of what others share only the resources are read: in place of principals both clouds name the owners there
 * (ListSharedTargets, SearchSharedPrincipals), and the share has its owner already.
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
    /** Whether to expect shares of this side: its rows are asked for without waiting for them then. */
    readonly expects: Readonly<Record<ShareOwner, boolean>>;
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

  const rowsOf: Readonly<Record<ShareOwner, () => Promise<unknown>>> = {
    self: () => Promise.all([ownRows('resource'), ownRows('principal')]),
    other: () =>
      chain(
        'ListSharedResources',
        cloud.listReceived(region, { kind: 'resource' }, options),
        reader.rows,
      ),
  };

  const ownRows = (kind: AssociationKind) =>
    chain(
      'ListResourceShareAssociations',
      cloud.listAssociations(region, { kind }, options),
      reader.rows,
    );

  const side = async (owner: ShareOwner) => {
    const shares = cloud.listShares(region, { owner }, options);
    let rows = run.expects[owner] ? rowsOf[owner]() : undefined;
    await chain('ListResourceShares', shares, (page) => {
      reader.shares(page);
      rows ??= rowsOf[owner]();
    });
    await rows;
  };

  await Promise.all([side('self'), side('other')]);
  return (
    failures.find(endsAll) ?? failures.find(({ kind }) => kind !== 'cancelled') ?? failures.at(0)
  );
}

function endsAll({ kind }: CloudError): boolean {
  return kind === 'credentials' || kind === 'clock' || kind === 'cancelled';
}
