import * as vscode from 'vscode';
import type { ShareDraft } from '../../changes/draft.ts';
import { scopeKey } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import { parsePageState, type PageState } from '../../webview/form-protocol.ts';
import { languageOfWindow, PagePanels, type PagePanel } from '../pages/page-panels.ts';
import { FormSession, type ShareFormServices } from './form-session.ts';

export type { PlanOptions, SubmitOptions, SubmitResult } from './form-session.ts';

export interface ShareFormsServices extends ShareFormServices {
  /** True where the draft, as it is, has been sent since a time in epoch milliseconds, if only the beginning of it. */
  wasSent(draft: ShareDraft, since: number): Promise<boolean>;
}

/** The open forms: one to create a share, and one for each share that rows are added to. */
export class ShareForms implements vscode.Disposable {
  readonly #services: ShareFormsServices;
  readonly #panels: PagePanels<FormSession>;

  constructor(extensionUri: vscode.Uri, services: ShareFormsServices) {
    this.#services = services;
    this.#panels = new PagePanels(extensionUri, 'form');
  }

  /**
   * Opens the form for a draft, or shows the one that is open for the same job with what is typed in it.
   * @param options.destinationOpen true when the user may choose account and region in the form
   * @returns false where something else stays in the form that is open
   */
  open(draft: ShareDraft, options: { readonly destinationOpen?: boolean } = {}): boolean {
    const destinationOpen = options.destinationOpen === true;
    const open = this.#panels.reveal((session) => jobOf(session.draft) === jobOf(draft));
    if (open) {
      const untouched = isBlank(open.draft) && !open.sending;
      if (untouched) void open.replaceDraft(draft, destinationOpen);
      return untouched;
    }
    const state = { draft, destinationOpen, openedAt: systemClock.now() };
    this.#panels.open(titleOf(draft), (panel) => this.#start(panel, state));
    return true;
  }

  /**
   * Takes over a panel that VS Code brought back after the window was loaded again. One that its plan was sending, behind
   * the page of the plan, was not there to be told: what is left of that is the matter of the activity.
   */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const kept = parsePageState(state);
    const { openedAt = systemClock.now() } = kept ?? {};
    if (!kept || (await this.#services.wasSent(kept.draft, openedAt))) {
      panel.dispose();
      return;
    }
    this.#panels.attach(panel, titleOf(kept.draft), (own) =>
      this.#start(own, { ...kept, openedAt }),
    );
  }

  /** To be called when accounts came, went or changed. */
  accountsChanged(): void {
    for (const session of this.#panels.sessions) session.accountsChanged();
  }

  /** Closes the forms of an account that is being removed. */
  closeForAccount(accountId: string): void {
    this.#panels.close(({ draft }) => draft.destination.accountId === accountId);
  }

  dispose(): void {
    this.#panels.dispose();
  }

  #start(panel: PagePanel, state: Required<PageState>): FormSession {
    return new FormSession(
      {
        ...panel,
        draftReplaced: (next) => {
          panel.setTitle(titleOf(next));
        },
      },
      this.#services,
      { ...state, language: languageOfWindow() },
    );
  }
}

/** Equal for drafts that belong into the same form. */
function jobOf({ share, destination }: ShareDraft): string {
  return share ? `${scopeKey(destination)}/${share.id}` : 'create';
}

/** Nothing that would be a pity to lose. */
function isBlank({ name, description, ...lists }: ShareDraft): boolean {
  const { resources, principals, tags } = lists;
  return (
    name === '' && description === '' && resources.length + principals.length + tags.length === 0
  );
}

function titleOf({ share }: ShareDraft): string {
  return share
    ? vscode.l10n.t('Add to {0}', shown(share.name))
    : vscode.l10n.t('Create resource share');
}
