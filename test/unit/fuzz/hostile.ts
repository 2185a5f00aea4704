import * as fc from 'fast-check';

/** Texts that somebody would send who means harm, or who does not know better. */
export const hostileTexts: readonly string[] = [
  '',
  '[free](command:workbench.action.terminal.new)',
  '<img src=x onerror="alert(1)"><script>alert(1)</script>',
  '$(sync~spin) $(error)',
  '\u202Egnp.exe',
  '\u2066\u2069\u200F\u061C',
  'one\ntwo\r\nthree\u2028four\u2029five',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\uD800 alone, and \uDC00 too',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  '`code` **bold** | table | # head',
  '%s %d {0} {1}',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 20 }),
);

/** Any JSON value; names in it may be those that objects have of their own. */
const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1e308, 0.5),
    hostileText,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileText, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** A place in a JSON value, counted through, and what is put there; `undefined` takes it out. */
interface Damage {
  readonly at: number;
  readonly by: unknown;
}

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({ at: fc.nat(2_000), by: fc.option(anyJson, { nil: undefined }) }),
  { minLength: 1, maxLength: 4 },
);

/** The JSON value with something else in some places. */
export function damaged(value: unknown, all: readonly Damage[]): unknown {
  return all.reduce<unknown>((whole, { at, by }) => {
    const count = places(whole);
    return replaced(whole, count === 0 ? 0 : at % count, by).value;
  }, value);
}

/** The same as text; where nothing is left, it is no JSON. */
export function damagedJson(value: unknown, all: readonly Damage[]): string {
  const text: unknown = JSON.stringify(damaged(value, all));
  return typeof text === 'string' ? text : '';
}

function places(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce((sum: number, inner) => sum + places(inner), 0);
}

function replaced(
  value: unknown,
  at: number,
  by: unknown,
): { readonly value: unknown; readonly left: number } {
  if (at === 0) return { value: by, left: -1 };
  let left = at - 1;
  if (typeof value !== 'object' || value === null) return { value, left };
  const change = (inner: unknown): unknown => {
    if (left < 0) return inner;
    const result = replaced(inner, left, by);
    left = result.left;
    return result.value;
  };
  const changed: unknown = Array.isArray(value)
    ? value.map(change)
    : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));
  return { value: changed, left };
}
