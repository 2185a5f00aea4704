import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mermaidDocument, mermaidText } from '../../../../src/vscode/picture/mermaid-text.ts';
import type { WordedPicture } from '../../../../src/webview/picture-protocol.ts';
import { hostileText } from '../../fuzz/hostile.ts';
import { itHolds } from '../../property.ts';
import { smallPicture, wordedPictures } from './worded-pictures.ts';

/** Letters, numbers, a few marks, and everything else by its number: what no part of Mermaid gives a meaning. */
const label = String.raw`"(?:[\p{L}\p{N} .,/()…·-]|#\d+;|<br/>)+"`;

/** The part of the language that we write, each line by itself; of the names only what we make ourselves. */
const grammar: readonly RegExp[] = [
  /^accTitle: (?:[\p{L}\p{N} .,/()…·-]|#\d+;)+$/u,
  new RegExp(String.raw`^(?:n|note)\d+(?:\[${label}\]|\(\[${label}\]\)|\{\{${label}\}\})$`, 'u'),
  new RegExp(String.raw`^n\d+ (?:-->|(?:--x|-\.->|-\.-o)\|${label}\|) n\d+$`, 'u'),
  /^classDef (?:outside stroke-width:3px|notKnown stroke-dasharray:2 3)$/u,
  /^class n\d+(?:,n\d+)* (?:outside|notKnown)$/u,
];

describe('a picture as Mermaid', () => {
  it('has a node and a line each, by number, and says in words how it stands', () => {
    assert.deepEqual(mermaidText(smallPicture).split('\n'), [
      'flowchart LR',
      '  accTitle: hub',
      '  n1["vsw-1<br/>VSwitch<br/>cn-hangzhou"]',
      '  n2(["hub<br/>Resource share<br/>Active"])',
      '  n3{{"1720505253000009<br/>Account<br/>Outside the organisation"}}',
      '  n4{{"Retail<br/>Not known whether outside"}}',
      '  note1["Left out, as there are too many#58; 2 shares"]',
      '  n1 --> n2',
      '  n2 --x|"Failed"| n3',
      '  n2 -.->|"Invited"| n4',
      '  classDef outside stroke-width:3px',
      '  class n3 outside',
      '  classDef notKnown stroke-dasharray:2 3',
      '  class n4 notKnown',
      '',
    ]);
  });

  it('is a block of Markdown that nothing in it can end', () => {
    const [node, ...nodes] = smallPicture.nodes;
    assert.ok(node);
    const text = mermaidDocument({ ...smallPicture, nodes: [{ ...node, label: '```' }, ...nodes] });
    assert.equal(text.match(/```/gu)?.length, 2);
    assert.match(text, /^```mermaid\nflowchart LR\n/u);
    assert.match(text, /\n```\n$/u);
  });

  it('leaves out a line to what is not there', () => {
    const { nodes, edges } = smallPicture;
    const text = mermaidText({ ...smallPicture, nodes: nodes.slice(0, 2), edges });
    assert.equal(text.match(/ n1 --> n2/gu)?.length, 1);
    assert.doesNotMatch(text, /n3|undefined/u);
  });

  itHolds(
    'keeps to its grammar whatever names there are',
    400,
    wordedPictures(hostileText),
    (one) => {
      holds(one);
    },
  );

  itHolds('keeps to it for marks of the language, too', 400, wordedPictures(marks()), (one) => {
    holds(one);
  });
});

function holds(picture: WordedPicture): void {
  const [head, ...lines] = mermaidText(picture).split('\n');
  assert.equal(head, 'flowchart LR');
  assert.equal(lines.pop(), '');
  for (const line of lines) {
    assert.ok(line.startsWith('  '), line);
    assert.ok(
      grammar.some((rule) => rule.test(line.slice(2))),
      line,
    );
  }
  const nodes = lines.filter((line) => /^ {2}n\d+[[({]/u.test(line));
  assert.equal(nodes.length, picture.nodes.length);
  const named = new Set(nodes.map((line) => /n\d+/u.exec(line)?.[0]));
  assert.equal(named.size, nodes.length);
  const links = lines.filter((line) => /^ {2}n\d+ .* n\d+$/u.test(line));
  assert.equal(links.length, picture.edges.length);
  for (const line of links) {
    const { from, to } = /^ {2}(?<from>n\d+) .* (?<to>n\d+)$/u.exec(line)?.groups ?? {};
    assert.ok(named.has(from) && named.has(to), line);
  }
  // What it takes as comment, directive or end of a statement.
  assert.doesNotMatch(lines.join('\n'), /%%|[{]{3}|(?:style|classDef).*:\S*#/u);
}

function marks(): fc.Arbitrary<string> {
  const some = [
    '"',
    ']',
    '}}',
    '%%{',
    '-->',
    '|',
    '#quot;',
    '`',
    '<br/>',
    ';',
    '\n',
    'end',
    'www.',
  ];
  return fc
    .array(fc.constantFrom(...some, ' ', 'a', '1. ', 'style:', 'click n1', '\\n', '$$'), {
      maxLength: 12,
    })
    .map((parts) => parts.join(''));
}
