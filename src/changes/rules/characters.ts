import { t } from '@vscode/l10n';

/**
 * The characters of a text that a pattern does not take, once each and readable, to point at.
 * @param pattern an anchored regular expression, as text
 * @returns undefined when the text fits; empty when it does not, but no single character is to blame
 */
export function wrongCharacters(text: string, pattern: string): string | undefined {
  const allowed = new RegExp(pattern, 'u');
  if (allowed.test(text)) return undefined;
  // Between letters, as some may stand in the middle but not at an end.
  const wrong = [...new Set(Array.from(text))].filter((one) => !allowed.test(`a${one}a`));
  return [...new Set(wrong.map(visible))].join(' ');
}

function visible(character: string): string {
  if (/[\n\r\u2028\u2029]/u.test(character)) return t('line break');
  return character.trim() === '' ? t('space') : character;
}
