import { t } from '@vscode/l10n';
import type { CloudError } from '../../clouds/cloud-error.ts';
import { sourceError } from './source-error.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The text of a file of profiles.
 * @throws CloudError of kind `credentials` that names the file
 */
export async function readProfileFile(
  path: string,
  { readText }: Pick<Surroundings, 'readText'>,
): Promise<string> {
  try {
    return (await readText(path)).replace(/^\uFEFF/u, '');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw isMissing
      ? sourceError(
          'ProfileFileMissing',
          t('There is no file {0}.', path),
          t('Sign in with the tool that writes it, or change where the keys of the account lie.'),
        )
      : sourceError(
          'ProfileFileUnreadable',
          t('The file {0} can’t be read.', path),
          t('Check who may read it.'),
        );
  }
}

/** A file that is not of the form that it should have. Its text is not quoted: keys lie in it. */
export function formError(path: string, field?: string): CloudError {
  return sourceError(
    'ProfileFileForm',
    field === undefined
      ? t('The file {0} is not of the form that it should have.', path)
      : t('The file {0} is not of the form that it should have, at {1}.', path, field),
    t('Correct it with the tool that it belongs to.'),
  );
}

/**
 * Reads JSON.
 * @throws CloudError of kind `credentials` that names the file, and nothing of what is in it
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw formError(path);
  }
}
