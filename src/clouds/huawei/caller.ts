import { t } from '@vscode/l10n';
import type * as z from 'zod/mini';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, ConnectOptions, Credentials } from '../cloud.ts';
import { baseUrl } from '../http/base-url.ts';
import { type Dialect, HttpCaller } from '../http/caller.ts';
import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import { readJson } from '../http/unreadable.ts';
import { answerError, requestIdOf } from './errors.ts';
import { type Operation, type OperationName, operations, rateOf } from './operations.ts';
import { type Json, signatureDate, signedHeaders } from './sign.ts';
import { hostOf } from './sites.ts';

/** One call as the vendor's pages word it. */
export interface Call<Schema extends z.ZodMiniType> {
  readonly operation: OperationName;
  /** What `{id}` in the path stands for. */
  readonly id?: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Readonly<Record<string, Json | undefined>>;
  /** Which page of a list it asks for, from 1. */
  readonly page?: number;
  readonly answer: Schema;
}

/** Sends single calls for one account: JSON over paths, with the account named once it is known. */
export class Caller {
  readonly http: HttpCaller;
  readonly #options: ConnectOptions;
  #domainId: string | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#domainId = options.ownerId;
    this.http = new HttpCaller(options, dialect);
  }

  /** The account of the keys, as far as anybody has told. */
  get ownerId(): string | undefined {
    return this.#domainId;
  }

  /** From now on calls name this account. */
  learnOwner(ownerId: string): void {
    this.#domainId = ownerId;
  }

  /** @throws {@link CloudError} and nothing else */
  call<Schema extends z.ZodMiniType>(
    call: Call<Schema>,
    options: CallOptions,
  ): Promise<z.output<Schema>> {
    const { operation } = call;
    const { kind, silent }: Operation = operations[operation];
    return this.http.send(
      {
        operation,
        region: '',
        page: call.page,
        kind,
        request: (credentials, now) => this.#request(call, credentials, now),
        read: (answer, requestId) =>
          readJson(call.answer, silent ? spoken(answer) : answer, { operation, requestId }),
      },
      options,
    );
  }

  #request(call: Call<z.ZodMiniType>, credentials: Credentials, now: number): HttpRequest {
    const { method, path, service }: Operation = operations[call.operation];
    const url = baseUrl(
      hostOf(service, this.#options.site),
      this.#options.endpoints,
      call.operation,
    );
    url.pathname = path.replace('{id}', () => checkedId(call));
    const query = Object.fromEntries(
      Object.entries(call.query ?? {}).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value]],
      ),
    );
    const headers = signedHeaders({
      method,
      url,
      query,
      date: signatureDate(now),
      credentials,
      ...(this.#domainId === undefined || service !== 'sharing'
        ? {}
        : { domainId: this.#domainId }),
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    url.search = Object.entries(query)
      .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
      .join('&');
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    return { url: url.href, method, headers, ...body };
  }
}

const dialect: Dialect = { rate: rateOf, requestId: requestIdOf, error: answerError };

/** Where nothing need be said, saying nothing is an answer. */
function spoken(answer: HttpAnswer): HttpAnswer {
  return answer.text.trim() === '' ? { ...answer, text: 'null' } : answer;
}

/** Ids are put into the path: none may change it (reference section 5). */
function checkedId({ operation, id = '' }: Call<z.ZodMiniType>): string {
  if (/^[\w-]{1,64}$/.test(id)) return id;
  throw new CloudError({
    kind: 'invalid',
    code: 'InvalidId',
    message: id,
    operation,
    notSent: true,
    meaning: t('This is not an id of the cloud.'),
    advice: t('Refresh, and choose it again.'),
  });
}
