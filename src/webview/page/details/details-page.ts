import { t } from '@vscode/l10n';
import type {
  HostMessage,
  InitMessage,
  PageMessage,
  PageState,
  ShareView,
  ViewParts,
} from '../../details-protocol.ts';
import { createAnnouncer } from '../announcer.ts';
import { element } from '../element.ts';
import { createSection, type Section } from '../section.ts';
import type { Host } from '../vscode-api.ts';
import type { Act } from './actions.ts';
import { createHead, type HeadView } from './head.ts';
import { createHistory, createInvitations, createProperties, type PartView } from './lists.ts';
import { createMatrix } from './matrix.ts';
import { createPermissions, type PermissionsView } from './permissions.ts';

type PartName = Exclude<keyof ShareView, 'head'>;

/** A part with its heading, which is on the page while the host has something for it. */
interface Part<Data> {
  readonly section: Section;
  readonly view: PartView<Data>;
  readonly count: (data: Data) => number;
}

/** The page: draws each part when the host says how it reads now, and leaves the others alone. */
export class DetailsPage {
  readonly #host: Host<PageMessage, PageState>;
  readonly #announcer = createAnnouncer();
  readonly #head: HeadView;
  readonly #permissionsView: PermissionsView;
  readonly #parts: { readonly [Name in PartName]: Part<NonNullable<ShareView[Name]>> };
  #state: PageState;

  constructor(host: Host<PageMessage, PageState>, root: HTMLElement, init: InitMessage) {
    const { scope, shareId, view } = init;
    this.#host = host;
    const kept = host.kept();
    this.#state = {
      ...{ scope, shareId, title: view.head.title },
      filter: kept?.filter ?? '',
      onlyOpen: kept?.onlyOpen ?? false,
    };
    const act: Act = (action, target) => {
      host.post({ type: 'act', action, target });
      if (action === 'copyId' || action === 'copyArn') this.#announcer.announce(t('Copied'));
    };
    this.#head = createHead(act);
    this.#permissionsView = createPermissions(act, (permission) => {
      host.post({ type: 'readContent', permission });
    });
    this.#parts = {
      properties: part(t('Properties'), createProperties(act)),
      matrix: part(
        t('Who can use what'),
        createMatrix(act, this.#state, (filter) => {
          this.#keep(filter);
        }),
        undefined,
        t('Choose a cell, a resource or a principal to see why it is so, and what can be done.'),
      ),
      permissions: part(t('Permissions'), this.#permissionsView, ({ items }) => items.length),
      invitations: part(t('Invitations'), createInvitations(act), ({ items }) => items.length),
      history: part(t('History'), createHistory(), ({ items }) => items.length),
    };
    root.replaceChildren(
      element(
        'main',
        {},
        this.#head.element,
        ...Object.values(this.#parts).map(({ section }) => section.element),
      ),
      this.#announcer.element,
    );
    for (const { section } of Object.values(this.#parts)) section.element.hidden = true;
    this.#show(view);
    this.#keep({});
  }

  receive(message: Exclude<HostMessage, { type: 'init' }>): void {
    switch (message.type) {
      case 'changed':
        for (const name of message.without) this.#parts[name].section.element.hidden = true;
        this.#show(message.parts);
        return;
      case 'content':
        this.#permissionsView.showContent(message);
        return;
    }
  }

  #show(view: ViewParts): void {
    if (view.head) {
      this.#head.show(view.head);
      this.#keep({ title: view.head.title });
    }
    const { properties, matrix, permissions, invitations, history } = this.#parts;
    if (view.properties) draw(properties, view.properties);
    if (view.matrix) draw(matrix, view.matrix);
    if (view.permissions) draw(permissions, view.permissions);
    if (view.invitations) draw(invitations, view.invitations);
    if (view.history) draw(history, view.history);
  }

  /** What VS Code gives back when the page is shown again or the window is loaded again. */
  #keep(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.keep(this.#state);
  }
}

function part<Data>(
  heading: string,
  view: PartView<Data>,
  count: (data: Data) => number = () => 0,
  description?: string,
): Part<Data> {
  const section = createSection(
    { heading, ...(description !== undefined && { description }) },
    view.element,
  );
  return { section, view, count };
}

function draw<Data>({ section, view, count }: Part<Data>, data: Data): void {
  section.element.hidden = false;
  section.setCount(count(data));
  view.show(data);
}
