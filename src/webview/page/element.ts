export interface ElementOptions {
  readonly id?: string;
  readonly class?: string;
  /** Always set as text, never as HTML: most of it comes from a cloud. */
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element; the only way in which this page makes any. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (options.id !== undefined) made.id = options.id;
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

let idsGiven = 0;

/** An id that no other element of the page has. */
export function freshId(prefix: string): string {
  idsGiven += 1;
  return `${prefix}-${idsGiven}`;
}
