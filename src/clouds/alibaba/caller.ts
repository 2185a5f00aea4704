import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import type { CallOptions, ConnectOptions, Credentials, Endpoints } from '../cloud.ts';
import { baseUrl } from '../http/base-url.ts';
import { type Dialect, HttpCaller } from '../http/caller.ts';
import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import { readJson } from '../http/unreadable.ts';
import { anyRegion, directoryHost, regionalHost, stsHost } from './endpoints.ts';
import { answerError } from './errors.ts';
import { formBody, type Parameters } from './flatten.ts';
import { type OperationName, operations } from './operations.ts';
import { signatureDate, signedHeaders } from './sign.ts';

export interface Call<Schema extends z.ZodMiniType> {
  readonly operation: OperationName;
  /** Left out for calls that are not of a region. */
  readonly region?: string;
  readonly parameters: Parameters;
  /** Which page of a list it asks for, from 1. */
  readonly page?: number;
  readonly answer: Schema;
}

/** Sends single calls for one account in the way of the vendor's RPC gateway. */
export class Caller {
  readonly http: HttpCaller;
  readonly #endpoints: Endpoints | undefined;

  constructor(options: ConnectOptions) {
    this.#endpoints = options.endpoints;
    this.http = new HttpCaller(options, dialect);
  }

  /** The region to ask where the cloud does not care. */
  get anyRegion(): string {
    return anyRegion(this.#endpoints);
  }

  /** @throws {@link CloudError} and nothing else */
  call<Schema extends z.ZodMiniType>(
    call: Call<Schema>,
    options: CallOptions,
  ): Promise<z.output<Schema>> {
    const { operation } = call;
    return this.http.send(
      {
        operation,
        region: call.region ?? '',
        page: call.page,
        kind: operations[operation].kind,
        request: (credentials, now) => signedRequest(call, this.#endpoints, credentials, now),
        read: (answer, requestId) => readJson(call.answer, answer, { operation, requestId }),
      },
      options,
    );
  }
}

const dialect: Dialect = { rate: rateOf, requestId: requestIdOf, error: answerError };

function rateOf(group: string): number {
  const found = Object.entries(operations).find(([name]) => name === group);
  return found?.[1].rate ?? 1;
}

function signedRequest(
  call: Call<z.ZodMiniType>,
  endpoints: Endpoints | undefined,
  credentials: Credentials,
  now: number,
): HttpRequest {
  const { version } = operations[call.operation];
  const url = baseUrl(hostOf(call), endpoints, call.operation);
  const body = formBody(call.parameters);
  const headers = signedHeaders({
    host: url.host,
    action: call.operation,
    version,
    date: signatureDate(now),
    nonce: randomUUID(),
    credentials,
    body,
  });
  return { url: url.href, method: 'POST', headers, body };
}

function hostOf({ operation, region }: Call<z.ZodMiniType>): string {
  switch (operations[operation].service) {
    case 'sts':
      return stsHost;
    case 'directory':
      return directoryHost;
    case 'sharing':
      return regionalHost(region ?? '', operation);
  }
}

/** The id stands in a header as well, so that it is known even where the body is not read or is no JSON. */
function requestIdOf(answer: HttpAnswer): string | undefined {
  return (
    answer.headers.get('x-acs-request-id') ??
    /"RequestId"\s*:\s*"([\w-]{1,64})"/.exec(answer.text)?.[1]
  );
}
