import { t } from '@vscode/l10n';
import type {} from '@vscode-elements/elements/dist/vscode-progress-bar/vscode-progress-bar.js';
import { button } from '../buttons.ts';
import { element } from '../element.ts';

/** The bar below the form: what will be sent, the button that sends, and progress while it runs. */
export interface Footer {
  readonly element: HTMLElement;
  setPlan(text: string): void;
  startSending(): void;
  setProgress(done: number, total: number): void;
  stopSending(): void;
}

export function createFooter(options: {
  readonly sendLabel: string;
  readonly send: () => void;
  readonly showPlan: () => void;
  readonly cancel: () => void;
}): Footer {
  const plan = element('div', { class: 'plan', attributes: { role: 'status' } });
  const progress = element('vscode-progress-bar');
  progress.ariaLabel = t('Sending');
  progress.hidden = true;
  const sendButton = button({ label: options.sendLabel, onClick: options.send, primary: true });
  const planButton = button({ label: t('Show plan'), onClick: options.showPlan });
  const cancelButton = button({ label: t('Cancel'), onClick: options.cancel });
  cancelButton.hidden = true;
  return {
    element: element(
      'footer',
      {},
      progress,
      element('div', { class: 'bar' }, plan, planButton, cancelButton, sendButton),
    ),
    setPlan: (text) => {
      if (plan.textContent !== text) plan.textContent = text;
    },
    startSending: () => {
      sendButton.disabled = true;
      planButton.hidden = true;
      cancelButton.hidden = false;
      cancelButton.focus();
      progress.hidden = false;
      progress.indeterminate = true;
      plan.textContent = t('Sending…');
    },
    setProgress: (done, total) => {
      progress.indeterminate = false;
      progress.max = total;
      progress.value = done;
      plan.textContent = t('Sending: {0} of {1} calls done', done, total);
    },
    stopSending: () => {
      sendButton.disabled = false;
      planButton.hidden = false;
      cancelButton.hidden = true;
      progress.hidden = true;
    },
  };
}
