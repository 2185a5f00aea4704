import * as vscode from 'vscode';
import type { AccessPrincipal, AccessResource } from '../../inventory/access/access.ts';
import {
  AccessSearch,
  accessWords,
  resourcesByType,
} from '../../inventory/access/search-access.ts';
import { associationKey } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import { copyTexts } from '../copy-texts.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { associationAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { SharesView } from '../shares/shares-view.ts';
import { parseAccessId } from './access-address.ts';
import type { AccessView } from './access-view.ts';
import { kindWord, labelOf, principalName, resourceName } from './access-words.ts';
import { textAt } from './text-at.ts';

interface Parts {
  readonly state: TreeState;
  readonly view: SharesView;
  readonly access: Lazy<AccessView>;
}

const viewId = 'resourceShares.access';

/** What a list shows at most: nobody reads on, and VS Code draws all of it. */
const most = 200;

/** The commands that ask who can use what. */
export function accessCommands({
  state,
  view,
  access,
}: Parts): Readonly<
  Record<
    | 'resourceShares.whoCanUse'
    | 'resourceShares.findInEditor'
    | 'resourceShares.showAccess'
    | 'resourceShares.accessByResource'
    | 'resourceShares.accessByPrincipal'
    | 'resourceShares.findAccess'
    | 'resourceShares.clearFindAccess'
    | 'resourceShares.goToGrant'
    | 'resourceShares.copyAccessId'
    | 'resourceShares.copyAccessArn',
    CommandHandler
  >
> {
  const show = async (entity: AccessResource | AccessPrincipal): Promise<void> => {
    await vscode.commands.executeCommand(`${viewId}.focus`);
    await (await access.get()).reveal(entity.kind, entity.key);
  };
  const ask = async (text: string): Promise<void> => {
    const part = await access.get();
    part.read();
    const entity = await askWhat(text, part, state);
    if (entity) await show(entity);
  };
  /** Those of the selection when the row is part of it, else of the row alone; each once. */
  const entitiesOf = async (row: unknown, selected: unknown) => {
    const { tree } = await access.get();
    const rows: readonly unknown[] =
      Array.isArray(selected) && selected.includes(row) ? selected : [row];
    const found = rows.flatMap((one) => {
      const address = parseAccessId(one);
      return (address && tree.entity(address)) ?? [];
    });
    return [...new Map(found.map((entity) => [`${entity.kind} ${entity.key}`, entity])).values()];
  };
  return {
    'resourceShares.whoCanUse': async (given) => ask(typeof given === 'string' ? given : ''),
    'resourceShares.findInEditor': async () => {
      const editor = vscode.window.activeTextEditor;
      await ask(editor ? textAt(editor.document, editor.selection) : '');
    },
    'resourceShares.showAccess': async (row) => {
      const address = addressOf(row);
      const association = address && associationAt(address, state);
      const part = await access.get();
      await part.index.settled();
      const found = part.index
        .named(association?.entityId ?? '')
        .find(({ kind }) => kind === association?.kind);
      if (found) await show(found);
      else await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    'resourceShares.accessByResource': async () => {
      (await access.get()).tree.show({ mode: 'resource' });
    },
    'resourceShares.accessByPrincipal': async () => {
      (await access.get()).tree.show({ mode: 'principal' });
    },
    'resourceShares.findAccess': async () => {
      const { tree } = await access.get();
      const query = await vscode.window.showInputBox({
        value: tree.query,
        prompt: vscode.l10n.t('Show only what these words stand in'),
        placeHolder: vscode.l10n.t('Resource, type, principal or account'),
      });
      if (query !== undefined) tree.show({ query: query.trim() });
    },
    'resourceShares.clearFindAccess': async () => {
      (await access.get()).tree.show({ query: '' });
    },
    'resourceShares.copyAccessId': async (row, selected) => {
      await copyTexts((await entitiesOf(row, selected)).map(({ id }) => id));
    },
    'resourceShares.copyAccessArn': async (row, selected) => {
      const entities = await entitiesOf(row, selected);
      await copyTexts(entities.flatMap((one) => (one.kind === 'resource' ? (one.arn ?? []) : [])));
    },
    'resourceShares.goToGrant': async (row) => {
      const address = parseAccessId(row);
      if (address?.kind !== 'grant') return;
      const grant = (await access.get()).tree.grant(address);
      if (!grant) return;
      const { scope, entry } = grant.share;
      const association = address.below === 'resource' ? grant.principalRow : grant.resourceRow;
      const share = { ...scope, owner: entry.share.owner, shareId: entry.share.id };
      await view.reveal(
        association
          ? {
              ...{ kind: 'association', ...share, side: association.kind },
              key: associationKey(association),
            }
          : { kind: 'share', ...share },
      );
    },
  };
}

interface Item extends vscode.QuickPickItem {
  readonly entity?: AccessResource | AccessPrincipal;
}

/** Lets the user name a resource or a principal. One that is exactly what was given is taken at once. */
async function askWhat(
  given: string,
  { index }: AccessView,
  state: TreeState,
): Promise<AccessResource | AccessPrincipal | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = vscode.l10n.t('Id, ARN, URN or account: who can use it, or what is it given?');
  pick.value = given;
  pick.busy = true;
  const fill = (): void => {
    pick.items = itemsFor(pick.value.trim(), index, state);
  };
  return new Promise((resolve) => {
    const takeExact = (): boolean => {
      const [only, ...more] = index.named(pick.value.trim());
      if (!only || more.length > 0) return false;
      resolve(only);
      pick.hide();
      return true;
    };
    void index.settled().then(() => {
      pick.busy = false;
      if (given === '' || !takeExact()) fill();
    });
    let last = given;
    pick.onDidChangeValue((value) => {
      // So many new characters at once were not typed.
      const isPasted = value.length - last.length > 3;
      last = value;
      if (!isPasted || !takeExact()) fill();
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.entity);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemsFor(value: string, index: AccessView['index'], state: TreeState): readonly Item[] {
  const found = [...matches(value, index, state)];
  if (found.length > 0) return found.map((entity) => itemOf(entity, state));
  return [
    {
      label: vscode.l10n.t('Nothing that was read has this name or id'),
      alwaysShow: true,
    },
  ];
}

function* matches(
  value: string,
  index: AccessView['index'],
  state: TreeState,
): Generator<AccessResource | AccessPrincipal, void, undefined> {
  const exact = index.named(value);
  yield* exact;
  if (exact.length > 0) return;
  const words = accessWords(value);
  const search = new AccessSearch(index, words, (one) => labelOf(one, state));
  let left = most;
  // Without a word everything is there.
  const named = words.length > 0 ? search.named : undefined;
  for (const principal of index.principals()) {
    if (named && !named.principals.has(principal)) continue;
    yield principal;
    if ((left -= 1) === 0) return;
  }
  for (const { items } of resourcesByType(index, named?.resources)) {
    for (const resource of items()) {
      yield resource;
      if ((left -= 1) === 0) return;
    }
  }
}

function itemOf(entity: AccessResource | AccessPrincipal, state: TreeState): Item {
  const isPrincipal = entity.kind === 'principal';
  return {
    label: isPrincipal ? principalName(entity, state) : resourceName(entity),
    description: isPrincipal ? kindWord(entity, state) : shown(entity.type),
    ...(entity.kind === 'resource' && entity.arn !== undefined && { detail: shown(entity.arn) }),
    iconPath: new vscode.ThemeIcon(isPrincipal ? 'account' : 'key'),
    alwaysShow: true,
    entity,
  };
}
