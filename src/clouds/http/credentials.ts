import { t } from '@vscode/l10n';
import { CloudError, type CredentialField } from '../cloud-error.ts';
import type { Credentials } from '../cloud.ts';
import { redact } from './redact.ts';

/**
 * Reads the credentials and makes sure that they can be sent: without blanks around them, and of characters that
 * a header takes. Anything else would fail inside fetch, whose message quotes the secret.
 * @throws {@link CloudError} of kind `credentials` that names the field
 */
export async function usableCredentials(
  read: () => Promise<Credentials>,
  operation: string,
): Promise<Credentials> {
  const { accessKeyId, accessKeySecret, securityToken } = await readOrExplain(read, operation);
  const token = securityToken?.trim() ?? '';
  return {
    accessKeyId: usable(accessKeyId, 'accessKeyId', operation),
    accessKeySecret: usable(accessKeySecret, 'accessKeySecret', operation),
    ...(token === '' ? {} : { securityToken: usable(token, 'securityToken', operation) }),
  };
}

async function readOrExplain(
  read: () => Promise<Credentials>,
  operation: string,
): Promise<Credentials> {
  try {
    return await read();
  } catch (error) {
    // Names what is wrong, and never a secret.
    if (error instanceof CloudError) throw error;
    // Not kept as the cause: what a secret store says is not ours to pass on.
    const message = redact(error instanceof Error ? error.message : String(error));
    throw new CloudError({
      kind: 'credentials',
      code: 'NoCredentials',
      message,
      operation,
      notSent: true,
      meaning: t('The credentials of this account cannot be read.'),
      advice: t('Enter the credentials of the account again.'),
    });
  }
}

function usable(
  value: string,
  field: Exclude<CredentialField, 'clock'>,
  operation: string,
): string {
  const trimmed = value.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new CloudError({
    kind: 'credentials',
    code: 'UnusableCredentials',
    message: field,
    operation,
    field,
    notSent: true,
    meaning: unusableMeaning(field),
    advice: t('Copy it again from where it was created, without blanks or line breaks in it.'),
  });
}

function unusableMeaning(field: Exclude<CredentialField, 'clock'>): string {
  switch (field) {
    case 'accessKeyId':
      return t('The access key id is empty, or has characters that none can have.');
    case 'accessKeySecret':
      return t('The access key secret is empty, or has characters that none can have.');
    case 'securityToken':
      return t('The security token has characters that none can have.');
  }
}
