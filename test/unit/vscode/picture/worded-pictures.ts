import * as fc from 'fast-check';
import type { DrawnNode, WordedPicture } from '../../../../src/webview/picture-protocol.ts';

const node = (
  key: string,
  kind: DrawnNode['kind'],
  label: string,
  details: string[],
  more: Partial<DrawnNode> = {},
): DrawnNode => ({
  ...{ key, kind, subject: false, label, details },
  spoken: [label, ...details].join(' · '),
  ...more,
});

/** A resource, a share and two principals. */
export const smallPicture: WordedPicture = {
  title: 'hub',
  notes: ['Left out, as there are too many: 2 shares'],
  nodes: [
    node('r', 'resource', 'vsw-1', ['VSwitch', 'cn-hangzhou']),
    node('s', 'share', 'hub', ['Active'], { subject: true, tone: 'usable' }),
    node('p', 'principal', '1720505253000009', ['Account', 'Outside the organisation'], {
      standing: 'outside',
    }),
    node('q', 'principal', 'Retail', ['Not known whether outside'], { standing: 'unknown' }),
  ],
  edges: [
    { from: 'r', to: 's', kind: 'association', tone: 'usable', word: 'Associated' },
    { from: 's', to: 'p', kind: 'association', tone: 'failed', word: 'Failed' },
    { from: 's', to: 'q', kind: 'association', tone: 'invited', word: 'Invited' },
  ],
};

const tones = ['failed', 'partly', 'ending', 'invited', 'pending', 'unknown', 'usable'] as const;

/** Any resources, shares and principals with such texts, and some lines from each to the next kind. */
export function wordedPictures(text: fc.Arbitrary<string>): fc.Arbitrary<WordedPicture> {
  const words = fc.record({
    label: text,
    details: fc.array(text, { maxLength: 2 }),
    spoken: text,
    subject: fc.boolean(),
  });
  const some = fc.array(words, { minLength: 1, maxLength: 4 });
  const standing = fc.constantFrom('inside' as const, 'outside' as const, 'unknown' as const);
  return fc
    .record({
      ...{ title: text, notes: fc.array(text, { maxLength: 2 }), resources: some, shares: some },
      principals: fc.array(fc.tuple(words, standing), { maxLength: 4 }),
      links: fc.array(
        fc.record({
          ...{ from: fc.nat(7), to: fc.nat(7), word: text, tone: fc.constantFrom(...tones) },
          kind: fc.constantFrom('association' as const, 'membership' as const),
        }),
        { maxLength: 8 },
      ),
    })
    .map(({ title, notes, resources, shares, principals, links }) => {
      const nodes: readonly DrawnNode[] = [
        ...resources.map((one) => ({ ...one, kind: 'resource' as const })),
        ...shares.map((one) => ({ ...one, kind: 'share' as const, tone: 'pending' as const })),
        ...principals.map(([one, where]) => ({
          ...{ ...one, kind: 'principal' as const, standing: where },
        })),
      ].map((one, place) => ({ ...one, key: `${place} "'<&>` }));
      const ranks = { resource: 0, share: 1, principal: 2 };
      const edges = links.flatMap(({ from, to, ...rest }) => {
        const [one, other] = [nodes[from % nodes.length], nodes[to % nodes.length]];
        return one && other && ranks[one.kind] + 1 === ranks[other.kind]
          ? [{ ...rest, from: one.key, to: other.key }]
          : [];
      });
      const unique = new Map(edges.map((edge) => [edge.from + edge.to, edge]));
      return { title, notes, nodes: [...nodes], edges: [...unique.values()] };
    });
}
