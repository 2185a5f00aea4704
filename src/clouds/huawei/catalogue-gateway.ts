import { t } from '@vscode/l10n';
import type { ErrorKind } from '../cloud-error.ts';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';

export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

type Words = Pick<CatalogueEntry, 'meaning' | 'advice'>;

const tryLater = (): string => t('Try again in a moment.');
const report = (): string => t('Please report this with the request id.');
const checkEndpoints = (): string => t('Check the site and the endpoints of the account.');
const newToken = (): string =>
  t('Get new temporary credentials and enter the key id, the secret and the token together.');

/** What is known about an error of the gateway in front of all services (reference section 2.4). Takes the code in capitals. */
export function gatewayEntry({ code, message, status }: WireError): CatalogueEntry | undefined {
  // An older page lists the same numbers under another name.
  const known = code.replace(/^APIG\./, 'APIGW.');
  if (known === 'APIGW.0301') return authenticationEntry(message);
  if (known === 'APIGW.0201') return requestEntry(status);
  return codes.get(known);
}

/** One code for all that may be wrong with keys; only the reason in the text tells which (reference section 2.4). */
function authenticationEntry(message: string): CatalogueEntry {
  if (/verify aksk signature fail/i.test(message)) {
    return {
      kind: 'credentials',
      field: 'accessKeySecret',
      meaning: () => t('The access key secret does not belong to the access key id.'),
      advice: () => t('Enter the access key secret again, without blanks around it.'),
    };
  }
  if (/get secretkey failed/i.test(message)) {
    return {
      kind: 'credentials',
      field: 'accessKeyId',
      meaning: () => t('The cloud does not know this access key id.'),
      advice: () => t('Check the access key id. It may belong to another site, or be deleted.'),
    };
  }
  if (/reach the limit/i.test(message)) {
    return {
      kind: 'credentials',
      meaning: () => t('The access key is locked after too many wrong signatures.'),
      advice: () => t('Wait five minutes, then enter the access key secret again.'),
    };
  }
  if (/token/i.test(message)) {
    return {
      kind: 'credentials',
      field: 'securityToken',
      meaning: () => t('The security token is damaged, or has expired.'),
      advice: newToken,
    };
  }
  return {
    kind: 'credentials',
    meaning: () => t('The cloud does not accept these credentials.'),
    advice: () => t('Check the access key id, the secret and the security token.'),
  };
}

/** One code for requests that are too large and for a service that does not answer. */
function requestEntry(status: number): CatalogueEntry {
  if (status >= 500) {
    return {
      kind: 'server',
      meaning: () => t('The service behind the gateway does not answer.'),
      advice: tryLater,
    };
  }
  if (status === 413 || status === 414 || status === 494) {
    return {
      kind: 'invalid',
      meaning: () => t('The request is larger than the gateway takes.'),
      advice: () => t('Send fewer resources and principals at once.'),
    };
  }
  return {
    kind: 'invalid',
    meaning: () => t('The gateway cannot read the request.'),
    advice: report,
  };
}

const codes: ReadonlyMap<string, CatalogueEntry> = new Map([
  entry('APIGW.0101', 'invalid', {
    meaning: () => t('The cloud does not know this operation at this address.'),
    advice: checkEndpoints,
  }),
  entry('APIGW.0103', 'invalid', {
    meaning: () => t('There is no service behind this address.'),
    advice: checkEndpoints,
  }),
  entry('APIGW.0106', 'invalid', {
    meaning: () => t('The gateway cannot read the request.'),
    advice: report,
  }),
  entry('APIGW.0302', 'denied', {
    meaning: () => t('These credentials may not do this.'),
    advice: () =>
      t('Ask whoever manages the identities of this account for the missing permission.'),
    byPolicy: true,
  }),
  entry('APIGW.0303', 'credentials', {
    meaning: () => t('The cloud does not accept these credentials.'),
    advice: () => t('Use an access key of an account or of one of its users.'),
  }),
  entry('APIGW.0304', 'denied', {
    meaning: () => t('These credentials may not use this service.'),
    advice: () => t('Use an access key of an account or of one of its users.'),
  }),
  entry('APIGW.0305', 'credentials', {
    meaning: () => t('The cloud does not accept these credentials.'),
    advice: () => t('Check the access key id, the secret and the security token.'),
  }),
  entry('APIGW.0306', 'denied', {
    meaning: () => t('The gateway denies access to this service.'),
    advice: () => t('Check that the account may use this service at this site.'),
  }),
  [
    'APIGW.0307',
    {
      kind: 'credentials',
      field: 'securityToken',
      meaning: () => t('The security token has expired.'),
      advice: newToken,
    },
  ],
  entry('APIGW.0308', 'throttled', {
    meaning: () => t('This account sends more calls than the cloud allows.'),
    advice: () => t('Calls of this account wait and go on by themselves.'),
  }),
  entry('APIGW.0310', 'denied', {
    meaning: () => t('The project of these credentials is not available.'),
    advice: () => t('Use the access key of another user, or ask the support of the cloud.'),
  }),
  entry('APIGW.0401', 'denied', {
    meaning: () => t('The cloud cannot tell the address this computer calls from.'),
    advice: () => t('Check the proxy and the network.'),
  }),
  entry('APIGW.0402', 'denied', {
    meaning: () => t('The account does not allow calls from the address of this computer.'),
    advice: () => t('Ask whoever manages the account to allow this address.'),
  }),
  entry('APIGW.0601', 'server', {
    meaning: () => t('Something went wrong inside the cloud.'),
    advice: tryLater,
  }),
  entry('APIGW.0602', 'invalid', {
    meaning: () => t('The gateway cannot read the request.'),
    advice: report,
  }),
  entry('APIGW.0607', 'invalid', {
    meaning: () => t('The cloud asks for another kind of connection.'),
    advice: () => t('Use an https address in the endpoints of the account.'),
  }),
  entry('APIGW.0610', 'server', {
    meaning: () => t('The service behind the gateway does not answer.'),
    advice: tryLater,
  }),
]);

function entry(
  code: string,
  kind: ErrorKind,
  words: Words & Pick<CatalogueEntry, 'byPolicy'>,
): [string, CatalogueEntry] {
  return [code, { kind, ...words }];
}
