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
  readonly permissions: readonly string[];
  readonly invitations: readonly { readonly Status: string; readonly ReceiverAccountId: string }[];
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

/** How often an operation was asked for, by whomever and wherever, since the counters were reset. */
export async function callsOf(sandbox: RunningSandbox, operation: string): Promise<number> {
  const { calls } = (await control(sandbox, '/calls')) as {
    calls: readonly { readonly operation: string; readonly calls: number }[];
  };
  return calls
    .filter((row) => row.operation === operation)
    .reduce((sum, row) => sum + row.calls, 0);
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
