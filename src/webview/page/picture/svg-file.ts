import type { WordedPicture } from '../../picture-protocol.ts';
import { drawing, svg, type SvgElement } from './drawing.ts';
import { fitting } from './fitting-text.ts';
import type { PlacedPicture } from './layout.ts';

/** Colours of a file: it has no theme, and is read on white. */
const style = `
text { font-family: system-ui, sans-serif; font-size: 11px; fill: #3b3b3b }
.title { font-size: 18px; font-weight: 600; fill: #1f1f1f }
.label { font-size: 12px; font-weight: 600; fill: #1f1f1f }
.paper, .word-back { fill: #ffffff }
.ring { display: none }
.box { fill: #ffffff; stroke: #5f6a79; stroke-width: 1.2 }
.share .box { fill: #eef4fb }
.subject .box { stroke-width: 2.6 }
.standing-outside .box { stroke: #b45309; fill: #fff7ed }
.standing-unknown .box { stroke-dasharray: 2 4 }
.share.tone-pending .box, .share.tone-ending .box, .share.tone-unknown .box { stroke-dasharray: 6 4 }
.line { fill: none; stroke: #5f6a79; stroke-width: 1.4 }
.head { fill: #5f6a79 }
.tone-pending .line, .tone-invited .line, .tone-unknown .line { stroke-dasharray: 6 4 }
.tone-ending .line { stroke-dasharray: 2 4 }
.tone-failed .line, .tone-partly .line { stroke: #b91c1c; stroke-dasharray: 10 3 2 3 }
.tone-failed .head, .tone-partly .head, .tone-failed .word, .tone-partly .word { fill: #b91c1c }
.membership .line { stroke-dasharray: 1 4 }
`;

const top = 16;
const lineHeight = 18;

/** The whole text of an SVG file, which needs nothing beside it. */
export function svgFile({ title, notes }: WordedPicture, placed: PlacedPicture): string {
  const head = top + 14 + notes.length * lineHeight;
  const width = Math.max(placed.width, 480);
  const height = placed.height + head;
  const lines = notes.map((note, place) =>
    svg('text', { x: 16, y: top + 14 + (place + 1) * lineHeight }, [fitting(note, width - 32, 11)]),
  );
  const whole = svg(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
      role: 'img',
    },
    [
      svg('title', {}, [title]),
      svg('style', {}, [style]),
      svg('rect', { class: 'paper', width, height }),
      svg('text', { class: 'title', x: 16, y: top + 8 }, [fitting(title, width - 32, 18)]),
      ...lines,
      svg('g', { transform: `translate(0 ${head})` }, drawing(placed)),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(whole)}\n`;
}

function written({ name, attributes, children }: SvgElement): string {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(String(value))}"`,
  );
  const inner = children.map((child) =>
    typeof child === 'string' ? escaped(child) : written(child),
  );
  return `<${name}${given.join('')}>${inner.join('')}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What an XML file may not hold at all. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replace(forbidden, '\u{FFFD}')
    .replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}
