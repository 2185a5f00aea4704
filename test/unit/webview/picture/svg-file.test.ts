import assert from 'node:assert/strict';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { WordedPicture } from '../../../../src/webview/picture-protocol.ts';
import { placed } from '../../../../src/webview/page/picture/layout.ts';
import { svgFile } from '../../../../src/webview/page/picture/svg-file.ts';
import { hostileText, hostileTexts } from '../../fuzz/hostile.ts';
import { itHolds } from '../../property.ts';
import { smallPicture, wordedPictures } from '../../vscode/picture/worded-pictures.ts';

describe('the SVG file of a picture', () => {
  it('says everything in words and shapes, and needs nothing beside it', () => {
    const { text, tags, texts } = read(smallPicture);
    for (const word of [
      'hub',
      'vsw-1',
      'VSwitch',
      'Failed',
      'Invited',
      'Outside the organisation',
    ]) {
      assert.ok(texts.includes(word), word);
    }
    assert.ok(texts.includes('Left out, as there are too many: 2 shares'));
    assert.ok(!texts.includes('Associated'));
    const classes = tags.flatMap(({ attributes }) => (attributes.class ?? '').split(' '));
    for (const wanted of ['tone-failed', 'tone-invited', 'standing-outside', 'standing-unknown']) {
      assert.ok(classes.includes(wanted), wanted);
    }
    assert.doesNotMatch(text, /href|url\(|@import|<script|\son\w+=/u);
    assert.doesNotMatch(text, /NaN|undefined/u);
  });

  it('keeps names as text, whatever is in them', () => {
    const [first] = smallPicture.nodes;
    assert.ok(first);
    const nodes = hostileTexts.map((label, place) => ({
      ...first,
      key: String(place),
      label,
      spoken: label,
    }));
    const { texts, tags } = read({ ...smallPicture, nodes, edges: [] });
    assert.ok(texts.includes('<img src=x onerror="alert(1)"><script>alert(1)</script>'));
    assert.ok(tags.every(({ name }) => known.has(name)));
  });

  itHolds('is well-formed for any names', 150, wordedPictures(hostileText), (one) => {
    const { tags } = read(one);
    assert.ok(tags.every(({ name }) => known.has(name)));
    assert.equal(
      tags.filter(({ attributes }) => isNode(attributes.class)).length,
      one.nodes.length,
    );
  });
});

const known = new Set(['svg', 'title', 'style', 'rect', 'text', 'g', 'path']);

function isNode(classes: unknown): boolean {
  return typeof classes === 'string' && classes.split(' ').includes('node');
}

/** Reads it as strictly as XML is meant to be read; what is wrong is thrown. */
function read(picture: WordedPicture): {
  readonly text: string;
  readonly tags: readonly SaxesTagPlain[];
  readonly texts: readonly string[];
} {
  const text = svgFile(picture, placed(picture));
  const tags: SaxesTagPlain[] = [];
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => tags.push(tag));
  parser.on('text', (part) => texts.push(part));
  parser.write(text).close();
  return { text, tags, texts };
}
