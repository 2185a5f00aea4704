import type { SvgElement } from './drawing.ts';

const namespace = 'http://www.w3.org/2000/svg';

/** Makes elements of a drawing; texts of it become text nodes. */
export function svgDom({ name, attributes, children }: SvgElement): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children.map((child) => (typeof child === 'string' ? child : svgDom(child))));
  return made;
}
