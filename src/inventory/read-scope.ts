import type { CloudError } from '../clouds/cloud-error.ts';
import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import { inPieces } from '../model/pieces.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { listsOf, rowsPart } from './completeness.ts';
import { asCloudError } from './failure.ts';
import type { ListPart } from './snapshot.ts';
import { scopeParts } from './snapshot.ts';

/** Takes pages as they arrive. What it throws ends the reading. */
export interface ScopeReader {
  readonly shares: (page: readonly ResourceShare[]) => void;
  readonly rows: (page: readonly Association[]) => void;
  /** The list was read to its end, or there can be nothing in it. */
  readonly ended: (part: ListPart) => void;
}

/** How a reading went that did not come to its end everywhere. */
export interface ReadFailure {
  /** The failure that tells most. */
  readonly error: CloudError;
  /** Why each list was not read to its end; nothing for those that were only cancelled or never asked for. */
  readonly byPart: ReadonlyMap<ListPart, CloudError>;
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
 * @returns undefined when every chain came to its end
 */
export async function readScope(
  cloud: ShareCloud,
  region: string,
  run: {
    readonly options: CallOptions;
    /** Aborts the signal of the options. */
    readonly controller: AbortController;
    /** Whether to expect shares of this side: its rows are asked for without waiting for them then. */
    readonly expects: Readonly<Record<ShareOwner, boolean>>;
  },
  reader: ScopeReader,
): Promise<ReadFailure | undefined> {
  const { controller, options } = run;
  const failures = new Map<ListPart, CloudError>();
  const ended = new Set<ListPart>();

  const end = (part: ListPart): void => {
    reader.ended(part);
    ended.add(part);
  };

  const chain = async <T>(
    part: ListPart,
    operation: string,
    pages: AsyncIterable<readonly T[]>,
    take: (page: readonly T[]) => void,
  ) => {
    try {
      for await (const page of pages) {
        for await (const piece of inPieces(page)) {
          controller.signal.throwIfAborted();
          take(piece);
        }
      }
      end(part);
    } catch (error) {
      const failure = asCloudError(error, operation);
      failures.set(part, failure);
      if (endsAll(failure)) controller.abort(failure);
    }
  };

  const rowsOf: Readonly<Record<ShareOwner, () => Promise<unknown>>> = {
    self: () => Promise.all([ownRows('resource'), ownRows('principal')]),
    other: () =>
      chain(
        'receivedResources',
        'ListSharedResources',
        cloud.listReceived(region, { kind: 'resource' }, options),
        reader.rows,
      ),
  };

  const ownRows = (kind: AssociationKind) =>
    chain(
      rowsPart('self', kind),
      'ListResourceShareAssociations',
      cloud.listAssociations(region, { kind }, options),
      reader.rows,
    );

  const side = async (owner: ShareOwner) => {
    const [part, ...rowParts] = listsOf[owner];
    const shares = cloud.listShares(region, { owner }, options);
    let rows = run.expects[owner] ? rowsOf[owner]() : undefined;
    await chain(part, 'ListResourceShares', shares, (page) => {
      reader.shares(page);
      rows ??= rowsOf[owner]();
    });
    if (rows) await rows;
    else if (!failures.has(part)) for (const each of rowParts) end(each);
  };

  // Of many scopes that are read at once the own shares come first, and with them the rows to be asked for.
  const own = side('self');
  await Promise.resolve();
  await Promise.all([own, side('other')]);
  const all = [...failures.values()];
  const told = all.filter(({ kind }) => kind !== 'cancelled');
  const error = told.find(endsAll) ?? told.at(0) ?? all.at(0);
  if (!error) return undefined;
  const forAll = told.find(endsAll);
  const byPart = scopeParts.flatMap((part) => {
    const own = failures.get(part);
    const why = own && own.kind !== 'cancelled' ? own : forAll;
    return why && !ended.has(part) ? [[part, why] as const] : [];
  });
  return { error, byPart: new Map(byPart) };
}

/** Whether after this failure no other call can succeed. */
export function endsAll({ kind }: CloudError): boolean {
  return kind === 'credentials' || kind === 'clock' || kind === 'cancelled';
}
