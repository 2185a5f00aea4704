import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { OpenApiUtil } from '@alicloud/openapi-core';
import {
  startSandbox,
  type Sandbox,
  type SandboxAccount,
  type SandboxOptions,
} from '../../src/sandbox/sandbox.ts';

export type Content = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly content: Content;
}

/** What a parameter may be before it is flattened: `Targets: ['a']` becomes `Targets.1=a`. */
export type Parameter =
  string | number | boolean | readonly (string | Readonly<Record<string, string>>)[];
export type Input = Readonly<Record<string, Parameter>>;

export interface Signing {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly placement?: 'query' | 'form';
  readonly version?: string;
  readonly path?: string;
  /** Milliseconds to add to the date. */
  readonly skewMs?: number;
  /** Changes the headers before they are signed. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Changes the headers after they were signed. */
  readonly forged?: Readonly<Record<string, string | undefined>>;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

type SignerRequest = Parameters<typeof OpenApiUtil.getAuthorization>[0];

/** One request, signed with the vendor's own package. */
export async function request(
  endpoint: string,
  keys: Keys,
  action: string,
  parameters: Input = {},
  signing: Signing = {},
): Promise<Answer> {
  const method = signing.method ?? 'POST';
  const flat = flatten(parameters);
  const form = signing.placement === 'form' ? new URLSearchParams(flat).toString() : '';
  const query = signing.placement === 'form' ? {} : flat;
  const hash = createHash('sha256').update(form).digest('hex');
  const date = new Date(Date.now() + (signing.skewMs ?? 0)).toISOString().replace(/\.\d+/, '');
  const headers = defined({
    host: new URL(endpoint).host,
    'x-acs-action': action,
    'x-acs-version': signing.version ?? '2020-01-10',
    'x-acs-date': date,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': hash,
    'x-acs-security-token': keys.securityToken,
    'content-type': form === '' ? undefined : 'application/x-www-form-urlencoded',
    ...signing.headers,
  });
  const authorization = OpenApiUtil.getAuthorization(
    Object.assign(Object.create(null) as SignerRequest, { method, pathname: '/', query, headers }),
    'ACS3-HMAC-SHA256',
    hash,
    keys.accessKeyId,
    keys.accessKeySecret,
  );
  const search = new URLSearchParams(query).toString();
  const response = await fetch(
    `${endpoint}${signing.path ?? '/'}${search === '' ? '' : `?${search}`}`,
    {
      method,
      headers: defined({ ...headers, authorization, ...signing.forged }),
      ...(form === '' ? {} : { body: form }),
    },
  );
  return {
    status: response.status,
    headers: response.headers,
    content: asContent(await response.json()),
  };
}

/** A running sandbox with shorter ways to talk to it. */
export class Bench {
  readonly sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  static async start(options: SandboxOptions = {}): Promise<Bench> {
    return new Bench(await startSandbox(options));
  }

  stop(): Promise<void> {
    return this.sandbox.stop();
  }

  /** The account with that word in its label: owner, member, outsider or temporary. */
  account(word: string): SandboxAccount {
    const found = this.sandbox.description.accounts.find(({ label }) => label.includes(word));
    assert.ok(found, `no account ${word}`);
    return found;
  }

  endpoint(region = 'cn-hangzhou'): string {
    const { regions } = this.sandbox.description.clouds.alibaba;
    const found = regions.find(({ id }) => id === region);
    assert.ok(found, `no region ${region}`);
    return found.endpoint;
  }

  call(
    who: string,
    action: string,
    parameters: Input = {},
    signing: Signing & { readonly region?: string } = {},
  ): Promise<Answer> {
    return request(this.endpoint(signing.region), this.account(who), action, parameters, signing);
  }

  /** Calls and expects success. */
  async ok(who: string, action: string, parameters: Input = {}, region?: string): Promise<Content> {
    const answer = await this.call(who, action, parameters, region === undefined ? {} : { region });
    assert.equal(answer.status, 200, JSON.stringify(answer.content));
    return answer.content;
  }

  /** Calls, expects a refusal and gives its code. */
  async code(
    who: string,
    action: string,
    parameters: Input = {},
    region?: string,
  ): Promise<string> {
    const answer = await this.call(who, action, parameters, region === undefined ? {} : { region });
    return answer.status === 200 ? 'no error' : text(answer.content, 'Code');
  }

  /** All items of a list, page by page. */
  async all(
    who: string,
    action: string,
    key: string,
    parameters: Input = {},
    region?: string,
  ): Promise<Content[]> {
    const items: Content[] = [];
    for (let token: unknown; ;) {
      const content = await this.ok(
        who,
        action,
        { ...parameters, ...(typeof token === 'string' ? { NextToken: token } : {}) },
        region,
      );
      items.push(...list(content, key));
      token = content.NextToken;
      if (token === undefined) return items;
    }
  }

  /** Creates a share and gives its id. */
  async create(who: string, parameters: Input = {}, region?: string): Promise<string> {
    const content = await this.ok(
      who,
      'CreateResourceShare',
      { ResourceShareName: 'made-by-a-test', ...parameters },
      region,
    );
    return text(asContent(content.ResourceShare), 'ResourceShareId');
  }

  async control(route: string, body?: object): Promise<Content> {
    const answer = await this.controlAnswer(route, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.content));
    return answer.content;
  }

  async controlAnswer(route: string, body?: object): Promise<Answer> {
    const response = await fetch(
      `${this.sandbox.description.control}${route}`,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    return {
      status: response.status,
      headers: response.headers,
      content: asContent(await response.json()),
    };
  }

  async settle(): Promise<void> {
    await this.control('/settle', {});
  }

  async advance(advanceMs: number): Promise<void> {
    await this.control('/clock', { advanceMs });
  }
}

export function list(content: Content, key: string): Content[] {
  const items = content[key];
  assert.ok(Array.isArray(items), `${key} is not a list`);
  return items.map(asContent);
}

export function text(content: Content, key: string): string {
  const value = content[key];
  assert.ok(typeof value === 'string', `${key} is not a text`);
  return value;
}

export function asContent(value: unknown): Content {
  assert.ok(typeof value === 'object' && value !== null);
  return value as Content;
}

export function flatten(parameters: Input): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'object') {
      value.forEach((item, index) => {
        if (typeof item === 'string') flat[`${name}.${index + 1}`] = item;
        else {
          for (const [key, part] of Object.entries(item))
            flat[`${name}.${index + 1}.${key}`] = part;
        }
      });
    } else flat[name] = String(value);
  }
  return flat;
}

function defined(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
