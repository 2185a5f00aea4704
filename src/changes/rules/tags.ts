import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import type { TagRow } from '../draft.ts';
import { wrongCharacters } from './characters.ts';
import type { Problem } from './problem.ts';

/** One row of the draft's tags, its key trimmed. */
interface DraftTag extends TagRow {
  /** Its place in the draft. */
  readonly index: number;
}

type Finding = Pick<Problem, 'part' | 'code' | 'message'>;
type TagRule = NonNullable<Abilities['tags']>;

/** The draft's tags without the rows that are wholly blank. Values may begin and end with a space. */
export function readTags(tags: readonly TagRow[]): readonly DraftTag[] {
  return tags
    .map(({ key, value }, index) => ({ index, key: key.trim(), value }))
    .filter(({ key, value }) => key !== '' || value.trim() !== '');
}

/** The tags of a new share, where the cloud has them: so many, each key once, both parts of the characters it takes. */
export function checkTags(tags: readonly TagRow[], { tags: rule }: Abilities): readonly Problem[] {
  if (!rule) return [];
  const seen = new Set<string>();
  const rows = readTags(tags);
  return rows.flatMap(({ index, key, value }, place): readonly Problem[] => {
    const repeated = key !== '' && seen.has(key);
    seen.add(key);
    const findings = [
      // Said once: at the first row that is too much.
      ...(place === rule.max ? [tooMany(rows.length, rule.max)] : []),
      ...(repeated ? [duplicate()] : checkKey(key, rule)),
      ...checkValue(value, rule),
    ];
    return findings.map((finding) => ({ field: 'tags', index, severity: 'error', ...finding }));
  });
}

function tooMany(count: number, max: number): Finding {
  return {
    part: 'key',
    code: 'InvalidParameter.Tags.Number',
    message: t('There are {0} tags; {1} are allowed.', count, max),
  };
}

function duplicate(): Finding {
  return {
    part: 'key',
    code: 'InvalidParameter.Tags.Duplicate',
    message: t('This key is in the list already.'),
  };
}

function checkKey(key: string, rule: TagRule): readonly Finding[] {
  const finding = (message: string): readonly Finding[] => [
    { part: 'key', code: 'InvalidParameter.Tags.Key', message },
  ];
  if (key === '') return finding(t('Enter a key for this value.'));
  const { length } = Array.from(key);
  if (rule.keyMax !== undefined && length > rule.keyMax) {
    return finding(t('The key has {0} characters; {1} are allowed.', length, rule.keyMax));
  }
  const reserved = rule.keyReserved?.find((start) => key.startsWith(start));
  if (reserved !== undefined) {
    return finding(t('Keys that begin with {0} are reserved for the cloud.', reserved));
  }
  const wrong = rule.keyPattern === undefined ? undefined : wrongCharacters(key, rule.keyPattern);
  if (wrong === undefined) return [];
  return finding(
    wrong === ''
      ? t('This key is not allowed.')
      : t('These characters are not allowed in a key: {0}', wrong),
  );
}

function checkValue(value: string, rule: TagRule): readonly Finding[] {
  const finding = (message: string): readonly Finding[] => [
    { part: 'value', code: 'InvalidParameter.Tags.Value', message },
  ];
  const { length } = Array.from(value);
  if (rule.valueMax !== undefined && length > rule.valueMax) {
    return finding(t('The value has {0} characters; {1} are allowed.', length, rule.valueMax));
  }
  const wrong =
    rule.valuePattern === undefined ? undefined : wrongCharacters(value, rule.valuePattern);
  if (wrong === undefined) return [];
  return finding(
    wrong === ''
      ? t('This value is not allowed.')
      : t('These characters are not allowed in a value: {0}', wrong),
  );
}
