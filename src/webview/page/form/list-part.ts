import { t } from '@vscode/l10n';
import type { ProblemField } from '../../../changes/rules.ts';
import type { Announcer } from '../announcer.ts';
import { button } from '../buttons.ts';
import { withRowReplaced, withoutRow } from './draft-state.ts';
import { element } from '../element.ts';
import type { FormPart } from './form-part.ts';
import { createPasteArea } from './paste-area.ts';
import { RowList, showRowProblems, type RowView } from './row-list.ts';
import { createSection } from '../section.ts';

/** What a row on screen may ask of the list it is in. */
export interface RowActions<Row> {
  readonly edit: (change: Partial<Row>) => void;
  readonly remove: () => void;
  /** Takes a pasted text when it is a list: its entries become rows in the place of this one. */
  readonly paste: (text: string) => boolean;
}

export interface ListPartOptions<Row> {
  readonly field: ProblemField;
  readonly announcer: Announcer;
  readonly rows: () => readonly Row[];
  readonly setRows: (rows: Row[]) => void;
  readonly makeView: (row: Row, actions: RowActions<Row>) => RowView;
  readonly newRow: () => Row;
  /** Reads a pasted list; `old` is the row it was pasted into, if it was one. */
  readonly parse: (text: string, old?: Row) => readonly Row[];
  /** A field above the box for pasted lists. */
  readonly pasteField?: HTMLElement;
  readonly texts: {
    readonly heading: string;
    readonly description: string;
    readonly add: string;
    readonly pasteLabel: string;
    readonly pasteDescription: string;
    readonly added: (count: number) => string;
    readonly removed: string;
  };
}

/** A list of the draft: a row for each entry, *Add*, and a box that takes a pasted list. */
export function createListPart<Row>(options: ListPartOptions<Row>): FormPart {
  const { rows, setRows, announcer, texts } = options;

  const changed = (): void => {
    section.setCount(rows().length);
  };
  // The rows on screen come first, so that they are there when the problems of the draft are shown.
  const append = (added: readonly Row[]): void => {
    list.insert(rows().length, added);
    setRows([...rows(), ...added]);
    changed();
  };
  const actionsAt = (position: () => number): RowActions<Row> => ({
    edit: (change) => {
      const at = position();
      const row = rows()[at];
      if (row !== undefined) setRows(withRowReplaced(rows(), at, [{ ...row, ...change }]));
    },
    remove: () => {
      const at = position();
      const neighbour = list.remove(at);
      setRows(withoutRow(rows(), at));
      changed();
      if (neighbour) neighbour.first.focus();
      else addButton.focus();
      announcer.announce(texts.removed);
    },
    paste: (text) => {
      const at = position();
      const added = options.parse(text, rows()[at]);
      if (added.length < 2) return false;
      list.remove(at);
      list.insert(at, added);
      setRows(withRowReplaced(rows(), at, added));
      changed();
      list.views[at + added.length - 1]?.first.focus();
      announcer.announce(texts.added(added.length));
      return true;
    },
  });

  // Not before it is drawn: until then it takes no focus.
  const focusAddButton = (): void => {
    void addButton.updateComplete.then(() => {
      addButton.focus();
    });
  };
  const list = new RowList<Row>({
    label: texts.heading,
    rows: rows(),
    makeView: (row, position) => options.makeView(row, actionsAt(position)),
  });
  const addButton = button({
    label: texts.add,
    icon: 'add',
    onClick: () => {
      append([options.newRow()]);
      list.views.at(-1)?.first.focus();
    },
  });
  const pasteArea = createPasteArea<Row>({
    label: texts.pasteLabel,
    description: texts.pasteDescription,
    ...(options.pasteField ? { before: options.pasteField } : {}),
    parse: (text) => options.parse(text),
    onAdd: (added) => {
      append(added);
      announcer.announce(texts.added(added.length));
    },
    onClose: () => {
      pasteButton.focus();
    },
  });
  const pasteButton = button({
    label: t('Paste a list…'),
    onClick: () => {
      pasteArea.open();
    },
  });
  const section = createSection(
    texts,
    list.element,
    element('div', { class: 'actions' }, addButton, pasteButton),
    pasteArea.element,
  );
  changed();

  return {
    element: section.element,
    showProblems: (problems, all) => {
      const own = problems.filter((problem) => problem.field === options.field);
      showRowProblems(list.views, own, all);
    },
    fieldOf: (problem) => {
      if (problem.field !== options.field) return undefined;
      if (problem.index === undefined) return { focus: focusAddButton };
      return list.views[problem.index]?.field(problem.part);
    },
  };
}
