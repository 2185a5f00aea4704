import { isDeepStrictEqual } from 'node:util';
import type { ShareDraft } from '../../changes/draft.ts';
import type { ExistingRow } from '../../changes/rules.ts';
import { CloudError, type CloudErrorDetails } from '../../clouds/cloud-error.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import type { PermissionSummary } from '../../model/permission.ts';
import type { Association } from '../../model/share.ts';
import {
  parsePageMessage,
  type Destination,
  type DestinationOption,
  type HostMessage,
  type PageMessage,
  type PermissionsResult,
  type ShownError,
} from '../../webview/form-protocol.ts';
import type { Language } from '../../webview/message.ts';
import { receiveMessage } from '../pages/receive-message.ts';

export interface SubmitOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface PlanOptions extends SubmitOptions {
  /** Asked right before it is sent, and tells that it is: false where the form was changed or sent meanwhile. */
  readonly mayApply: () => boolean;
}

export type SubmitResult =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly error: CloudErrorDetails;
      /** What was done before, one sentence each. */
      readonly done: readonly string[];
      /** What is left to send, with `share` once that exists. The form goes on with exactly this. */
      readonly notSent: ShareDraft;
    };

/** What a form needs of the rest of the extension. */
export interface ShareFormServices {
  accounts(): readonly Account[];
  abilities(account: Account): Promise<Abilities>;
  /** Every permission of the scope. Rejects with a CloudError. */
  permissions(scope: Scope, signal: AbortSignal): Promise<readonly PermissionSummary[]>;
  /** The rows that the share has, as last read. */
  shareRows(scope: Scope, shareId: string): readonly Association[];
  /** Sends the draft, call by call. */
  submit(draft: ShareDraft, options: SubmitOptions): Promise<SubmitResult>;
  /** Shows what sending the draft would do, and sends it from there; true when something was sent. */
  showPlan(draft: ShareDraft, options: PlanOptions): Promise<boolean>;
  /** It failed after its form was closed: to be told elsewhere, best with a way to open the rest again. */
  failedUnseen(error: CloudErrorDetails, notSent: ShareDraft): void;
  log(message: string): void;
}

/** The panel as its session sees it. */
export interface FormPanel {
  post(message: HostMessage): void;
  /** The draft got another name or another share: the title follows. */
  draftReplaced(draft: ShareDraft): void;
  copy(text: string): void;
  /** @param hasFocus whether the keyboard was in the page: it is not to be lost with it */
  close(hasFocus: boolean): void;
}

export interface FormStart {
  readonly draft: ShareDraft;
  /** False when the form was started from a row that says where it goes. */
  readonly destinationOpen: boolean;
  /** When the form was opened first, before any reload of the window, in epoch milliseconds. */
  readonly openedAt: number;
  readonly language: Language;
}

/** The host's half of one form: keeps the draft, answers the page, sends. */
export class FormSession {
  readonly #panel: FormPanel;
  readonly #services: ShareFormServices;
  readonly #start: FormStart;
  /** Stops what only the page waits for. */
  readonly #pageWork = new AbortController();
  #draft: ShareDraft;
  #destinationOpen: boolean;
  /** True while the page may hold an older draft than this side, because it was not there to be told. */
  #draftIsNewer = false;
  #sending: AbortController | undefined;
  /** Stops the plan that was shown last. Only that one may be applied, and not once the form was changed or sent. */
  #plan: AbortController | undefined;
  #failure: Extract<HostMessage, { type: 'failed' }> | undefined;
  /** Whether the keyboard is in the page, as it has told last. */
  #hasFocus = false;
  #closed = false;

  constructor(panel: FormPanel, services: ShareFormServices, start: FormStart) {
    this.#panel = panel;
    this.#services = services;
    this.#start = start;
    this.#draft = start.draft;
    this.#destinationOpen = start.destinationOpen;
  }

  get draft(): ShareDraft {
    return this.#draft;
  }

  get sending(): boolean {
    return this.#sending !== undefined;
  }

  /** Takes a message of the page; one that does not fit is dropped. */
  receive(data: unknown): void {
    receiveMessage(data, {
      page: 'Form',
      parse: parsePageMessage,
      handle: (message) => this.#handle(message),
      log: (text) => {
        this.#services.log(text);
      },
    });
  }

  /** Tells the page which accounts there are now. */
  accountsChanged(): void {
    this.#panel.post({ type: 'options', options: this.#options() });
  }

  /** Puts another draft into the form, for when it is opened again and nothing was typed yet. */
  async replaceDraft(draft: ShareDraft, destinationOpen: boolean): Promise<void> {
    this.#draft = draft;
    this.#destinationOpen = destinationOpen;
    this.#draftIsNewer = true;
    await this.#init();
  }

  /** The panel is gone. What is being sent goes on; there is nobody to cancel it. */
  close(): void {
    this.#closed = true;
    this.#pageWork.abort();
  }

  /** Stops everything, for when the extension ends. */
  dispose(): void {
    this.close();
    this.#sending?.abort();
  }

  async #handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        if (message.draft && !this.#draftIsNewer && this.#isSameJob(message.draft)) {
          this.#edit(message.draft);
        }
        await this.#init();
        return;
      case 'draftChanged':
        if (this.#isSameJob(message.draft)) this.#edit(message.draft);
        return;
      case 'chooseDestination':
        await this.#chooseDestination(message.destination);
        return;
      case 'loadPermissions':
        await this.#loadPermissions(message.destination);
        return;
      case 'submit':
        await this.#submit(message.draft);
        return;
      case 'showPlan':
        await this.#showPlan(message.draft);
        return;
      case 'cancel':
        this.#sending?.abort();
        return;
      case 'copyRequestId':
        if (this.#failure?.error.requestId !== undefined) {
          this.#panel.copy(this.#failure.error.requestId);
        }
        return;
      case 'focus':
        this.#hasFocus = message.isIn;
        return;
      case 'dropped':
        this.#services.log(`Form: the page dropped a message: ${message.reason}`);
        return;
    }
  }

  /** A page can only change what its form is for, never turn it into another form. */
  #isSameJob(draft: ShareDraft): boolean {
    return (
      draft.share?.id === this.#draft.share?.id &&
      (this.#destinationOpen || scopeKey(draft.destination) === scopeKey(this.#draft.destination))
    );
  }

  /** What is changed after a plan of it was shown is no longer what that plan would send. */
  #edit(draft: ShareDraft): void {
    if (this.#sending) return;
    if (!isDeepStrictEqual(draft, this.#draft)) this.#plan = undefined;
    this.#draft = draft;
  }

  async #init(): Promise<void> {
    const destination = await this.#destination();
    if (this.#closed) return;
    this.#draftIsNewer = false;
    this.#panel.draftReplaced(this.#draft);
    this.#panel.post({
      type: 'init',
      ...this.#start.language,
      draft: this.#draft,
      destinationOpen: this.#destinationOpen,
      options: this.#options(),
      ...(destination ? { destination } : {}),
      sending: this.sending,
      openedAt: this.#start.openedAt,
    });
    // It may have failed while nobody was there to hear it.
    if (this.#failure && destination) this.#panel.post({ ...this.#failure, draft: this.#draft });
  }

  #options(): DestinationOption[] {
    return this.#services.accounts().map((account) => ({
      accountId: account.id,
      label: account.label,
      ownerId: account.ownerId,
      sandbox: account.sandbox === true,
      regions: [...account.regions],
    }));
  }

  /** Everything that depends on where the draft goes; undefined when that account is not there any more. */
  async #destination(): Promise<Destination | undefined> {
    const { destination: scope, share } = this.#draft;
    const account = this.#services.accounts().find(({ id }) => id === scope.accountId);
    if (!account) return undefined;
    const abilities = await this.#services.abilities(account);
    const rows = share ? this.#services.shareRows(scope, share.id) : [];
    return { scope, abilities, ownerId: account.ownerId, existing: rows.map(existingRow) };
  }

  async #chooseDestination(scope: Scope): Promise<void> {
    if (!this.#destinationOpen || this.#sending) return;
    this.#edit({ ...this.#draft, destination: scope });
    const destination = await this.#destination();
    if (destination) this.#panel.post({ type: 'destination', destination });
  }

  async #loadPermissions(scope: Scope): Promise<void> {
    const result = await this.#services.permissions(scope, this.#pageWork.signal).then(
      (permissions): PermissionsResult => ({ kind: 'loaded', permissions: [...permissions] }),
      (error: unknown): PermissionsResult => ({ kind: 'failed', error: shownError(error) }),
    );
    if (!this.#closed) this.#panel.post({ type: 'permissions', scope, result });
  }

  async #submit(draft: ShareDraft): Promise<void> {
    if (this.#sending || !this.#isSameJob(draft)) return;
    this.#draft = draft;
    this.#failure = undefined;
    this.#plan = undefined;
    const sending = new AbortController();
    this.#sending = sending;
    const result = await this.#services
      .submit(draft, { signal: sending.signal, onProgress: this.#onProgress })
      .catch((error: unknown): SubmitResult => {
        this.#services.log(`Form: sending failed: ${String(error)}`);
        return { kind: 'failed', error: detailsOf(error), done: [], notSent: draft };
      });
    this.#sending = undefined;
    // Aborted after closing means that the extension ends: nobody is left to tell.
    if (this.#closed && sending.signal.aborted) return;
    if (result.kind === 'failed') this.#failed(result);
    else if (!this.#closed) {
      this.#panel.post({ type: 'done' });
      this.#panel.close(this.#hasFocus);
    }
  }

  async #showPlan(draft: ShareDraft): Promise<void> {
    if (this.#sending || !this.#isSameJob(draft)) return;
    this.#draft = draft;
    const plan = new AbortController();
    this.#plan = plan;
    const wasSent = await this.#services
      .showPlan(draft, {
        signal: plan.signal,
        mayApply: () => this.#apply(plan),
        onProgress: this.#onProgress,
      })
      .catch((error: unknown) => {
        this.#services.log(`Form: showing the plan failed: ${String(error)}`);
        return false;
      });
    if (this.#plan !== plan) return;
    this.#plan = undefined;
    // What is left of it then is offered by the notice at its end.
    if (wasSent && !this.#closed) this.#panel.close(this.#hasFocus);
    if (wasSent || !this.sending) return;
    this.#sending = undefined;
    await this.#init();
  }

  /** From here on the form is being sent by its plan. */
  #apply(plan: AbortController): boolean {
    if (this.#plan !== plan) return false;
    this.#sending = plan;
    this.#init().catch((error: unknown) => {
      this.#services.log(`Form: ${String(error)}`);
    });
    return true;
  }

  readonly #onProgress = (done: number, total: number): void => {
    if (!this.#closed) this.#panel.post({ type: 'progress', done, total });
  };

  #failed(result: Extract<SubmitResult, { kind: 'failed' }>): void {
    const { error, done, notSent } = result;
    if (this.#closed) {
      this.#services.failedUnseen(error, notSent);
      return;
    }
    this.#draft = notSent;
    this.#draftIsNewer = true;
    this.#failure = {
      type: 'failed',
      error: pickShown(error),
      done: [...done],
      draft: notSent,
    };
    this.#panel.draftReplaced(notSent);
    this.#panel.post(this.#failure);
  }
}

function existingRow(row: Association): ExistingRow {
  return {
    kind: row.kind,
    entityId: row.entityId,
    entityType: row.entityType,
    ...(row.arn === undefined ? {} : { arn: row.arn }),
    state: row.status.state,
  };
}

function shownError(error: unknown): ShownError {
  return pickShown(detailsOf(error));
}

/** The details of a CloudError; for anything else what little can be said. */
function detailsOf(error: unknown): CloudErrorDetails {
  if (error instanceof CloudError) return error.details;
  return { kind: 'unreadable', code: 'InternalError', message: String(error), operation: '' };
}

/** Only what is shown crosses into the page. */
function pickShown(details: CloudErrorDetails): ShownError {
  const { kind, code, message, operation, requestId, meaning, advice } = details;
  return {
    kind,
    code,
    message,
    operation,
    ...(requestId === undefined ? {} : { requestId }),
    ...(meaning === undefined ? {} : { meaning }),
    ...(advice === undefined ? {} : { advice }),
  };
}
