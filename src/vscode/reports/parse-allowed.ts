import { t } from '@vscode/l10n';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
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

/**
 * Reads a list of allowed principals.
 * @param text YAML
 * @param file for messages
 * @throws Error that names file, line and field of what is first wrong
 */
export function parseAllowed(text: string, file: string): readonly AllowedPrincipal[] {
  const lines = new LineCounter();
  // Without types of its own: an account id is digits, and as a number it would lose the last of them.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new Error(t('{0}, line {1}: this is not YAML that can be read.', shown(file), line));
  }
  visit(document, {
    Alias: (_key, node) => {
      const { line } = lines.linePos(rangeOf(node) ?? 0);
      throw new Error(t('{0}, line {1}: aliases are not read here.', shown(file), line));
    },
  });
  const result = fileShape.safeParse(document.toJS());
  if (result.success) {
    return result.data.principals.map(({ id, cloud, name, until }) => ({
      id: id.trim(),
      ...(cloud !== undefined && { cloud }),
      ...(name !== undefined && { name }),
      ...(until !== undefined && { until }),
    }));
  }
  const [issue] = result.error.issues;
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const where = [...(issue?.path ?? []), ...extra];
  const { line } = lines.linePos(placeOf(document, where));
  throw new Error(
    t('{0}, line {1}: {2}: {3}', shown(file), line, fieldName(where), wanted(where, extra)),
  );
}

/** Where in the text a field stands; where it is missing, what it is missing in. */
function placeOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent: unknown =
      length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
      : undefined;
    const node = pair?.key ?? document.getIn(path.slice(0, length), true);
    const start = rangeOf(node);
    if (start !== undefined) return start;
  }
  return rangeOf(document.contents) ?? 0;
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const [start] = Array.isArray(node.range) ? (node.range as unknown[]) : [];
  return typeof start === 'number' ? start : undefined;
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
