import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import type { Problem } from './problem.ts';

/** ResourceShareName of CreateResourceShare: 1 to 50 characters of a small set. */
export function checkName(name: string, { name: rule }: Abilities): readonly Problem[] {
  const problem = (code: string, message: string): readonly Problem[] => [
    { field: 'name', severity: 'error', code, message },
  ];
  if (name === '') {
    return problem('MissingParameter.ResourceShareName', t('Enter a name.'));
  }
  const characters = Array.from(name);
  const { length } = characters;
  if (length > rule.max) {
    return problem(
      'InvalidParameter.ResourceShareName.Length',
      t('The name has {0} characters; {1} are allowed.', length, rule.max),
    );
  }
  const pattern = new RegExp(rule.pattern, 'u');
  if (pattern.test(name)) return [];
  // The pattern as a whole fails: a character that fails alone is what to point at.
  const wrong = [...new Set(characters)].filter((character) => !pattern.test(character));
  return problem(
    'InvalidParameter.ResourceShareName',
    wrong.length === 0
      ? t('This name is not allowed.')
      : t('These characters are not allowed in a name: {0}', wrong.map(visible).join(' ')),
  );
}

function visible(character: string): string {
  return character.trim() === '' ? t('space') : character;
}
