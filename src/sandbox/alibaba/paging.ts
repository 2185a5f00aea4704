import { createHmac } from 'node:crypto';
import { text, type Field, type Params } from './parameters.ts';
import { WireError } from './wire-error.ts';

export interface PageRequest {
  readonly MaxResults: number;
  readonly NextToken: string | undefined;
}

const maxResults: Field<number> = (params, name) => {
  const value = params.get(name);
  if (value === undefined || value === '') return 20;
  const number = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > 100) throw new WireError('InvalidParameter.MaxResults');
  return number;
};

const nextToken = text({
  invalid: 'InvalidParameter.NextToken',
  maxLength: 256,
  tooLong: 'InvalidParameter.NextToken.Length',
});

/** The two parameters of every list. */
export const pageFields = { MaxResults: maxResults, NextToken: nextToken } as const;

export interface PageContext {
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  readonly params: Params;
  /** What signs the tokens. */
  readonly secret: string;
  readonly emptyPages: boolean;
}

/** One page in twenty, from the third on, holds nothing but a token. */
function isEmptyPage(page: number): boolean {
  return page % 20 === 3;
}

/**
 * Cuts one page out of a list that is ordered by growing `seq`.
 * A token goes on behind the last item that was sent, so rows that come and go in between shift nothing.
 * It belongs to the operation, account, region and filters it was made for.
 * @throws WireError InvalidParameter.NextToken for any other
 */
export function cutPage<T extends { readonly seq: number }>(
  items: Iterable<T>,
  request: PageRequest,
  context: PageContext,
): { readonly items: readonly T[]; readonly token: { NextToken?: string } } {
  const start = request.NextToken === undefined ? firstPage : readToken(request.NextToken, context);
  if (context.emptyPages && isEmptyPage(start.page)) {
    return {
      items: [],
      token: { NextToken: makeToken({ page: start.page + 1, after: start.after }, context) },
    };
  }
  const page: T[] = [];
  for (const item of items) {
    if (item.seq <= start.after) continue;
    if (page.length === request.MaxResults) {
      const after = page.at(-1)?.seq ?? start.after;
      return {
        items: page,
        token: { NextToken: makeToken({ page: start.page + 1, after }, context) },
      };
    }
    page.push(item);
  }
  return { items: page, token: {} };
}

interface Position {
  /** 1 for the first. */
  readonly page: number;
  /** The `seq` of the last item that was sent. */
  readonly after: number;
}

const firstPage: Position = { page: 1, after: 0 };

/** Operation, account, page, position and seal: the shape that a published sample shows when it is decoded. */
function makeToken(position: Position, context: PageContext): string {
  const seal = sealOf(position, context);
  const content = `${context.operation}&${context.accountId}&${position.page}&${position.after}.${seal}`;
  return Buffer.from(content).toString('base64');
}

function readToken(token: string, context: PageContext): Position {
  const content = Buffer.from(token, 'base64').toString();
  const [, page = '', after = '', seal = ''] =
    /^\w+&\d+&(\d+)&(\d+)\.([0-9a-f]+)$/.exec(content) ?? [];
  const position = { page: Number(page), after: Number(after) };
  if (seal === '' || seal !== sealOf(position, context)) {
    throw new WireError('InvalidParameter.NextToken');
  }
  return position;
}

function sealOf(position: Position, context: PageContext): string {
  const filters = [...context.params]
    .filter(([name]) => !unbound.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return createHmac('sha256', context.secret)
    .update(
      JSON.stringify([
        context.operation,
        context.accountId,
        context.region,
        position.page,
        position.after,
        filters,
      ]),
    )
    .digest('hex')
    .slice(0, 32);
}

/** Parameters that may differ from page to page: those of paging itself and of the older signature. */
const unbound = new Set([
  'MaxResults',
  'NextToken',
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'SignatureType',
  'Timestamp',
]);
