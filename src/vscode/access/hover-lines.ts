import { t } from '@vscode/l10n';
import type { AccessPrincipal, AccessResource } from '../../inventory/access/access.ts';
import type { AccessIndex } from '../../inventory/access/access-index.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { principalsText, resourcesText, shareName } from './access-rows.ts';
import { grantWord, principalName, resourceName } from './access-words.ts';

/** How many ways of access a hover names. */
const most = 8;

/** What a hover says about a resource or a principal: lines of plain text. */
export function hoverLines(
  entity: AccessResource | AccessPrincipal,
  index: AccessIndex,
  state: TreeState,
): readonly string[] {
  const isResource = entity.kind === 'resource';
  const grants = isResource ? index.whoCanUse(entity.key) : index.givenTo(entity);
  const others = new Set(
    grants.map(({ principal, resource }) => (isResource ? principal.key : resource.key)),
  );
  const ways = grants.slice(0, most).map(({ principal, resource, share, state: way }) => {
    const other = isResource ? principalName(principal, state) : resourceName(resource);
    return `· ${other}: ${grantWord(way)} (${shareName({ share })})`;
  });
  return [
    isResource
      ? t('{0} is shared with {1}', resourceName(entity), principalsText(others.size, state))
      : t('{0} is given {1}', principalName(entity, state), resourcesText(others.size, state)),
    ...ways,
    ...(grants.length > most ? [t('… and {0} more.', grants.length - most)] : []),
  ];
}
