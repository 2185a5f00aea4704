import { t } from '@vscode/l10n';
import { CloudError } from '../cloud-error.ts';
import { redact } from './redact.ts';
import { type HttpFailure, isCertificateCode } from './transport.ts';

export interface FailureContext {
  readonly operation: string;
  readonly host: string;
  readonly timeoutMs: number;
  /** What must not be seen in a message. */
  readonly secrets: readonly (string | undefined)[];
}

/** Makes the error of an exchange that brought no answer, with words for it in the user's language. */
export function failureError(failure: HttpFailure, context: FailureContext): CloudError {
  return new CloudError({
    kind: failure.kind,
    code: failure.code,
    message: redact(failure.message, context.secrets),
    operation: context.operation,
    ...(failure.status === undefined ? {} : { httpStatus: failure.status }),
    ...(failure.notSent ? { notSent: true } : {}),
    ...words(failure, context),
    cause: failure.cause,
  });
}

interface Words {
  readonly meaning: string;
  readonly advice: string;
}

function words(failure: HttpFailure, context: FailureContext): Words {
  switch (failure.kind) {
    case 'cancelled':
      return {
        meaning: t('The call was cancelled.'),
        advice: t('What was sent before may still take effect. Refresh to see.'),
      };
    case 'timeout':
      return {
        meaning: t(
          '{0} did not answer within {1} seconds.',
          context.host,
          Math.round(context.timeoutMs / 1_000),
        ),
        advice: t('Check the connection, or allow more time in the settings.'),
      };
    case 'unreadable':
      return failure.code === 'ProxyAuthentication'
        ? proxyWords(context.host)
        : {
            meaning: t(
              'What answered for {0} is not the cloud, or answers in an unknown way.',
              context.host,
            ),
            advice: t('Check the proxy, the network sign-in and the endpoints of the account.'),
          };
    case 'network':
      return networkWords(failure.code, context.host);
  }
}

function proxyWords(host: string): Words {
  return {
    meaning: t('A proxy on the way to {0} asks for a sign-in first.', host),
    advice: t('Give VS Code the name and the password for the proxy, or sign in to the network.'),
  };
}

function networkWords(code: string, host: string): Words {
  if (isCertificateCode(code)) {
    return {
      meaning: t('The certificate that {0} shows is not trusted on this computer.', host),
      advice: t('Behind a company proxy, add the certificate of the company to the system.'),
    };
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        meaning: t('The address of {0} was not found.', host),
        advice: t('Check the connection, the proxy, and that the region exists.'),
      };
    case 'ECONNREFUSED':
      return {
        meaning: t('Nothing answers at {0}.', host),
        advice: t('Check the endpoints of the account, and that what they name is running.'),
      };
    default:
      return {
        meaning: t('The connection to {0} broke.', host),
        advice: t('Check the connection and the proxy, and try again.'),
      };
  }
}
