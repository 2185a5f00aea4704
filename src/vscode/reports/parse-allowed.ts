import { t } from '@vscode/l10n';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import * as z from 'zod/mini';
import type { AllowedPrincipal } from '../../inventory/access/allowed-principals.ts';
import { cloudIds } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';

/** As `media/schemas/allowed-principals.json` has it. All values are texts: see below. */
const fileShape = z.strictObject({
  version: z.literal('1'),
  principals: z.array(
    z.strictObject({
      id: z.string().check(z.regex(/\S/u)),
      cloud: z.optional(z.enum(cloudIds)),
      name: z.optional(z.string()),
      reason: z.optional(z.string()),
      until: z.optional(z.iso.date()),
    }),
  ),
});

type Path = readonly PropertyKey[];

/** A place in the file, counted from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something about the file that its author should look at. */
export interface AllowedProblem {
  /** Nothing of the file counts while it has an error. */
  readonly severity: 'error' | 'warning';
  readonly from: Place;
  readonly to: Place;
  readonly text: string;
}

export interface ReadAllowed {
  /** Empty where there is an error. */
  readonly list: readonly AllowedPrincipal[];
  readonly problems: readonly AllowedProblem[];
}

/** How many problems are told: who has more has another kind of file. */
const most = 100;

/**
 * Reads a list of allowed principals, and everything that is wrong with it.
 * @param text YAML
 * @param now milliseconds since the epoch: entries whose day is over then are told
 */
export function readAllowed(text: string, now: number): ReadAllowed {
  const lines = new LineCounter();
  // Without types of its own: an account id is digits, and as a number it would lose the last of them.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line: Math.max(0, line - 1), column: Math.max(0, col - 1) };
  };
  const problem = (
    [start, end]: readonly [number, number],
    words: string,
    severity: AllowedProblem['severity'] = 'error',
  ): AllowedProblem => ({ severity, from: at(start), to: at(Math.max(start, end)), text: words });
  if (document.errors.length > 0) {
    const problems = document.errors
      .slice(0, most)
      .map(({ pos }) => problem(pos, t('this is not YAML that can be read.')));
    return { list: [], problems };
  }
  const aliases: AllowedProblem[] = [];
  visit(document, {
    Alias: (_key, node) => {
      aliases.push(problem(rangeOf(node) ?? [0, 0], t('aliases are not read here.')));
      return aliases.length < most ? undefined : visit.BREAK;
    },
  });
  if (aliases.length > 0) return { list: [], problems: aliases };
  const result = fileShape.safeParse(document.toJS());
  if (!result.success) {
    const problems = result.error.issues.slice(0, most).map((issue) => {
      const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      const where = [...issue.path, ...extra];
      const words = `${fieldName(where)}: ${wanted(where, extra)}`;
      return problem(placeOf(document, where), words);
    });
    return { list: [], problems };
  }
  const today = new Date(now).toISOString().slice(0, 10);
  const { principals } = result.data;
  return {
    list: principals.map(({ id, cloud, name, until }) => ({
      id: id.trim(),
      ...(cloud !== undefined && { cloud }),
      ...(name !== undefined && { name }),
      ...(until !== undefined && { until }),
    })),
    problems: principals.flatMap(({ until }, index) => {
      if (until === undefined || until >= today) return [];
      const place = placeOf(document, ['principals', index, 'until']);
      const words = t('This day is over: the principal is not allowed any more.');
      return [problem(place, words, 'warning')];
    }),
  };
}

/**
 * The same for who can do nothing with a file that has an error.
 * @param file for messages
 * @throws Error that names file, line and field of what is first wrong
 */
export function parseAllowed(text: string, file: string): readonly AllowedPrincipal[] {
  const { list, problems } = readAllowed(text, 0);
  const [first] = problems;
  if (first) throw new Error(problemText(first, file));
  return list;
}

/** A problem with the place where it is. */
export function problemText({ from, text }: AllowedProblem, file: string): string {
  return t('{0}, line {1}: {2}', shown(file), from.line + 1, text);
}

/** Where in the text a field stands; where it is missing, what it is missing in. */
function placeOf(document: Document, path: Path): readonly [number, number] {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    const range = rangeOf(node);
    if (range) return range;
  }
  const [start] = rangeOf(document.contents) ?? [0];
  return [start, start];
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const [start, end] = isNode(node) ? (node.range ?? []) : [];
  return start === undefined || end === undefined ? undefined : [start, end];
}

/** Such as `principals[2].until`. */
function fieldName(path: Path): string {
  const parts = path.map((part, place) => {
    if (typeof part === 'number') return `[${part}]`;
    return place === 0 ? String(part) : `.${String(part)}`;
  });
  return parts.length === 0 ? t('the file') : shown(parts.join(''));
}

function wanted(path: Path, extra: Path): string {
  if (extra.length > 0) return t('no such field is known.');
  switch (path.at(-1)) {
    case 'version':
      return t('has to be 1.');
    case 'principals':
      return t('has to be a list.');
    case 'id':
      return t('has to be the id of a principal.');
    case 'cloud':
      return t('has to be one of {0}.', cloudIds.join(', '));
    case 'until':
      return t('has to be a day, as in 2027-01-31.');
    case 'name':
    case 'reason':
      return t('has to be a text.');
    default:
      return t('has to be a list of fields, each with a name and a value.');
  }
}
