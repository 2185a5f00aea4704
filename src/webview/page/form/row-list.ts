import { element } from '../element.ts';
import type { Field, FieldProblem } from './fields.ts';

/** What is on screen for one row of a list. */
export interface RowView {
  readonly element: HTMLElement;
  /** Takes focus when the row was just added. */
  readonly first: Field;
  /** Called when the row stands at another place. */
  setPlace(index: number, count: number): void;
  /** The field that a part of the row's data is typed into, for problems and for links to them. */
  field(part: string | undefined): Field;
  /** True once the user changed that part. */
  touched(part: string | undefined): boolean;
  readonly fields: readonly Field[];
}

export interface RowListOptions<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly makeView: (row: Row, position: () => number) => RowView;
}

/** Keeps one view for each row, in the order of the rows, without rebuilding those that stay. */
export class RowList<Row> {
  readonly element: HTMLElement;
  readonly #makeView: RowListOptions<Row>['makeView'];
  readonly #views: RowView[] = [];

  constructor(options: RowListOptions<Row>) {
    this.#makeView = options.makeView;
    this.element = element('ul', { class: 'rows', attributes: { 'aria-label': options.label } });
    this.insert(0, options.rows);
  }

  get views(): readonly RowView[] {
    return this.#views;
  }

  insert(index: number, rows: readonly Row[]): void {
    const views = rows.map((row) => {
      const view: RowView = this.#makeView(row, () => this.#views.indexOf(view));
      return view;
    });
    const next = this.#views[index]?.element ?? null;
    for (const view of views) this.element.insertBefore(view.element, next);
    this.#views.splice(index, 0, ...views);
    this.#renumber();
  }

  /** Gives the row that stands there now, or else the one before it. */
  remove(index: number): RowView | undefined {
    const [view] = this.#views.splice(index, 1);
    view?.element.remove();
    this.#renumber();
    return this.#views[index] ?? this.#views[index - 1];
  }

  #renumber(): void {
    this.element.hidden = this.#views.length === 0;
    this.#views.forEach((view, index) => {
      view.setPlace(index, this.#views.length);
    });
  }
}

/** A problem of one row, with the part of the row it speaks of. */
export interface RowProblem extends FieldProblem {
  readonly index?: number | undefined;
  readonly part?: string | undefined;
}

/** Puts each problem at the field it speaks of; untouched fields stay quiet unless all are asked for. */
export function showRowProblems(
  views: readonly RowView[],
  problems: readonly RowProblem[],
  all: boolean,
): void {
  views.forEach((view, index) => {
    const own = problems.filter((problem) => problem.index === index);
    for (const field of view.fields) {
      const shown = own.filter(
        (problem) =>
          view.field(problem.part) === field &&
          (all || view.touched(problem.part) || problem.severity !== 'error'),
      );
      field.showProblems(shown.map(({ severity, message }) => ({ severity, message })));
    }
  });
}
