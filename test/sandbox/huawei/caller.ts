import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import {
  startSandbox,
  type Sandbox,
  type SandboxAccount,
  type SandboxOptions,
} from '../../../src/sandbox/sandbox.ts';
import { asContent, list, text, type Content } from '../caller.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** As it came. */
  readonly text: string;
  /** The parsed text; empty where there is none. */
  readonly content: Content;
}

type HeaderChanges = Readonly<Record<string, string | undefined>>;

export interface Signing {
  /** In the place of those of the account. */
  readonly secret?: string;
  readonly keyId?: string;
  /** Milliseconds to add to the date. */
  readonly skewMs?: number;
  /** Added before the request is signed. */
  readonly headers?: HeaderChanges;
  /** Changed after it was signed. */
  readonly forged?: HeaderChanges;
}

/** `POST /v1/…` with what it carries; a body that is a text is sent as it is. */
export interface Sent extends Signing {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object | string;
  readonly endpoint?: string;
}

type SignerRequest = Parameters<typeof AKSKSigner.sign>[0];
type SignerCredential = Parameters<typeof AKSKSigner.sign>[1];

/** A running sandbox with shorter ways to talk to its Huawei Cloud. Requests are signed by the vendor's own package. */
export class Bench {
  readonly sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  static async start(options: SandboxOptions = {}): Promise<Bench> {
    return new Bench(await startSandbox({ settleMs: 0, ...options }));
  }

  stop(): Promise<void> {
    return this.sandbox.stop();
  }

  /** The account with that word in its label: owner, member, outsider or temporary. */
  account(word: string): SandboxAccount {
    const { accounts } = this.sandbox.description;
    const found = accounts.find(({ cloud, label }) => cloud === 'huawei' && label.includes(word));
    assert.ok(found, `no account ${word}`);
    return found;
  }

  id(word: string): string {
    return this.account(word).accountId;
  }

  urn(
    label: string,
    type = 'functiongraph:function',
    owner = 'owner',
    region = 'cn-north-4',
  ): string {
    const [service, name] = type.split(':');
    return `${service ?? ''}:${region}:${this.id(owner)}:${name ?? ''}:${label}`;
  }

  /** @param route `GET /v1/permissions` */
  async call(who: string, route: string, sent: Sent = {}): Promise<Reply> {
    const [method = '', path = ''] = route.split(' ');
    const account = this.account(who);
    const origin = sent.endpoint ?? this.sandbox.description.clouds.huawei.endpoint;
    const plain = typeof sent.body === 'string' ? sent.body : undefined;
    const content = plain ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
    const signed: Record<string, unknown> = {
      ...AKSKSigner.sign(
        {
          method,
          endpoint: origin + path,
          queryParams: { ...sent.query },
          headers: defined({
            'content-type': 'application/json',
            'X-Sdk-Date': sent.skewMs === undefined ? undefined : basicDate(sent.skewMs),
            'X-Security-Token': account.securityToken,
            // The package hashes what it is given as JSON; the hash of any other text is told.
            'X-Sdk-Content-Sha256':
              plain === undefined ? undefined : createHash('sha256').update(plain).digest('hex'),
            ...sent.headers,
          }),
          ...(typeof sent.body === 'object' ? { data: sent.body } : {}),
        } satisfies SignerRequest,
        credential(sent.keyId ?? account.accessKeyId, sent.secret ?? account.accessKeySecret),
      ),
      ...sent.forged,
    };
    const search = new URLSearchParams(sent.query).toString().replaceAll('+', '%20');
    const response = await fetch(origin + path + (search === '' ? '' : `?${search}`), {
      method,
      headers: defined({ ...signed, host: undefined }),
      ...(content === undefined ? {} : { body: content }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      content: answer === '' ? {} : asContent(JSON.parse(answer)),
    };
  }

  /** Calls and expects success. */
  async ok(who: string, route: string, body?: object): Promise<Content> {
    const answer = await this.call(who, route, body === undefined ? {} : { body });
    assert.ok(answer.status < 300, `${route}: ${answer.text}`);
    return answer.content;
  }

  /** Calls, expects a refusal and gives its code. */
  async code(who: string, route: string, sent: Sent = {}): Promise<string> {
    const answer = await this.call(who, route, sent);
    return answer.status < 300 ? 'no error' : text(answer.content, 'error_code');
  }

  /** The rows of a search that fit in one page. */
  async search(who: string, what: string, key: string, body: object): Promise<Content[]> {
    return list(await this.ok(who, `POST /v1/${what}`, body), key);
  }

  async shares(who: string, side: string, id?: string): Promise<Content[]> {
    return this.search(who, 'resource-shares/search', 'resource_shares', {
      resource_owner: side,
      ...(id === undefined ? {} : { resource_share_ids: [id] }),
    });
  }

  /** The principals or resources of a share, as its owner finds them. */
  async rows(who: string, id: string, kind: 'principal' | 'resource'): Promise<Content[]> {
    return this.search(who, 'resource-share-associations/search', 'resource_share_associations', {
      association_type: kind,
      resource_share_ids: [id],
    });
  }

  invitations(who: string, body: object = {}): Promise<Content[]> {
    const what = 'resource-share-invitations/search';
    return this.search(who, what, 'resource_share_invitations', body);
  }

  /** Creates a share and gives its id. */
  async create(who: string, body: object = {}): Promise<string> {
    const content = await this.ok(who, 'POST /v1/resource-shares', { name: 'by-a-test', ...body });
    return text(asContent(content.resource_share), 'id');
  }

  async control(route: string, body?: object): Promise<Content> {
    const response = await fetch(
      this.sandbox.description.control + route,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
    );
    const content = asContent(await response.json());
    assert.equal(response.status, 200, JSON.stringify(content));
    return content;
  }

  /** Turns switches, does something, and turns all of them back. */
  async withSwitches<T>(switches: object, run: () => Promise<T>): Promise<T> {
    const before = asContent(asContent((await this.control('/state')).huawei).switches);
    await this.control('/huawei/switches', switches);
    try {
      return await run();
    } finally {
      await this.control('/huawei/switches', before);
    }
  }

  async organisation(): Promise<Content> {
    return asContent(asContent((await this.control('/state')).huawei).organisation);
  }

  async settle(): Promise<void> {
    await this.control('/settle', {});
  }

  async advance(advanceMs: number): Promise<void> {
    await this.control('/clock', { advanceMs });
  }
}

function credential(keyId: string, secret: string): SignerCredential {
  const parts = { getAk: () => keyId, getSk: () => secret };
  return parts as unknown as SignerCredential;
}

function basicDate(skewMs: number): string {
  return new Date(Date.now() + skewMs).toISOString().replace(/-|:|\.\d+/g, '');
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
