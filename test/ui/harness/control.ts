import type { RunningSandbox } from '../../../scripts/sandbox.ts';

/** A share as the sandbox knows it: the truth that the window is held against. */
export interface TrueShare {
  readonly region: string;
  readonly ResourceShareId: string;
  readonly ResourceShareName: string;
  readonly ResourceShareOwner: string;
  readonly ResourceShareStatus: string;
  readonly AllowExternalTargets: boolean;
  readonly associations: readonly {
    readonly AssociationType: string;
    readonly AssociationStatus: string;
    readonly EntityId: string;
    readonly EntityType: string;
  }[];
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

export interface Truth {
  readonly directory: {
    readonly id: string;
    readonly accounts: readonly { readonly accountId: string }[];
    readonly folders: readonly { readonly id: string }[];
  };
  readonly shares: readonly TrueShare[];
}

/** Steers the sandbox of a test; see docs/sandbox.md. */
export async function control(
  sandbox: RunningSandbox,
  path: string,
  body?: object,
): Promise<unknown> {
  const answer = await fetch(`${sandbox.control}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What the sandbox knows. */
export async function truth(sandbox: RunningSandbox): Promise<Truth> {
  return ((await control(sandbox, '/state')) as { alibaba: Truth }).alibaba;
}

/** The shares of that name. */
export async function sharesNamed(
  sandbox: RunningSandbox,
  name: string,
): Promise<readonly TrueShare[]> {
  return (await truth(sandbox)).shares.filter((share) => share.ResourceShareName === name);
}
