import * as vscode from 'vscode';
import { CloudError } from '../../clouds/cloud-error.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { CacheHost } from '../cache-host.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import { historyAuthority } from '../history/history-authority.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, rowId, type Address } from './address.ts';
import { documentScheme } from './document-provider.ts';
import { withMarksEscaped } from './escape-marks.ts';
import { PermissionContents } from './permission-contents.ts';
import { associationAt, entryAt, permissionAt } from './rows/lookup.ts';
import type { TreeState } from './rows/tree-state.ts';

/** A value as a page shows it. */
export function asJson(value: unknown): string {
  return withMarksEscaped(JSON.stringify(value, null, 2));
}

interface Parts {
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly state: TreeState;
  readonly cache: Lazy<CacheHost>;
}

/** Shows a share, an association or a permission with its content as a read-only JSON page that follows the inventory. */
export class ShareDocuments implements vscode.Disposable {
  readonly #state: TreeState;
  readonly #cache: Lazy<CacheHost>;
  readonly #contents: PermissionContents;
  readonly #stopListening: () => void;

  /** @param changed gets the address of each open page whose text is another one now */
  constructor(
    { inventory, connections, state, cache }: Parts,
    changed: vscode.EventEmitter<vscode.Uri>,
  ) {
    this.#state = state;
    this.#cache = cache;
    this.#contents = new PermissionContents(connections.client.bind(connections));
    this.#stopListening = inventory.onDidChange((change) => {
      for (const document of vscode.workspace.textDocuments) {
        if (document.uri.scheme !== documentScheme) continue;
        const address = addressOf(document.uri.query);
        if (
          address &&
          'shareId' in address &&
          address.accountId === change.scope.accountId &&
          address.region === change.scope.region &&
          [...change.changed, ...change.added, ...change.removed].includes(address.shareId)
        ) {
          changed.fire(document.uri);
        }
      }
    });
  }

  async open(address: Address): Promise<void> {
    await vscode.commands.executeCommand('vscode.open', this.uri(address));
  }

  /** Where the page about something is. */
  uri(address: Address): vscode.Uri {
    const entry = entryAt(address, this.#state);
    const association = associationAt(address, this.#state);
    const permission = permissionAt(address, this.#state);
    const name = permission?.name ?? association?.entityId ?? entry?.share.name ?? 'share';
    return vscode.Uri.from({
      scheme: documentScheme,
      path: `/${name
        .replace(/[^\p{L}\p{N}._-]/gu, '_')
        .slice(0, 80)
        .toWellFormed()}.json`,
      query: rowId(address),
    });
  }

  async text(uri: vscode.Uri): Promise<string> {
    if (uri.authority === historyAuthority) {
      const { historyPageText } = await import('../history/history-documents.ts');
      const { history } = await this.#cache.get();
      return historyPageText(uri, { history: await history.get(), state: this.#state });
    }
    const address = addressOf(uri.query);
    const data = address && (await this.#data(address));
    const text = data ?? { gone: vscode.l10n.t('This is no longer there.') };
    return `${asJson(text)}\n`;
  }

  dispose(): void {
    this.#stopListening();
  }

  async #data(address: Address): Promise<unknown> {
    if (address.kind === 'permission') return this.#permission(address);
    const association = associationAt(address, this.#state);
    if (association) return association;
    const entry = entryAt(address, this.#state);
    if (!entry) return undefined;
    const { share, ...rows } = entry;
    return { ...share, ...rows };
  }

  /** With what it allows, or why that is not known. */
  async #permission(address: Extract<Address, { kind: 'permission' }>): Promise<unknown> {
    const permission = permissionAt(address, this.#state);
    if (!permission) return undefined;
    try {
      return { ...permission, content: await this.#contents.of(address, permission) };
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return { ...permission, contentUnknown: errorText(error.details) };
    }
  }
}
