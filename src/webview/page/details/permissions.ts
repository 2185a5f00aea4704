import { t } from '@vscode/l10n';
import type { ContentMessage, Permissions } from '../../details-protocol.ts';
import { element } from '../element.ts';
import { actionButtons, type Act } from './actions.ts';
import { note, type PartView } from './lists.ts';
import { redraw } from './redraw.ts';
import { sign } from './sign.ts';

type Item = Permissions['items'][number];

/** One permission; what it allows is read when somebody opens it. */
interface ItemView {
  readonly element: HTMLElement;
  show(item: Item): void;
  showContent(result: ContentMessage['result']): void;
}

export interface PermissionsView extends PartView<Permissions> {
  showContent(message: ContentMessage): void;
}

/** @param read asks for what a permission allows */
export function createPermissions(act: Act, read: (permission: string) => void): PermissionsView {
  const list = element('ul', { attributes: { 'aria-label': t('Permissions') } });
  const notes = element('div');
  const views = new Map<string, ItemView>();
  return {
    element: element('div', { class: 'list permissions' }, list, notes),
    show: (permissions) => {
      const ids = permissions.items.map(({ id }) => id);
      for (const [id, view] of [...views]) {
        if (ids.includes(id)) continue;
        view.element.remove();
        views.delete(id);
      }
      permissions.items.forEach((item, index) => {
        const known = views.get(item.id) ?? createItem(item.id, act, read);
        views.set(item.id, known);
        const there = list.children.item(index);
        if (there !== known.element) list.insertBefore(known.element, there);
        known.show(item);
      });
      list.hidden = permissions.items.length === 0;
      notes.replaceChildren(...permissions.notes.map(note));
    },
    showContent: ({ permission, result }) => {
      views.get(permission)?.showContent(result);
    },
  };
}

function createItem(id: string, act: Act, read: (permission: string) => void): ItemView {
  const line = element('div', { class: 'entry' });
  const actions = element('div', { class: 'actions' });
  const content = element('div', { class: 'content', text: t('Loading…') });
  const disclosure = element(
    'details',
    {},
    element('summary', { text: t('What it allows') }),
    content,
  );
  let isRead = false;
  disclosure.addEventListener('toggle', () => {
    if (!disclosure.open || isRead) return;
    content.textContent = t('Loading…');
    read(id);
  });
  return {
    element: element('li', {}, line, disclosure, actions),
    show: (item) => {
      line.replaceChildren(
        element('span', { class: 'label', text: item.name }),
        ...(item.status ? [sign(item.status)] : []),
        element('span', { class: 'about', text: item.type }),
        element('span', { class: 'about', text: item.about }),
      );
      redraw(actions, ...actionButtons(item.actions, { kind: 'permission', id }, act, id));
    },
    showContent: (result) => {
      isRead = result.kind === 'read';
      content.replaceChildren(
        isRead
          ? element('pre', { text: result.text, attributes: { tabindex: '0' } })
          : note(result.text),
      );
    },
  };
}
