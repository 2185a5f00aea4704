import { t } from '@vscode/l10n';
import type { Matrix, PairState, SideItem } from '../../details-protocol.ts';
import { element } from '../element.ts';
import { pairSign } from './pair-words.ts';
import type { Selection } from './selection.ts';
import { sign } from './sign.ts';

/** What a cell of the grid is about: a resource, a principal or both. */
export interface Place {
  /** Undefined in the row of heads. */
  readonly resource: string | undefined;
  /** Undefined in the column of heads. */
  readonly principal: string | undefined;
}

export interface Grid {
  readonly element: HTMLElement;
  /** Draws what is selected; only cells that read otherwise are touched. */
  show(matrix: Matrix, selection: Selection): void;
  /** Puts the focus into the cell that had it last. */
  focus(): void;
}

interface RowView {
  readonly element: HTMLTableRowElement;
  readonly head: HTMLTableCellElement;
  readonly cells: readonly HTMLTableCellElement[];
}

/** How far Page Up and Page Down go. */
const pageRows = 10;

/**
 * A table with one stop for the Tab key, in which arrow keys go from cell to cell, as the grid pattern of the ARIA
 * practices has it.
 * @param chosen a cell was clicked, or Enter or Space was pressed in it
 */
export function createGrid(
  label: string,
  chosen: (place: Place, by: 'keyboard' | 'pointer') => void,
): Grid {
  const corner = element('th', {
    class: 'corner',
    text: t('Resource'),
    attributes: { role: 'columnheader', 'aria-colindex': '1' },
  });
  const headRow = element('tr', {}, corner);
  const body = element('tbody');
  const table = element(
    'table',
    { attributes: { role: 'grid', 'aria-label': label } },
    element('thead', {}, headRow),
    body,
  );
  const frame = element('div', { class: 'frame' }, table);
  let rows = new Map<string, RowView>();
  let order: readonly string[] = [];
  let columns: readonly string[] = [];
  let heads: readonly HTMLTableCellElement[] = [];
  let active: Place = { resource: undefined, principal: undefined };

  const cellAt = ({ resource, principal }: Place): HTMLElement | undefined => {
    const column = principal === undefined ? -1 : columns.indexOf(principal);
    if (resource === undefined) return column < 0 ? undefined : heads[column];
    const row = rows.get(resource);
    return principal === undefined ? row?.head : row?.cells[column];
  };
  /** Where there is a cell; the corner has nothing to say. */
  const nearest = ({ resource, principal }: Place): Place => {
    const row = resource !== undefined && rows.has(resource) ? resource : undefined;
    const column = principal !== undefined && columns.includes(principal) ? principal : undefined;
    if (row === undefined && column === undefined) {
      const [first] = order;
      return first === undefined
        ? { resource: undefined, principal: columns[0] }
        : { resource: first, principal: columns[0] };
    }
    return { resource: row, principal: column };
  };
  const activate = (place: Place): HTMLElement | undefined => {
    cellAt(active)?.setAttribute('tabindex', '-1');
    active = nearest(place);
    const cell = cellAt(active);
    cell?.setAttribute('tabindex', '0');
    return cell;
  };
  const placeOf = (target: EventTarget | null): Place | undefined => {
    if (!(target instanceof Element)) return undefined;
    const cell = target.closest<HTMLElement>('[role]:is(td, th)');
    const row = cell?.closest('tr');
    if (!cell || !row) return undefined;
    const { resource } = row.dataset;
    const { principal } = cell.dataset;
    return { resource, principal };
  };
  const moved = (key: string, far: boolean): Place | undefined => {
    const row = active.resource === undefined ? -1 : order.indexOf(active.resource);
    const column = active.principal === undefined ? -1 : columns.indexOf(active.principal);
    const at = (toRow: number, toColumn: number): Place => {
      const last = columns.length - 1;
      const within = Math.max(-1, Math.min(toColumn, last));
      const downTo = Math.max(within < 0 ? 0 : -1, Math.min(toRow, order.length - 1));
      return {
        resource: downTo < 0 ? undefined : order[downTo],
        principal: within < 0 ? undefined : columns[within],
      };
    };
    switch (key) {
      case 'ArrowDown':
        return at(row + 1, column);
      case 'ArrowUp':
        return at(row - 1, column);
      case 'ArrowRight':
        return at(row, column + 1);
      case 'ArrowLeft':
        return at(row, row < 0 ? Math.max(0, column - 1) : column - 1);
      case 'Home':
        return far ? at(-1, 0) : at(row, row < 0 ? 0 : -1);
      case 'End':
        return far ? at(order.length - 1, columns.length - 1) : at(row, columns.length - 1);
      case 'PageDown':
        return at(row + pageRows, column);
      case 'PageUp':
        return at(row - pageRows, column);
      default:
        return undefined;
    }
  };

  table.addEventListener('keydown', (event) => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      chosen(active, 'keyboard');
      return;
    }
    const place = moved(event.key, event.ctrlKey);
    if (!place || (event.ctrlKey && event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    activate(place)?.focus();
  });
  table.addEventListener('click', ({ target }) => {
    const place = placeOf(target);
    if (!place || !cellAt(place)) return;
    activate(place)?.focus();
    chosen(active, 'pointer');
  });

  return {
    element: frame,
    focus: () => {
      activate(active)?.focus();
    },
    show: (matrix, { resources, principals }) => {
      const hadFocus = table.contains(document.activeElement);
      const shownColumns = principals.flatMap((index) => matrix.principals[index] ?? []);
      const keys = shownColumns.map(({ key }) => key);
      if (keys.join('\n') !== columns.join('\n')) {
        columns = keys;
        heads = shownColumns.map(({ key }, index) => {
          const head = element('th', {
            attributes: {
              role: 'columnheader',
              tabindex: '-1',
              'aria-colindex': String(index + 2),
            },
          });
          head.dataset.principal = key;
          return head;
        });
        headRow.replaceChildren(corner, ...heads);
        rows = new Map();
        body.replaceChildren();
      }
      shownColumns.forEach((item, index) => {
        const head = heads[index];
        if (head) showHead(head, item);
      });
      order = resources.flatMap((index) => matrix.resources[index]?.key ?? []);
      const kept = new Set(order);
      for (const [key, { element: row }] of [...rows]) {
        if (kept.has(key)) continue;
        row.remove();
        rows.delete(key);
      }
      resources.forEach((from, index) => {
        const item = matrix.resources[from];
        if (!item) return;
        const row = rows.get(item.key) ?? makeRow(item.key, columns);
        rows.set(item.key, row);
        row.element.setAttribute('aria-rowindex', String(index + 2));
        showHead(row.head, item);
        principals.forEach((column, at) => {
          const cell = row.cells[at];
          const state = matrix.pairs[from]?.[column];
          if (cell && state) showPair(cell, state);
        });
        const there = body.children.item(index);
        if (there !== row.element) body.insertBefore(row.element, there);
      });
      table.setAttribute('aria-rowcount', String(matrix.resources.length + 1));
      table.setAttribute('aria-colcount', String(matrix.principals.length + 1));
      table.classList.toggle('wide', columns.length > 6);
      const cell = activate(active);
      if (hadFocus && document.activeElement !== cell) cell?.focus({ preventScroll: true });
      // What comes into the focus must not hide below the heads.
      frame.style.scrollPaddingTop = `${headRow.offsetHeight}px`;
      frame.style.scrollPaddingInlineStart = `${corner.offsetWidth}px`;
    },
  };
}

function makeRow(key: string, columns: readonly string[]): RowView {
  const head = element('th', {
    attributes: { role: 'rowheader', tabindex: '-1', 'aria-colindex': '1' },
  });
  const cells = columns.map((principal, index) => {
    const cell = element('td', {
      attributes: { role: 'gridcell', tabindex: '-1', 'aria-colindex': String(index + 2) },
    });
    cell.dataset.principal = principal;
    return cell;
  });
  const row = element('tr', {}, head, ...cells);
  row.dataset.resource = key;
  return { element: row, head, cells };
}

function showHead(head: HTMLElement, { label, about, status }: SideItem): void {
  const drawn = JSON.stringify([label, about, status]);
  if (head.dataset.drawn === drawn) return;
  head.dataset.drawn = drawn;
  head.replaceChildren(
    element('span', { class: 'name', text: label }),
    element('span', { class: 'about', text: about }),
    ...(status ? [sign(status)] : []),
  );
}

function showPair(cell: HTMLElement, state: PairState): void {
  if (cell.dataset.drawn === state) return;
  cell.dataset.drawn = state;
  const drawn = pairSign(state);
  cell.className = `pair ${state}`;
  cell.title = drawn.text;
  cell.replaceChildren(sign(drawn));
}
