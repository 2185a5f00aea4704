import * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import type { Abilities } from '../clouds/cloud.ts';
import { namedParts } from '../inventory/access/named-parts.ts';
import { Organizations } from '../inventory/access/organizations.ts';
import { OrganizationsFile } from '../inventory/access/organizations-file.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { CloudId } from '../model/account.ts';
import type { PrincipalKind } from '../model/principal-kind.ts';
import type { Connections } from './connections.ts';
import { settings } from './settings.ts';

/** Where what the accounts tell is kept for the next session. */
export function organizationsFile(storage: vscode.Uri): OrganizationsFile {
  const { fsPath } = vscode.Uri.joinPath(storage, 'organizations.json');
  return new OrganizationsFile(fsPath, () => settings.cache);
}

interface Parts {
  /** The extension's own storage. */
  readonly storage: vscode.Uri;
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly connections: Connections;
}

export interface OpenOrganizations {
  readonly organizations: Organizations;
  dispose(): void;
}

type Kinds = (id: string) => PrincipalKind | undefined;

/** Who is in the organisations of the configured accounts, as the clouds tell when the first one asks. */
export function openOrganizations({
  storage,
  store,
  inventory,
  connections,
}: Parts): OpenOrganizations {
  const kinds = new Map<CloudId, Kinds>();
  const kindsAt = (cloud: CloudId): Kinds | undefined => {
    const abilities = connections.loaded(cloud)?.abilities;
    const known = kinds.get(cloud) ?? (abilities && kindsOf(abilities));
    if (known) kinds.set(cloud, known);
    return known;
  };
  const organizations = new Organizations({
    accounts: () => store.list(),
    connect: (accountId) => connections.client(accountId),
    partsAt: async (cloud) => {
      await connections.driver(cloud);
      const accounts = store.list().filter((account) => account.cloud === cloud);
      return namedParts(
        accounts,
        (scope) => inventory.snapshot(scope),
        (id) => kindsAt(cloud)?.(id),
      );
    },
    isAccount: (cloud, id) => kindsAt(cloud)?.(id) === 'account',
    memory: organizationsFile(storage),
  });
  const stop = store.onDidChange(() => {
    organizations.keepOnly(store.list());
  });
  return {
    organizations,
    dispose: () => {
      stop();
      organizations.dispose();
    },
  };
}

function kindsOf({ principals }: Abilities): Kinds {
  const forms = principals.map(({ kind, pattern }) => ({ kind, form: new RegExp(pattern, 'u') }));
  return (id) => forms.find(({ form }) => form.test(id))?.kind;
}
