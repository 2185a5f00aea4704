import { t } from '@vscode/l10n';
import type { ShownError } from '../../form-protocol.ts';
import { button } from '../buttons.ts';
import { element, freshId } from '../element.ts';

/** A problem in the way of sending, with the way to its field. */
export interface ProblemLink {
  readonly message: string;
  /** Which field it is, such as *Resource 3*. */
  readonly place: string;
  readonly go: () => void;
}

/** The place above the form where the outcome of *send* appears and gets the focus. */
export interface Outcome {
  readonly element: HTMLElement;
  clear(): void;
  showProblems(problems: readonly ProblemLink[]): void;
  showError(error: ShownError, done: readonly string[]): void;
}

export function createOutcome(copyRequestId: () => void): Outcome {
  const place = element('div', { class: 'outcome' });
  const show = (box: HTMLElement): void => {
    place.replaceChildren(box);
    box.focus();
    box.scrollIntoView({ block: 'start' });
  };
  return {
    element: place,
    clear: () => {
      place.replaceChildren();
    },
    showProblems: (problems) => {
      show(problemBox(problems));
    },
    showError: (error, done) => {
      show(error.kind === 'cancelled' ? cancelledBox(done) : errorBox(error, done, copyRequestId));
    },
  };
}

/** A box that takes the focus, so that what it says is read and the next Tab goes on from it. */
function box(severity: 'error' | 'info', title: string, ...content: readonly Node[]): HTMLElement {
  const titleId = freshId('outcome');
  return element(
    'div',
    {
      class: `outcome-box ${severity}`,
      attributes: { role: 'group', tabindex: '-1', 'aria-labelledby': titleId },
    },
    element(
      'h2',
      { id: titleId },
      element('span', {
        class: `codicon codicon-${severity}`,
        attributes: { 'aria-hidden': 'true' },
      }),
      element('span', { text: title }),
    ),
    ...content,
  );
}

function problemBox(problems: readonly ProblemLink[]): HTMLElement {
  const title =
    problems.length === 1
      ? t('Nothing was sent: 1 entry needs a correction')
      : t('Nothing was sent: {0} entries need a correction', problems.length);
  const items = problems.map(({ place, message, go }) => {
    const link = element('a', {
      text: place === '' ? message : t('{0}: {1}', place, message),
      attributes: { href: '#' },
    });
    link.addEventListener('click', (event) => {
      event.preventDefault();
      go();
    });
    return element('li', {}, link);
  });
  return box('error', title, element('ul', {}, ...items));
}

function errorBox(
  error: ShownError,
  done: readonly string[],
  copyRequestId: () => void,
): HTMLElement {
  const title = error.meaning ?? t('The cloud refused the request.');
  const details = element(
    'dl',
    {},
    ...detail(t('What to do'), error.advice),
    ...detail(t('Code'), error.code),
    ...detail(t('Message'), error.message),
    ...detail(t('Operation'), error.operation),
    ...detail(t('Request id'), error.requestId),
  );
  const copy = button({
    label: t('Copy request id'),
    icon: 'copy',
    onClick: copyRequestId,
  });
  return box(
    'error',
    title,
    details,
    ...doneList(done),
    ...(error.requestId === undefined ? [] : [element('div', { class: 'actions' }, copy)]),
  );
}

function cancelledBox(done: readonly string[]): HTMLElement {
  const title =
    done.length === 0 ? t('Cancelled') : t('Cancelled. What is below was not sent yet.');
  return box('info', title, ...doneList(done));
}

function detail(term: string, text: string | undefined): readonly HTMLElement[] {
  if (text === undefined || text === '') return [];
  return [element('dt', { text: term }), element('dd', { text })];
}

/** What went through before the failure: the form holds only the rest. */
function doneList(done: readonly string[]): readonly HTMLElement[] {
  if (done.length === 0) return [];
  return [
    element('p', { text: t('Done before that, and no longer in the form:') }),
    element('ul', {}, ...done.map((text) => element('li', { text }))),
  ];
}
