import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import type { CallOptions } from './cloud.ts';
import { collect } from './http/pages.ts';

/** The lists in which a change of a share shows. */
export interface ContentQueries {
  /** Shares, by id or by a name that need not be matched exactly. */
  listShares(
    region: string,
    query: {
      readonly owner: ShareOwner;
      readonly ids?: readonly string[];
      readonly name?: string;
    },
    options: CallOptions,
  ): AsyncIterable<readonly ResourceShare[]>;
  listAssociations(
    region: string,
    query: { readonly kind: AssociationKind; readonly shareIds: readonly string[] },
    options: CallOptions,
  ): AsyncIterable<readonly Association[]>;
}

/** All rows of a share of the kinds that a request names. */
export async function rowsOfRequest(
  plain: ContentQueries,
  region: string,
  shareId: string,
  request: { readonly resources: readonly unknown[]; readonly principals: readonly unknown[] },
  options: CallOptions,
): Promise<readonly Association[]> {
  const rows: Association[] = [];
  for (const kind of ['resource', 'principal'] as const) {
    const asked = kind === 'resource' ? request.resources : request.principals;
    if (asked.length === 0) continue;
    const query = { kind, shareIds: [shareId] };
    rows.push(...(await collect(plain.listAssociations(region, query, options))));
  }
  return rows;
}
