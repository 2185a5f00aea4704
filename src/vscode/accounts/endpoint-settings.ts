import * as vscode from 'vscode';
import type { Endpoints } from '../../clouds/cloud.ts';
import { confirmedEndpoints } from '../../accounts/hosts.ts';
import type { Account } from '../../model/account.ts';

/** Limit for one request, in milliseconds. */
export function requestTimeoutMs(): number {
  return Math.min(Math.max(read('requestTimeout', 30), 1), 600) * 1000;
}

/**
 * Hosts to call instead of the vendor's, for one account. Application scope: no workspace can set it.
 * @throws CloudError where one of them is neither the vendor's nor this machine, and the user has not confirmed it
 */
export function accountEndpoints(
  account: Pick<Account, 'label'> & Partial<Pick<Account, 'hosts'>>,
): Endpoints {
  return confirmedEndpoints(endpointsFor(account.label), account.hosts ?? []);
}

/** The setting as it stands, by the name of the account. */
export function endpointsFor(accountLabel: string): Endpoints {
  const all: unknown = read<unknown>('endpoints', {});
  const own: unknown = isRecord(all) ? (all[accountLabel] ?? all['*']) : undefined;
  if (!isRecord(own)) return {};
  return Object.fromEntries(
    Object.entries(own).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function read<T>(key: string, fallback: T): T {
  return vscode.workspace.getConfiguration('resourceShares').get<T>(key) ?? fallback;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
