import type { Abilities } from '../../clouds/cloud.ts';

export interface ArnParts {
  /** Absent when the ARN or URN fits no type that is known here. */
  readonly type?: string;
  readonly region?: string;
  readonly account?: string;
  readonly id?: string;
}

export interface ArnReader {
  /** True for what is meant as an ARN or URN, well-formed or not. */
  looksLikeArn(value: string): boolean;
  /** Undefined for what is not well-formed. */
  read(value: string): ArnParts | undefined;
}

const readers = new WeakMap<Abilities, ArnReader>();

/** Reads ARNs or URNs by the templates of a cloud's resource types. Made once for each cloud: hundreds of rows ask for it. */
export function arnReader(abilities: Abilities): ArnReader {
  const reader = readers.get(abilities) ?? makeReader(abilities);
  readers.set(abilities, reader);
  return reader;
}

function makeReader(abilities: Abilities): ArnReader {
  const shape = new RegExp(abilities.arnPattern, 'u');
  const templates = abilities.resourceTypes.flatMap(({ type, arn }) =>
    arn === undefined ? [] : [{ type, pattern: templatePattern(arn), start: schemeOf(arn) }],
  );
  const starts = new Set(templates.map(({ start }) => start));

  return {
    looksLikeArn: (value) => shape.test(value) || starts.has(schemeOf(value)),
    read: (value) => {
      if (!shape.test(value)) return undefined;
      for (const { type, pattern } of templates) {
        const parts = pattern.exec(value)?.groups;
        if (parts) return { type, ...parts };
      }
      return ownParts(shape.exec(value)?.groups);
    },
  };
}

/** What the pattern of the cloud itself tells of a resource whose type is not known here. */
function ownParts(groups: Readonly<Record<string, string>> = {}): ArnParts {
  const { service, kind, ...parts } = groups;
  return service && kind ? { ...parts, type: `${service}:${kind}` } : {};
}

/** `acs:` of `acs:vpc:…`: the word before the first colon, with it. */
function schemeOf(value: string): string {
  return value.slice(0, value.indexOf(':') + 1) || ' ';
}

const placeholders: Readonly<Record<string, string>> = {
  '{region}': '(?<region>[^:]*)',
  '{account}': '(?<account>[^:]*)',
  '{id}': '(?<id>.+)',
};

function templatePattern(template: string): RegExp {
  const source = template
    .split(/(\{region\}|\{account\}|\{id\})/u)
    .map((part) => placeholders[part] ?? part.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`, 'u');
}
