import { t } from '@vscode/l10n';
import { CloudError } from '../../clouds/cloud-error.ts';

/** Where something is wrong: never what stands there. */
export interface Whereabouts {
  readonly file: string;
  readonly field?: string;
}

/**
 * The failure of credentials that can't be had from where they lie.
 * @param meaning what is wrong, with names of files and fields only
 */
export function sourceError(code: string, meaning: string, advice: string): CloudError {
  return new CloudError({
    kind: 'credentials',
    code,
    message: meaning,
    operation: 'readCredentials',
    notSent: true,
    meaning,
    advice,
  });
}

/** A field that is missing or no text, in a file that can be read otherwise. */
export function fieldError({ file, field = '' }: Whereabouts): CloudError {
  return sourceError(
    'ProfileField',
    t('{0} in {1} is missing or not usable.', field, file),
    t('Correct the profile with the tool that it belongs to, or choose another one.'),
  );
}

/** A profile that there is not, or not any more. */
export function profileMissing(name: string, file: string): CloudError {
  return sourceError(
    'ProfileMissing',
    t('There is no profile {0} in {1}.', name, file),
    t('Choose another profile for this account.'),
  );
}

/** A way to sign in that there is, and that this tool does not go. */
export function modeError(mode: string, name: string, file: string): CloudError {
  return sourceError(
    'ProfileMode',
    t('The profile {0} in {1} is of the kind {2}, which can’t be used here.', name, file, mode),
    t('Choose a profile of another kind, or enter keys.'),
  );
}
