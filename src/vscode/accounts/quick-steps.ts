import * as vscode from 'vscode';

/** The answer that leads to the question before. */
export const back = Symbol('back');

/** What a question gives: an answer, the way back, or undefined when the user closed it. */
export type Answer<T> = T | typeof back | undefined;

interface Question {
  readonly title: string;
  readonly canGoBack: boolean;
}

interface TextQuestion extends Question {
  readonly prompt: string;
  readonly value: string;
  /** Masks what is typed. */
  readonly secret?: boolean;
  /** Why the answer given before was refused; shown until something is changed. */
  readonly error: string | undefined;
  /** Says what is wrong with a text; undefined where nothing is. Leading and trailing blanks are gone already. */
  check(text: string): string | undefined;
}

/** One line of text. Stays open when the window loses focus, so that keys can be fetched from elsewhere. */
export function askText(question: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.prompt = question.prompt;
  input.value = question.value;
  input.password = question.secret === true;
  input.ignoreFocusOut = true;
  input.validationMessage = question.error;
  if (question.canGoBack) input.buttons = [vscode.QuickInputButtons.Back];
  return ended(input, (answer) => {
    input.onDidChangeValue((text) => {
      const problem = question.check(text.trim());
      // An empty field is not scolded before the user had a chance to fill it.
      input.validationMessage = text === '' ? undefined : problem;
    });
    input.onDidAccept(() => {
      const text = input.value.trim();
      const problem = question.check(text);
      input.validationMessage = problem;
      if (problem === undefined) answer(text);
    });
  });
}

interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly value: T;
}

interface ChoiceQuestion<T> extends Question {
  readonly placeholder: string;
  readonly items: readonly Choice<T>[];
  /** Values that are ticked at first, where several may be chosen. */
  readonly picked?: readonly T[];
}

export function choose<T>(
  question: ChoiceQuestion<T> & { readonly many: true },
): Promise<Answer<readonly T[]>>;
export function choose<T>(question: ChoiceQuestion<T>): Promise<Answer<T>>;
/** One or several out of a list. Choosing none of several is no answer: the list stays open. */
export function choose<T>(
  question: ChoiceQuestion<T> & { readonly many?: boolean },
): Promise<Answer<T | readonly T[]>> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & Choice<T>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.items = question.items.map((item) => ({ ...item }));
  pick.canSelectMany = question.many === true;
  pick.matchOnDescription = true;
  pick.selectedItems = pick.items.filter(({ value }) => question.picked?.includes(value) === true);
  pick.ignoreFocusOut = true;
  if (question.canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  return ended<T | readonly T[]>(pick, (answer) => {
    pick.onDidAccept(() => {
      const [first, ...more] = pick.selectedItems;
      if (!first) return;
      answer(question.many === true ? [first, ...more].map(({ value }) => value) : first.value);
    });
  });
}

/** Shows the input until it is answered, left by *Back*, or closed. */
function ended<T>(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  listen: (answer: (value: T) => void) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    const finish = (value: Answer<T>): void => {
      resolve(value);
      input.dispose();
    };
    listen(finish);
    input.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) finish(back);
    });
    input.onDidHide(() => {
      finish(undefined);
    });
    input.show();
  });
}
