import { CloudError } from '../../clouds/cloud-error.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { ShareEntry } from '../../inventory/snapshot.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import type { Invitation } from '../../model/invitation.ts';
import type { SharePermission } from '../../model/permission.ts';
import { shown } from '../../model/untrusted-text.ts';
import {
  parsePageMessage,
  type HostMessage,
  type PageAction,
  type PageMessage,
  type ShareView,
  type Target,
} from '../../webview/details-protocol.ts';
import type { Language } from '../../webview/message.ts';
import { receiveMessage } from '../pages/receive-message.ts';
import type { ShareHistory } from '../history/share-history.ts';
import type { Address } from '../shares/address.ts';
import { withMarksEscaped } from '../shares/escape-marks.ts';
import { permissionAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { InvitationsRead } from './invitations-part.ts';
import { shareView, subjectOf } from './share-view.ts';
import { below, type ShareName, type Subject } from './subject.ts';

/** How long changes are gathered before the page is told, in milliseconds: pages of a list arrive faster than one can read. */
export const gatherMs = 50;

/** What a page of details needs of the rest of the extension. */
export interface DetailsServices {
  readonly state: TreeState;
  readonly inventory: Pick<
    Inventory,
    'onDidChange' | 'onDidChangeLoading' | 'loadSharePermissions'
  >;
  readonly clock: Clock;
  /** Sees to it that the scope is read, from the last session or from the cloud. Never rejects. */
  read(scope: Scope): Promise<void>;
  /** Invitations to the share, as its owner or its receiver sees them. Rejects with a CloudError. */
  invitations(name: ShareName, side: 'sent' | 'received'): Promise<readonly Invitation[]>;
  /** What a permission allows. Rejects with a CloudError. */
  content(scope: Scope, permission: SharePermission): Promise<unknown>;
  /** What was seen of the share; undefined where nothing is kept. */
  history(name: ShareName): Promise<ShareHistory | undefined>;
  /** Does it as the menu of the row does. */
  act(action: PageAction, address: Address): Promise<void>;
  answerInvitation(action: 'accept' | 'reject', scope: Scope, id: string): Promise<void>;
  /** A failure in words. */
  explain(error: CloudError): string;
  log(message: string): void;
}

/** The panel as the session uses it. */
export interface DetailsPanel {
  post(message: HostMessage): void;
  setTitle(title: string): void;
}

/** The host's half of the page of one share: draws it again when something in it has changed. */
export class DetailsSession {
  readonly name: ShareName;
  readonly #panel: DetailsPanel;
  readonly #services: DetailsServices;
  readonly #language: Language;
  readonly #stopListening: readonly (() => void)[];
  #title: string;
  #lastSeen: ShareEntry | undefined;
  #readingPermissions = false;
  #permissionsAsked = false;
  #invitations: InvitationsRead = { kind: 'reading' };
  /** The state in which invitations were read: they are read again when who is asked has changed. */
  #askedFor: string | undefined;
  #history: ShareHistory | undefined;
  /** The share as its history was last read for, and when all around it was read: a history is kept of whole readings. */
  #historyOf: { readonly entry: ShareEntry | undefined; readonly loadedAt: number } | undefined;
  #readingHistory = false;
  /** The parts as the page has them, as texts; undefined before it listens. */
  #told: ReadonlyMap<string, string> | undefined;
  #stopTimer: (() => void) | undefined;
  #closed = false;

  /** @param title what it was called when it was last seen */
  constructor(
    name: ShareName,
    title: string,
    panel: DetailsPanel,
    services: DetailsServices,
    language: Language,
  ) {
    this.name = name;
    this.#title = title;
    this.#panel = panel;
    this.#services = services;
    this.#language = language;
    const own = scopeKey(name.scope);
    this.#stopListening = [
      services.inventory.onDidChange(({ scope, scopeChanged, added, removed, changed }) => {
        if (scopeKey(scope) !== own) return;
        if (scopeChanged || [...changed, ...added, ...removed].includes(name.shareId)) {
          this.changed();
        }
      }),
      services.inventory.onDidChangeLoading((scope) => {
        if (scopeKey(scope) === own) this.changed();
      }),
    ];
    void services.read(name.scope).then(() => {
      this.changed();
    });
    this.#lookBeside();
  }

  receive(data: unknown): void {
    receiveMessage(data, {
      page: 'Details',
      parse: parsePageMessage,
      handle: (message) => this.#handle(message),
      log: (text) => {
        this.#services.log(text);
      },
    });
  }

  /** Something that the page is drawn from may be another one now. */
  changed(): void {
    if (this.#closed) return;
    this.#stopTimer ??= this.#services.clock.schedule(gatherMs, () => {
      this.#stopTimer = undefined;
      this.#lookBeside();
      this.#tell();
    });
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
    for (const stop of this.#stopListening) stop();
  }

  dispose(): void {
    this.close();
  }

  async #handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#init();
        return;
      case 'act':
        await this.#act(message.action, message.target);
        return;
      case 'readContent':
        await this.#readContent(message.permission);
        return;
      case 'dropped':
        this.#services.log(`Details: the page dropped a message: ${message.reason}`);
        return;
    }
  }

  #init(): void {
    const view = this.#view();
    this.#told = textsOf(view);
    const { scope, shareId } = this.name;
    this.#panel.post({ type: 'init', ...this.#language, scope, shareId, view });
  }

  /** Tells the page what reads otherwise than it has it. */
  #tell(): void {
    if (!this.#told) return;
    const view = this.#view();
    const before = this.#told;
    const now = textsOf(view);
    this.#told = now;
    const parts = Object.fromEntries(
      Object.entries(view).filter(([part]) => before.get(part) !== now.get(part)),
    );
    const optional = ['matrix', 'permissions', 'invitations', 'history'] as const;
    const without = optional.filter((part) => before.has(part) && !now.has(part));
    if (Object.keys(parts).length + without.length === 0) return;
    this.#panel.post({ type: 'changed', parts, without });
  }

  #view(): ShareView {
    const view = shareView(this.name, this.#services.state, {
      lastSeen: this.#lastSeen,
      title: this.#title,
      readingPermissions: this.#readingPermissions,
      invitations: this.#invitations,
      ...(this.#history && { history: this.#history }),
    });
    this.#title = view.head.title;
    this.#panel.setTitle(view.head.title);
    return view;
  }

  #subject(): Subject | undefined {
    const { state } = this.#services;
    const subject = subjectOf(this.name, state, this.#lastSeen);
    if (subject && !subject.isGone) this.#lastSeen = subject.entry;
    return subject;
  }

  /** Reads what no list of the scope tells, once the share is there. */
  #lookBeside(): void {
    const subject = this.#subject();
    if (subject) this.#readHistory(subject);
    if (!subject || subject.isGone) return;
    this.#readPermissions(subject);
    const { entry, address } = subject;
    const asked = entry.principals.map(({ entityId, status }) => `${entityId} ${status.state}`);
    const askedFor = JSON.stringify(asked);
    if (this.#askedFor === askedFor) return;
    this.#askedFor = askedFor;
    const side = address.owner === 'self' ? 'sent' : 'received';
    void this.#services
      .invitations(this.name, side)
      .then(
        (invitations): InvitationsRead => ({ kind: 'read', invitations }),
        (error: unknown): InvitationsRead => ({ kind: 'failed', why: this.#explain(error) }),
      )
      .then((read) => {
        this.#invitations = read;
        this.changed();
      });
  }

  /** One reading at a time: it takes what is kept of the whole scope. */
  #readHistory({ snapshot }: Subject): void {
    const entry = snapshot.entries.get(this.name.shareId);
    const loadedAt = snapshot.loadedAt ?? 0;
    const of = this.#historyOf;
    const isNew = of?.entry !== entry || of?.loadedAt !== loadedAt;
    if (this.#readingHistory || !isNew) return;
    this.#historyOf = { entry, loadedAt };
    this.#readingHistory = true;
    void this.#services
      .history(this.name)
      .then(
        (history) => {
          this.#history = history;
        },
        (error: unknown) => {
          this.#services.log(`Details: ${String(error)}`);
        },
      )
      .then(() => {
        this.#readingHistory = false;
        this.changed();
      });
  }

  #readPermissions({ entry }: Subject): void {
    if (entry.permissions || this.#permissionsAsked) return;
    const { scope, shareId } = this.name;
    this.#permissionsAsked = true;
    this.#readingPermissions = true;
    void this.#services.inventory.loadSharePermissions(scope, shareId, 'view').then(() => {
      this.#readingPermissions = false;
      this.changed();
    });
  }

  async #act(action: PageAction, target: Target): Promise<void> {
    const offered = offeredTo(target, this.#view());
    if (!offered.includes(action)) {
      this.#services.log(`Details: ${action} is not offered any more`);
      return;
    }
    const { scope } = this.name;
    if (target.kind === 'invitation') {
      const answer = action === 'acceptInvitation' ? 'accept' : 'reject';
      await this.#services.answerInvitation(answer, scope, target.id);
      this.#askedFor = undefined;
      this.changed();
      return;
    }
    const subject = this.#subject();
    if (action === 'refresh') {
      this.#askedFor = undefined;
      this.#permissionsAsked = false;
      if (!subject) {
        await this.#services.read(scope);
        return;
      }
    }
    const address = subject && addressOf(target, subject);
    if (address) await this.#services.act(action, address);
    if (action === 'refresh') this.changed();
  }

  async #readContent(id: string): Promise<void> {
    const subject = this.#subject();
    const address = subject && below(subject, { kind: 'permission', permissionId: id } as const);
    const permission = address && permissionAt(address, this.#services.state);
    if (!permission) return;
    const result = await this.#services.content(this.name.scope, permission).then(
      (content) => ({ kind: 'read' as const, text: contentText(content) }),
      (error: unknown) => ({ kind: 'failed' as const, text: this.#explain(error) }),
    );
    if (!this.#closed) this.#panel.post({ type: 'content', permission: id, result });
  }

  #explain(error: unknown): string {
    if (error instanceof CloudError) return this.#services.explain(error);
    this.#services.log(`Details: ${String(error)}`);
    return shown(String(error));
  }
}

/** What the page offers for something on it. */
function offeredTo(target: Target, view: ShareView): readonly PageAction[] {
  switch (target.kind) {
    case 'share':
      return [...view.head.actions, ...view.properties.flatMap(({ action }) => action ?? [])];
    case 'row': {
      const items = target.side === 'resource' ? view.matrix?.resources : view.matrix?.principals;
      return items?.find(({ key }) => key === target.key)?.actions ?? [];
    }
    case 'permission':
      return view.permissions?.items.find(({ id }) => id === target.id)?.actions ?? [];
    case 'invitation':
      return view.invitations?.items.find(({ id }) => id === target.id)?.actions ?? [];
  }
}

function addressOf(
  target: Exclude<Target, { kind: 'invitation' }>,
  subject: Subject,
): Address | undefined {
  switch (target.kind) {
    case 'share':
      return subject.address;
    case 'row':
      return below(subject, { kind: 'association', side: target.side, key: target.key } as const);
    case 'permission':
      return below(subject, { kind: 'permission', permissionId: target.id } as const);
  }
}

/** The policy as it is read best: JSON with line breaks, or the cloud's own text. */
function contentText(content: unknown): string {
  return withMarksEscaped(typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

function textsOf(view: ShareView): ReadonlyMap<string, string> {
  return new Map(Object.entries(view).map(([part, value]) => [part, JSON.stringify(value)]));
}
