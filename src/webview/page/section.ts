import { element, freshId } from './element.ts';

export interface Section {
  readonly element: HTMLElement;
  /** The number of entries, beside the heading. */
  setCount(count: number): void;
}

/** A part of the form under its own heading, as in the settings editor. */
export function createSection(
  options: { readonly heading: string; readonly description?: string },
  ...content: readonly HTMLElement[]
): Section {
  const headingId = freshId('heading');
  const count = element('span', { class: 'count' });
  const section = element(
    'section',
    { attributes: { 'aria-labelledby': headingId } },
    element('h2', { id: headingId }, options.heading, count),
    ...(options.description === undefined
      ? []
      : [element('p', { class: 'section-description', text: options.description })]),
    ...content,
  );
  return {
    element: section,
    setCount: (value) => {
      count.textContent = value === 0 ? '' : ` (${value})`;
    },
  };
}
