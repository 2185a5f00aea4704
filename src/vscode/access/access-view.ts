import * as vscode from 'vscode';
import { AccessIndex } from '../../inventory/access/access-index.ts';
import type { Organizations } from '../../inventory/access/organizations.ts';
import { scopesOf } from '../../inventory/index/inventory-index.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import { setContext } from '../commands.ts';
import type { LazyView, ViewRows } from '../lazy-view.ts';
import { unreadText } from '../shares/arrange/gathering-rows.ts';
import { unreadScopes } from '../shares/arrange/unread.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { ScopeReader } from '../shares/scope-reader.ts';
import { treeItem } from '../tree-item.ts';
import { accessId, parseAccessId, type AccessMode } from './access-address.ts';
import { grantLines } from './access-rows.ts';
import { AccessTree } from './access-tree.ts';

/** How long changes are gathered before rows are drawn again, in milliseconds. */
const gatherMs = 200;

export interface AccessViewParts {
  readonly inventory: Inventory;
  readonly reader: Pick<ScopeReader, 'prepare' | 'read'>;
  readonly state: TreeState;
  readonly frame: LazyView;
  readonly storage: vscode.Memento;
  readonly membership: Organizations;
}

const modeKey = 'resourceShares.accessMode';

/** The view *Access*: who can use what, over all accounts, regions and clouds. Reads what nobody has read yet when it is opened. */
export class AccessView implements ViewRows, vscode.Disposable {
  readonly index: AccessIndex;
  readonly tree: AccessTree;
  readonly #parts: AccessViewParts;
  readonly #stops: readonly (() => void)[];
  #stopTimer: (() => void) | undefined;
  #drawn = -1;

  constructor(parts: AccessViewParts) {
    this.#parts = parts;
    const { inventory, state, storage, frame, membership } = parts;
    this.index = new AccessIndex({
      inventory,
      scopes: scopesOf(state.accounts),
      accounts: () => state.accounts,
      membership,
    });
    this.tree = new AccessTree({ index: this.index, state });
    const mode: unknown = storage.get(modeKey);
    if (mode === 'principal') this.tree.show({ mode });
    this.#tell();
    this.#stops = [
      this.tree.onDidChange(() => {
        void storage.update(modeKey, this.tree.mode);
        this.#tell();
        this.#draw();
      }),
      inventory.onDidChange(() => {
        this.#later();
      }),
      membership.onDidChange(() => {
        this.#later();
      }),
      inventory.onDidChangeLoading(() => {
        this.#askWhoIsInside();
      }),
      ...[frame.view.onDidChangeVisibility(() => this.#askWhoIsInside())].map(
        (subscription) => () => {
          subscription.dispose();
        },
      ),
    ];
  }

  async getChildren(id: string | undefined): Promise<string[]> {
    if (id === undefined) {
      this.read();
      await this.index.settled();
      this.#drawn = this.index.version;
      this.#say();
      this.#askWhoIsInside();
    }
    return this.tree.children(id).map(accessId);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const address = parseAccessId(id);
    return treeItem(id, address && this.tree.row(address));
  }

  getParent(id: string): string | undefined {
    return this.tree.parent(id);
  }

  tooltip(id: string): readonly string[] {
    const address = parseAccessId(id);
    if (address?.kind === 'grant') {
      const grant = this.tree.grant(address);
      return grant ? grantLines(grant, this.#parts.state) : [];
    }
    if (address?.kind === 'resource') {
      const resource = this.index.resource(address.key);
      return resource ? [shown(resource.type), shown(resource.arn ?? resource.id)] : [];
    }
    const row = address && this.tree.row(address);
    return row ? [row.spoken] : [];
  }

  /** Reads what nobody has asked for yet, what earlier sessions have left first. */
  read(): void {
    const { state, reader } = this.#parts;
    for (const scope of unreadScopes(state)) {
      void Promise.resolve(reader.prepare(scope)).then(() => {
        reader.read(scope);
      });
    }
  }

  /** Opens the view at a resource or a principal. */
  async reveal(mode: AccessMode, key: string): Promise<void> {
    this.tree.show({ mode, query: '' });
    await this.#parts.frame.view.reveal(accessId({ kind: mode, key }), {
      ...{ select: true, focus: true, expand: true },
    });
  }

  dispose(): void {
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
    this.index.dispose();
    this.tree.dispose();
  }

  #later(): void {
    this.#stopTimer ??= systemClock.schedule(gatherMs, () => {
      this.#stopTimer = undefined;
      if (this.index.version !== this.#drawn) this.#draw();
      else this.#say();
    });
  }

  /** Once everything is read that shares are read for: what they name decides what has to be asked. */
  #askWhoIsInside(): void {
    const { frame, state, membership } = this.#parts;
    const isReading = scopesOf(state.accounts).some((scope) => state.snapshot(scope).loading);
    if (frame.view.visible && !isReading) void membership.ask();
  }

  #draw(): void {
    this.#parts.frame.redraw();
    this.#say();
  }

  #tell(): void {
    setContext('accessByPrincipal', this.tree.mode === 'principal');
    setContext('accessFinding', this.tree.query !== '');
  }

  /** What stands beside the title and above the rows: the order, how much is shown, and what is not read. */
  #say(): void {
    const { frame, state } = this.#parts;
    const { tree } = this;
    frame.view.description =
      tree.mode === 'resource' ? vscode.l10n.t('By resource') : vscode.l10n.t('By principal');
    const { shown: some, all } = tree.count;
    const lines = [
      ...(tree.query === ''
        ? []
        : [`“${shown(tree.query)}”: ${vscode.l10n.t('{0} of {1}', some, all)}`]),
      unreadText(unreadScopes(state).length) ?? '',
      ...(all === 0 && state.accounts.every(({ id, regions }) => isLoaded(id, regions, state))
        ? [vscode.l10n.t('Nothing is shared with anybody.')]
        : []),
    ];
    frame.view.message = lines.filter((line) => line !== '').join('. ');
  }
}

function isLoaded(accountId: string, regions: readonly string[], state: TreeState): boolean {
  return regions.every((region) => state.snapshot({ accountId, region }).loadedAt !== undefined);
}
