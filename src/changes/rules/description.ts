import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import { wrongCharacters } from './characters.ts';
import type { Problem } from './problem.ts';

/** The description of a new share, where the cloud has one: so many characters of those that its pattern takes. */
export function checkDescription(
  description: string,
  { description: rule }: Abilities,
): readonly Problem[] {
  if (!rule || description.trim() === '') return [];
  const problem = (message: string): readonly Problem[] => [
    { field: 'description', severity: 'error', code: 'InvalidParameter.Description', message },
  ];
  const { length } = Array.from(description);
  if (length > rule.max) {
    return problem(t('The description has {0} characters; {1} are allowed.', length, rule.max));
  }
  const wrong = rule.pattern === undefined ? undefined : wrongCharacters(description, rule.pattern);
  if (wrong === undefined) return [];
  return problem(
    wrong === ''
      ? t('This description is not allowed.')
      : t('These characters are not allowed in a description: {0}', wrong),
  );
}
