import type { ErrorCode } from './error-table.ts';
import { WireError } from './wire-error.ts';

/** The parameters of a call, of query and form together, still flat: `Targets.1`, `Tag.2.Key`. */
export type Params = ReadonlyMap<string, string>;

/** Reads and checks one parameter; throws the code that the vendor documents for it. */
export type Field<T> = (params: Params, name: string) => T;

/** What a set of fields reads. */
export type FieldValues<Shape extends Readonly<Record<string, Field<unknown>>>> = {
  readonly [Name in keyof Shape]: ReturnType<Shape[Name]>;
};

/** A reader of all parameters of an operation, which checks them in the order in which they stand here. */
export function fields<Shape extends Readonly<Record<string, Field<unknown>>>>(
  shape: Shape,
): (params: Params) => FieldValues<Shape> {
  return (params) =>
    Object.fromEntries(
      Object.entries(shape).map(([name, read]) => [name, read(params, name)]),
    ) as FieldValues<Shape>;
}

interface TextRules {
  readonly invalid: ErrorCode;
  readonly pattern?: RegExp;
  readonly maxLength?: number;
  readonly tooLong?: ErrorCode;
}

/** A text that may be left out; an empty one counts as left out. */
export function text(rules: TextRules): Field<string | undefined> {
  return (params, name) => {
    const value = params.get(name);
    if (value === undefined || value === '') return undefined;
    if (rules.maxLength !== undefined && value.length > rules.maxLength) {
      throw new WireError(rules.tooLong ?? rules.invalid);
    }
    if (rules.pattern?.test(value) === false) throw new WireError(rules.invalid);
    return value;
  };
}

/** A text that must be there. */
export function requiredText(rules: TextRules & { readonly missing: ErrorCode }): Field<string> {
  const read = text(rules);
  return (params, name) => {
    const value = read(params, name);
    if (value === undefined) throw new WireError(rules.missing);
    return value;
  };
}

/** One of a few words that may be left out. */
export function choice<const Word extends string>(
  words: readonly Word[],
  invalid: ErrorCode,
): Field<Word | undefined> {
  return (params, name) => {
    const value = params.get(name);
    if (value === undefined || value === '') return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new WireError(invalid);
    return word;
  };
}

/** One of a few words that must be there. */
export function requiredChoice<const Word extends string>(
  words: readonly Word[],
  codes: { readonly missing: ErrorCode; readonly invalid: ErrorCode },
): Field<Word> {
  const read = choice(words, codes.invalid);
  return (params, name) => {
    const value = read(params, name);
    if (value === undefined) throw new WireError(codes.missing);
    return value;
  };
}

export const flag: Field<boolean | undefined> = (params, name) => {
  const value = params.get(name)?.toLowerCase();
  if (value === undefined || value === '') return undefined;
  if (value !== 'true' && value !== 'false') throw new WireError('InvalidParameter');
  return value === 'true';
};

interface ListRules {
  readonly invalid: ErrorCode;
  readonly duplicate?: ErrorCode;
  readonly tooMany: ErrorCode;
  readonly max: number;
}

/** `Name.1`, `Name.2`, …: gaps close up, in the order of the numbers. */
export function list(rules: ListRules & { readonly pattern?: RegExp }): Field<readonly string[]> {
  return (params, name) => {
    const values = numbered(params, name).flatMap(({ rest, value }) =>
      rest === '' ? [value] : [],
    );
    if (values.length > rules.max) throw new WireError(rules.tooMany);
    if (values.some((value) => value === '' || rules.pattern?.test(value) === false)) {
      throw new WireError(rules.invalid);
    }
    checkDuplicates(values, rules.duplicate);
    return values;
  };
}

/** `Name.1.Left`, `Name.1.Right`, …: both or neither; the left one decides what counts as a duplicate. */
export function pairs<Left extends string, Right extends string>(
  left: Left,
  right: Right,
  rules: ListRules & {
    /** Whether the right half may be empty or left out. */
    readonly rightOptional?: true;
    /** What must be different: the left half alone unless said otherwise. */
    readonly key?: (left: string, right: string) => string;
    readonly check?: (left: string, right: string) => boolean;
  },
): Field<readonly Readonly<Record<Left | Right, string>>[]> {
  return (params, name) => {
    const items = new Map<number, { left?: string; right?: string }>();
    for (const { index, rest, value } of numbered(params, name)) {
      const item = items.get(index) ?? {};
      items.set(index, item);
      if (rest === left) item.left = value;
      else if (rest === right) item.right = value;
      else throw new WireError(rules.invalid);
    }
    if (items.size > rules.max) throw new WireError(rules.tooMany);
    const complete = [...items.values()].map((item) => {
      const value = item.right ?? (rules.rightOptional ? '' : undefined);
      if (item.left === undefined || item.left === '' || value === undefined) {
        throw new WireError(rules.invalid);
      }
      if (value === '' && !rules.rightOptional) throw new WireError(rules.invalid);
      if (rules.check?.(item.left, value) === false) throw new WireError(rules.invalid);
      return { left: item.left, right: value };
    });
    checkDuplicates(
      complete.map((item) => rules.key?.(item.left, item.right) ?? item.left),
      rules.duplicate,
    );
    return complete.map(
      (item) => ({ [left]: item.left, [right]: item.right }) as Record<Left | Right, string>,
    );
  };
}

function numbered(
  params: Params,
  name: string,
): readonly { readonly index: number; readonly rest: string; readonly value: string }[] {
  const start = `${name}.`;
  return [...params]
    .flatMap(([key, value]) => {
      if (!key.startsWith(start)) return [];
      const [, digits = '', rest = ''] = /^(\d+)(?:\.(.+))?$/.exec(key.slice(start.length)) ?? [];
      return digits === '' ? [] : [{ index: Number(digits), rest, value }];
    })
    .sort((left, right) => left.index - right.index);
}

function checkDuplicates(values: readonly string[], code: ErrorCode | undefined): void {
  if (code !== undefined && new Set(values).size !== values.length) throw new WireError(code);
}
