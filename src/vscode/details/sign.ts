import type { Sign } from '../../webview/details-protocol.ts';
import type { Standing } from '../shares/rows/stuck.ts';
import type { RowIcon } from '../shares/status-words.ts';

/** A status as the page draws it. */
export function signOf({ text, icon }: Pick<Standing, 'text' | 'icon'>): Sign {
  // What turns in the tree for a while would turn on a page in hundreds of places.
  return { icon: icon.id.replace('~spin', ''), tone: toneOf(icon), text };
}

function toneOf({ color }: RowIcon): Sign['tone'] {
  switch (color) {
    case 'testing.iconPassed':
      return 'good';
    case 'list.warningForeground':
      return 'warning';
    case 'list.errorForeground':
      return 'bad';
    case 'disabledForeground':
      return 'over';
    default:
      return 'plain';
  }
}
