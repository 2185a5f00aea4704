import { t } from '@vscode/l10n';
import type { DrawnEdge, DrawnNode, WordedPicture } from '../../picture-protocol.ts';
import { element } from '../element.ts';

/** Everything that a picture shows, as text: each share with what it gives, to whom, and how it stands. */
export function asList({ nodes, edges }: WordedPicture): readonly HTMLElement[] {
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  const line = (key: string, { word }: DrawnEdge): HTMLElement =>
    element('li', { text: `${textOf(byKey.get(key))}: ${word}` });
  const associations = edges.filter(({ kind }) => kind === 'association');
  const shares = nodes
    .filter(({ kind }) => kind === 'share')
    .flatMap((share) => {
      const given = associations.filter(({ to }) => to === share.key);
      const receivers = associations.filter(({ from }) => from === share.key);
      return [
        element('h2', { text: share.label }),
        element('p', { class: 'place', text: share.details.join(' · ') }),
        ...part(
          t('Resources'),
          given.map((edge) => line(edge.from, edge)),
        ),
        ...part(
          t('Principals'),
          receivers.map((edge) => line(edge.to, edge)),
        ),
      ];
    });
  const memberships = edges
    .filter(({ kind }) => kind === 'membership')
    .map(({ from, to }) => {
      const [container, principal] = [byKey.get(from), byKey.get(to)];
      return element('li', {
        text: t('{0} is in {1}', principal?.label ?? '', container?.label ?? ''),
      });
    });
  if (memberships.length === 0) return shares;
  return [...shares, element('h2', { text: t('Memberships') }), element('ul', {}, ...memberships)];
}

function part(heading: string, lines: readonly HTMLElement[]): readonly HTMLElement[] {
  if (lines.length === 0) return [];
  return [element('h3', { text: heading }), element('ul', {}, ...lines)];
}

function textOf(node: DrawnNode | undefined): string {
  return node ? [node.label, ...node.details].filter((text) => text !== '').join(' · ') : '';
}
