import { t } from '@vscode/l10n';
import type { CredentialField, ErrorKind } from '../cloud-error.ts';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';

const checkKeyId = (): string =>
  t('Check the access key id. It may belong to another site, or be deleted.');
const newToken = (): string =>
  t('Get new temporary credentials and enter the key id, the secret and the token together.');
const tryLater = (): string => t('Try again in a moment.');
const report = (): string => t('Please report this with the request id.');
const slowDown = (): string => t('Calls of this account wait and go on by themselves.');
const askAdmin = (): string =>
  t('Ask whoever manages the identities of this account for the missing permission.');

/** Codes that any operation may answer with: the gateway's own (reference section 5.3). */
export const gatewayCodes: ReadonlyMap<string, CatalogueEntry> = new Map([
  credential('InvalidAccessKeyId.NotFound', 'accessKeyId', {
    meaning: () => t('The cloud does not know this access key id.'),
    advice: checkKeyId,
  }),
  credential('InvalidAccessKeyId.Inactive', 'accessKeyId', {
    meaning: () => t('The access key is switched off.'),
    advice: () => t('Switch the access key on in the console, or use another one.'),
  }),
  credential('Forbidden.AccessKeyDisabled', 'accessKeyId', {
    meaning: () => t('The access key is switched off.'),
    advice: () => t('Switch the access key on in the console, or use another one.'),
  }),
  credential('SignatureDoesNotMatch', 'accessKeySecret', {
    meaning: () => t('The access key secret does not belong to the access key id.'),
    advice: () => t('Enter the access key secret again, without blanks around it.'),
  }),
  credential('InvalidSecurityToken.Expired', 'securityToken', {
    meaning: () => t('The security token has expired.'),
    advice: newToken,
  }),
  credential('InvalidSecurityToken.Malformed', 'securityToken', {
    meaning: () => t('The security token is damaged.'),
    advice: newToken,
  }),
  credential('InvalidSecurityToken.MismatchWithAccessKey', 'securityToken', {
    meaning: () => t('The security token belongs to another access key.'),
    advice: newToken,
  }),
  credential('MissingSecurityToken', 'securityToken', {
    meaning: () => t('This access key is temporary and needs its security token.'),
    advice: newToken,
  }),
  [
    'InvalidTimeStamp.Expired',
    {
      kind: 'clock',
      field: 'clock',
      meaning: () => t('The clock of this computer differs too much from that of the cloud.'),
      advice: () => t('Set the clock of this computer, and try again.'),
    },
  ],
  [
    'InvalidTimeStamp.Format',
    {
      kind: 'clock',
      field: 'clock',
      meaning: () => t('The cloud cannot read the time of the request.'),
      advice: () => t('Check the clock of this computer. If it is right, report this.'),
    },
  ],
  entry('IncompleteSignature', 'invalid', {
    meaning: () => t('The signature of the request is incomplete.'),
    advice: report,
  }),
  entry('InvalidSignatureMethod', 'invalid', {
    meaning: () => t('The cloud does not accept this kind of signature here.'),
    advice: report,
  }),
  // Reads are sent again with a new nonce; for a write it means that the first copy may have arrived.
  entry('SignatureNonceUsed', 'server', {
    meaning: () => t('The cloud received the same request twice.'),
    advice: tryLater,
  }),
  entry('InvalidProduct.NotFound', 'invalid', {
    meaning: () => t('Resource Sharing is not offered at this address.'),
    advice: () => t('Check the region and the endpoints of the account.'),
  }),
  entry('InvalidAction.NotFound', 'invalid', {
    meaning: () => t('The cloud does not know this operation at this address.'),
    advice: () => t('Check the region and the endpoints of the account.'),
  }),
  entry('InvalidApi.NotFound', 'invalid', {
    meaning: () => t('The cloud does not know this operation at this address.'),
    advice: () => t('Check the region and the endpoints of the account.'),
  }),
  entry('InvalidVersion', 'invalid', {
    meaning: () => t('The cloud no longer offers this version of the operation.'),
    advice: report,
  }),
  entry('UnsupportedHTTPMethod', 'invalid', {
    meaning: () => t('The cloud refuses the way the request was sent.'),
    advice: report,
  }),
  entry('InvalidProtocol.NeedSsl', 'invalid', {
    meaning: () => t('The cloud asks for an encrypted connection.'),
    advice: () => t('Use an https address in the endpoints of the account.'),
  }),
  entry('Throttling.User', 'throttled', {
    meaning: () => t('This account sends more calls than the cloud allows.'),
    advice: slowDown,
  }),
  entry('Throttling.Api', 'throttled', {
    meaning: () => t('The cloud receives more calls of this kind than it allows.'),
    advice: slowDown,
  }),
  entry('Throttling', 'throttled', {
    meaning: () => t('The cloud asks to slow down.'),
    advice: slowDown,
  }),
  entry('Rejected.Throttling', 'throttled', {
    meaning: () => t('The cloud asks to slow down.'),
    advice: slowDown,
  }),
  entry('NoPermission', 'denied', {
    meaning: () => t('These credentials may not do this.'),
    advice: askAdmin,
  }),
  entry('Forbidden.RAM', 'denied', {
    meaning: () => t('These credentials may not do this.'),
    advice: askAdmin,
  }),
  entry('InternalError', 'server', {
    meaning: () => t('Something went wrong inside the cloud.'),
    advice: tryLater,
  }),
  entry('ServiceUnavailable', 'server', {
    meaning: () => t('The service is not available at the moment.'),
    advice: tryLater,
  }),
  entry('SystemError', 'server', {
    meaning: () => t('Something went wrong inside the cloud.'),
    advice: tryLater,
  }),
]);

type Words = Pick<CatalogueEntry, 'meaning' | 'advice'>;

function entry(code: string, kind: ErrorKind, words: Words): [string, CatalogueEntry] {
  return [code, { kind, ...words }];
}

function credential(code: string, field: CredentialField, words: Words): [string, CatalogueEntry] {
  return [code, { kind: 'credentials', field, ...words }];
}
