import type { IncomingHttpHeaders } from 'node:http';
import type { CloudId } from '../../src/model/account.ts';

/** A request as it came from the client. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a request asks for, read off the wire without the clients' own words. */
export interface WireCall {
  readonly cloud: CloudId;
  readonly isWrite: boolean;
  /** It asks for a further page of a list. */
  readonly isFurtherPage: boolean;
  /** The token of that page. */
  readonly token: string | undefined;
  readonly isList: boolean;
  /** The same for the same request of the same account, whenever it is signed. */
  readonly key: string;
}

export function readCall(cloud: CloudId, request: WireRequest): WireCall {
  const { method, url, headers } = request;
  const body = request.body.toString();
  const who = /Credential=([^,]+)|Access=([^,]+)/.exec(headers.authorization ?? '');
  const account = who?.[1] ?? who?.[2] ?? '';
  if (cloud === 'alibaba') {
    const action = String(headers['x-acs-action']);
    return {
      cloud,
      isWrite: !/^(List|Get|Describe|Check)/.test(action),
      isList: action.startsWith('List'),
      ...further(/(?:^|&)NextToken=([^&]*)/.exec(body)?.[1]),
      key: `${account} ${action} ${body}`,
    };
  }
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const isSearch = /\/(search(-[a-z-]+)?|filter|count)$/.test(pathname);
  return {
    cloud,
    isWrite: method !== 'GET' && !isSearch,
    isList: isSearch || /\/(permissions|associated-permissions|accounts)$/.test(pathname),
    ...further(searchParams.get('marker') ?? /"marker":"([^"]*)"/.exec(body)?.[1]),
    key: `${account} ${method} ${pathname} ${body}`,
  };
}

function further(token: string | undefined): Pick<WireCall, 'isFurtherPage' | 'token'> {
  return { isFurtherPage: token !== undefined, token };
}

/** A refusal in the words of the cloud. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const refusals = {
  alibaba: {
    throttled: {
      status: 429,
      code: 'Throttling.User',
      message: 'Request was denied due to user flow control.',
    },
    pageToken: {
      status: 400,
      code: 'InvalidParameter.NextToken',
      message: 'The NextToken is invalid.',
    },
    credentials: {
      status: 400,
      code: 'InvalidSecurityToken.Expired',
      message: 'Specified SecurityToken is expired.',
    },
  },
  huawei: {
    throttled: {
      status: 429,
      code: 'APIGW.0308',
      message: 'The throttling threshold has been reached: policy user over ratelimit.',
    },
    pageToken: { status: 400, code: 'RAM.1001', message: 'Invalid parameter marker.' },
    credentials: {
      status: 401,
      code: 'APIGW.0301',
      message: 'Incorrect IAM authentication information: the token has expired.',
    },
  },
} as const satisfies Readonly<Record<CloudId, Readonly<Record<string, Refusal>>>>;

/** The body of a refusal. */
export function refusalBody(cloud: CloudId, { code, message }: Refusal, id: string): string {
  return JSON.stringify(
    cloud === 'alibaba'
      ? { RequestId: id, HostId: '127.0.0.1', Code: code, Message: message }
      : { error_code: code, error_msg: message, request_id: id },
  );
}

/** A page that holds nothing but a token for the next one. */
export function emptyPage(cloud: CloudId, token: string, id: string): string {
  return JSON.stringify(
    cloud === 'alibaba'
      ? { RequestId: id, NextToken: token }
      : {
          ...{ resource_shares: [], resource_share_associations: [], shared_resources: [] },
          ...{ shared_principals: [], resource_share_invitations: [], permissions: [] },
          ...{ associated_permissions: [], accounts: [] },
          page_info: { next_marker: token, current_count: 0 },
        },
  );
}
