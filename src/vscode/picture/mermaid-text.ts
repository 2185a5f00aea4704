import { t } from '@vscode/l10n';
import type { DrawnEdge, DrawnNode, WordedPicture } from '../../webview/picture-protocol.ts';

/** Longest label or detail, in characters: what draws Mermaid takes 50 000 of them in all. */
const longest = 60;

/**
 * The picture as a flowchart in Mermaid's language. Nodes are named by their number, so that no text of a cloud is ever
 * read as anything but the text of a label.
 */
export function mermaidText({ title, notes, nodes, edges }: WordedPicture): string {
  const names = new Map(nodes.map(({ key }, place) => [key, `n${place + 1}`]));
  const nameOf = (key: string): string => names.get(key) ?? '';
  const drawn = edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const outside = nodes.filter(({ standing }) => standing === 'outside');
  const unknown = nodes.filter(({ standing }) => standing === 'unknown');
  const lines = [
    ...[escaped(title, 200)].filter((text) => text !== '').map((text) => `accTitle: ${text}`),
    ...nodes.map((node) => nodeLine(nameOf(node.key), node)),
    ...notes.map((note, place) => `note${place + 1}["${quoted([note], 200)}"]`),
    ...drawn.map((edge) => edgeLine(nameOf(edge.from), nameOf(edge.to), edge)),
    ...classLines('outside', 'stroke-width:3px', outside, nameOf),
    ...classLines('notKnown', 'stroke-dasharray:2 3', unknown, nameOf),
  ];
  return ['flowchart LR', ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** The same as a document of Markdown, which most viewers draw. */
export function mermaidDocument(picture: WordedPicture): string {
  return `${['```mermaid', mermaidText(picture).trimEnd(), '```'].join('\n')}\n`;
}

const shapes: Readonly<Record<DrawnNode['kind'], readonly [open: string, close: string]>> = {
  resource: ['[', ']'],
  share: ['([', '])'],
  principal: ['{{', '}}'],
};

function nodeLine(name: string, { kind, label, details }: DrawnNode): string {
  const [open, close] = shapes[kind];
  const kindWord = kind === 'share' ? [t('Resource share')] : [];
  return `${name}${open}"${quoted([label, ...kindWord, ...details], longest)}"${close}`;
}

function edgeLine(from: string, to: string, { kind, tone, word }: DrawnEdge): string {
  const label = `|"${quoted([word], longest)}"|`;
  if (kind === 'membership') return `${from} -.-o${label} ${to}`;
  switch (tone) {
    case 'usable':
      return `${from} --> ${to}`;
    case 'failed':
    case 'partly':
      return `${from} --x${label} ${to}`;
    case 'ending':
    case 'invited':
    case 'pending':
    case 'unknown':
      return `${from} -.->${label} ${to}`;
  }
}

function classLines(
  name: string,
  style: string,
  nodes: readonly DrawnNode[],
  nameOf: (key: string) => string,
): readonly string[] {
  if (nodes.length === 0) return [];
  return [
    `classDef ${name} ${style}`,
    `class ${nodes.map(({ key }) => nameOf(key)).join(',')} ${name}`,
  ];
}

/** What stands between quotes, a line each. Mermaid takes no empty ones. */
function quoted(texts: readonly string[], most: number): string {
  const lines = texts.map((text) => escaped(text, most)).filter((line) => line !== '');
  return lines.length === 0 ? '…' : lines.join('<br/>');
}

/** What Mermaid looks for once all characters are back: line breaks, formulas and icons. */
const formulas = /\\(?=n)|\$(?=\$)|:(?=fa-)/gu;

/**
 * A text as Mermaid shows it in quotes, whatever is in it: letters, numbers and a few marks as they are, everything else
 * by its number. Also what Markdown would take for a list or a link, and what Mermaid would for a directive.
 */
function escaped(text: string, most: number): string {
  const line = text.toWellFormed().replace(formulas, '$&\u200B').replace(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  const cut = characters.length > most ? [...characters.slice(0, most - 1), '…'] : characters;
  return cut
    .join('')
    .replace(/[^\p{L}\p{N} .,/()…·-]|[.)-](?=\s|$)|^[.-]|(?<=^www)\.|(?<=\Wwww)\./giu, byNumber);
}

function byNumber(character: string): string {
  return `#${character.codePointAt(0) ?? 0};`;
}
