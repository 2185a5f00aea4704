import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import { wrongCharacters } from './characters.ts';
import type { Problem } from './problem.ts';

/** ResourceShareName of CreateResourceShare: 1 to 50 characters of a small set. */
export function checkName(name: string, { name: rule }: Abilities): readonly Problem[] {
  const problem = (code: string, message: string): readonly Problem[] => [
    { field: 'name', severity: 'error', code, message },
  ];
  if (name === '') {
    return problem('MissingParameter.ResourceShareName', t('Enter a name.'));
  }
  const { length } = Array.from(name);
  if (length > rule.max) {
    return problem(
      'InvalidParameter.ResourceShareName.Length',
      t('The name has {0} characters; {1} are allowed.', length, rule.max),
    );
  }
  const wrong = wrongCharacters(name, rule.pattern);
  if (!wrong) return [];
  return problem(
    'InvalidParameter.ResourceShareName',
    wrong === ''
      ? t('This name is not allowed.')
      : t('These characters are not allowed in a name: {0}', wrong),
  );
}
