import { t } from '@vscode/l10n';
import type { ShareDraft } from '../../../changes/draft.ts';
import { describePlan, entitiesText } from '../../../changes/describe-plan.ts';
import { planDraft } from '../../../changes/draft-change.ts';
import { canSend, checkDraft, type Problem } from '../../../changes/rules.ts';
import { scopeKey } from '../../../model/account.ts';
import { shown } from '../../../model/untrusted-text.ts';
import type {
  Destination,
  DestinationOption,
  HostMessage,
  InitMessage,
  PageMessage,
  PageState,
  PermissionsResult,
} from '../../form-protocol.ts';
import { createAnnouncer } from '../announcer.ts';
import { DraftState } from './draft-state.ts';
import { element } from '../element.ts';
import { createFooter, type Footer } from './footer.ts';
import type { FormContext, FormPart } from './form-part.ts';
import { accountText, createGeneral, type DestinationField, type GeneralPart } from './general.ts';
import { createOutcome } from './outcome.ts';
import { createPermissions, type PermissionsPart, type PermissionsState } from './permissions.ts';
import { createPrincipals } from './principals.ts';
import { createResources } from './resources.ts';
import { typesIn } from './resource-types.ts';
import { createTags } from './tags.ts';
import type { Host } from '../vscode-api.ts';

/** The form: holds the draft, draws it, and speaks with the host. */
export class SharePage {
  readonly #host: Host<PageMessage, PageState>;
  readonly #root: HTMLElement;
  readonly #destinationOpen: boolean;
  readonly #openedAt: number;
  readonly #announcer = createAnnouncer();
  readonly #outcome;
  readonly #permissions = new Map<string, PermissionsState>();
  #options: readonly DestinationOption[];
  #destination: Destination;
  #state: DraftState;
  #parts: readonly FormPart[] = [];
  #general: GeneralPart | undefined;
  /** The select that a new destination came from: it keeps the focus. */
  #chosenBy: DestinationField | undefined;
  #permissionsPart: PermissionsPart | undefined;
  #footer: Footer | undefined;
  #fields: HTMLElement | undefined;
  /** After the first try to send, fields that nobody touched tell their problems too. */
  #tried = false;
  #sending = false;
  #stopListening: () => void = () => undefined;

  constructor(
    host: Host<PageMessage, PageState>,
    root: HTMLElement,
    init: InitMessage,
    destination: Destination,
  ) {
    this.#host = host;
    this.#root = root;
    this.#options = init.options;
    this.#destinationOpen = init.destinationOpen;
    this.#openedAt = init.openedAt;
    this.#destination = destination;
    this.#outcome = createOutcome(() => {
      host.post({ type: 'copyRequestId' });
      this.#announcer.announce(t('Request id copied.'));
    });
    this.#state = new DraftState(init.draft);
    this.#draw();
    if (init.sending) this.#startSending();
    else {
      this.#keep();
      if (document.hasFocus()) this.#focusFirst();
    }
  }

  receive(message: Exclude<HostMessage, { type: 'init' }>): void {
    switch (message.type) {
      case 'options':
        this.#options = message.options;
        if (this.#destinationOpen) this.#draw();
        return;
      case 'destination':
        this.#destination = message.destination;
        this.#draw();
        if (this.#chosenBy) this.#general?.focusDestination(this.#chosenBy);
        this.#chosenBy = undefined;
        return;
      case 'permissions':
        this.#receivePermissions(scopeKey(message.scope), message.result);
        return;
      case 'progress':
        this.#footer?.setProgress(message.done, message.total);
        // It is written down what is sent. Were the form to come back with all of it, that could be sent twice.
        this.#host.forget();
        return;
      case 'failed':
        this.#stopSending();
        this.#state = new DraftState(message.draft);
        this.#tried = false;
        this.#draw();
        this.#keep();
        this.#outcome.showError(message.error, message.done);
        return;
      case 'done':
        this.#stopSending();
        this.#announcer.announce(t('Everything was sent.'));
        return;
    }
  }

  #draw(): void {
    const context: FormContext = {
      state: this.#state,
      destination: this.#destination,
      announcer: this.#announcer,
    };
    this.#permissionsPart = createPermissions(context, () => {
      this.#loadPermissions();
    });
    this.#general = createGeneral(context, {
      options: this.#options,
      open: this.#destinationOpen,
      choose: (scope, by) => {
        this.#chosenBy = by;
        this.#state.update({ destination: scope });
        this.#host.post({ type: 'chooseDestination', destination: scope });
      },
    });
    this.#parts = [
      this.#general,
      createResources(context),
      createPrincipals(context),
      this.#permissionsPart,
      ...(this.#state.draft.share || !this.#destination.abilities.tags
        ? []
        : [createTags(context, this.#destination.abilities.tags)]),
    ];
    this.#footer = createFooter({
      sendLabel: this.#state.draft.share ? t('Add to share') : t('Create share'),
      send: () => {
        if (this.#mayBeSent()) this.#send();
      },
      showPlan: () => {
        if (this.#mayBeSent()) this.#host.post({ type: 'showPlan', draft: this.#state.draft });
      },
      cancel: () => {
        this.#host.post({ type: 'cancel' });
      },
    });
    this.#outcome.clear();
    this.#fields = element('div', { class: 'fields' }, ...this.#parts.map((part) => part.element));
    this.#root.replaceChildren(
      element('main', {}, this.#heading(), this.#outcome.element, this.#fields),
      this.#footer.element,
      this.#announcer.element,
    );
    this.#stopListening();
    this.#stopListening = this.#state.onDidChange(() => {
      this.#draftChanged();
    });
    this.#refresh();
  }

  #heading(): HTMLElement {
    const { share, destination } = this.#state.draft;
    const account = this.#options.find(({ accountId }) => accountId === destination.accountId);
    const owner = account ? accountText(account) : this.#destination.ownerId;
    const place = this.#destination.abilities.regional
      ? t('{0} · {1}', owner, destination.region)
      : owner;
    return element(
      'header',
      {},
      element('h1', {
        text: share ? t('Add to {0}', shown(share.name)) : t('Create resource share'),
      }),
      ...(this.#destinationOpen ? [] : [element('p', { class: 'place', text: place })]),
      ...(share ? [element('p', { class: 'place', text: externalText(share.allowExternal) })] : []),
    );
  }

  #draftChanged(): void {
    this.#keep();
    // At once: an older plan of the form may be applied the next moment, when this page is hidden and gone.
    this.#host.post({ type: 'draftChanged', draft: this.#state.draft });
    this.#refresh();
  }

  /** What VS Code gives back when the page is shown again or the window is loaded again. */
  #keep(): void {
    this.#host.keep({
      draft: this.#state.draft,
      destinationOpen: this.#destinationOpen,
      openedAt: this.#openedAt,
    });
  }

  /** Brings everything that follows from the draft up to date. */
  #refresh(): void {
    const problems = this.#problems();
    for (const part of this.#parts) part.showProblems(problems, this.#tried);
    const { draft } = this.#state;
    this.#permissionsPart?.show(this.#permissionsOfScope());
    if (!this.#sending) this.#footer?.setPlan(planText(draft, this.#destination));
    const needed = typesIn(draft, this.#destination.abilities).length > 0;
    if (needed && this.#permissionsOfScope().kind === 'unknown') this.#loadPermissions();
  }

  #problems(): readonly Problem[] {
    const { abilities, ownerId, existing } = this.#destination;
    return checkDraft(this.#state.draft, abilities, { ownerId, existing });
  }

  #permissionsOfScope(): PermissionsState {
    return this.#permissions.get(scopeKey(this.#destination.scope)) ?? { kind: 'unknown' };
  }

  #loadPermissions(): void {
    const { scope } = this.#destination;
    this.#permissions.set(scopeKey(scope), { kind: 'loading' });
    this.#host.post({ type: 'loadPermissions', destination: scope });
    this.#permissionsPart?.show({ kind: 'loading' });
  }

  #receivePermissions(key: string, result: PermissionsResult): void {
    this.#permissions.set(key, result);
    this.#permissionsPart?.show(this.#permissionsOfScope());
  }

  /** What the cloud would refuse stops here, and is told. */
  #mayBeSent(): boolean {
    if (this.#sending) return false;
    const problems = this.#problems();
    this.#tried = true;
    this.#refresh();
    if (!canSend(problems)) {
      this.#outcome.showProblems(
        problems
          .filter(({ severity }) => severity === 'error')
          .map((problem) => ({
            place: placeText(problem),
            message: problem.message,
            go: () => this.#fieldOf(problem)?.focus(),
          })),
      );
      return false;
    }
    this.#outcome.clear();
    return true;
  }

  #send(): void {
    this.#host.post({ type: 'submit', draft: this.#state.draft });
    this.#startSending();
  }

  #fieldOf(problem: Problem): { focus(): void } | undefined {
    // What is missing from the form as a whole is best begun with a resource.
    const sought: Problem = problem.field === 'form' ? { ...problem, field: 'resources' } : problem;
    for (const part of this.#parts) {
      const field = part.fieldOf(sought);
      if (field) return field;
    }
    return undefined;
  }

  #focusFirst(): void {
    const { share, name } = this.#state.draft;
    if (share || name === '') {
      this.#fieldOf({
        field: share ? 'resources' : 'name',
        severity: 'info',
        code: '',
        message: '',
      })?.focus();
    }
  }

  #startSending(): void {
    this.#sending = true;
    if (this.#fields) this.#fields.inert = true;
    this.#footer?.startSending();
  }

  #stopSending(): void {
    this.#sending = false;
    if (this.#fields) this.#fields.inert = false;
    this.#footer?.stopSending();
  }
}

function planText(draft: ShareDraft, { abilities, existing }: Destination): string {
  const plan = planDraft(draft, abilities, existing);
  const items = plan.parts.flatMap((part) => part.items);
  if (entitiesText(items, 'new', 'changed') === undefined) {
    return draft.share
      ? t('Nothing to send yet.')
      : t('An empty share: resources and principals can be added later.');
  }
  return t('Will be sent in {0}.', describePlan(plan));
}

function externalText(allowed: boolean): string {
  return allowed
    ? t('This share allows principals outside the organisation.')
    : t('This share allows principals of the organisation only.');
}

/** Where a problem is, in the words of the form. */
function placeText({ field, index }: Problem): string {
  switch (field) {
    case 'name':
      return t('Name');
    case 'description':
      return t('Description');
    case 'destination':
      return t('Account');
    case 'resources':
      return index === undefined ? t('Resources') : t('Resource {0}', index + 1);
    case 'principals':
      return index === undefined ? t('Principals') : t('Principal {0}', index + 1);
    case 'permissions':
      return t('Permissions');
    case 'tags':
      return index === undefined ? t('Tags') : t('Tag {0}', index + 1);
    case 'form':
      return '';
  }
}
