import { t } from '@vscode/l10n';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';

/** How the wire names a parameter, and what we tell the user about it. */
interface ParameterWords {
  readonly label: () => string;
  readonly rule: () => string;
}

const ourFault = (): string => t('Please report this with the request id.');
const startOver = (): string => t('Refresh, to read the list from its start.');
const fiveAtMost = (): string => t('A call takes at most five, each of them once.');
const property = (): string =>
  t('Properties are JSON text. Check it, and give each entry only one.');

const parameters: ReadonlyMap<string, ParameterWords> = new Map<string, ParameterWords>([
  [
    'ResourceShareName',
    {
      label: () => t('the name of the share'),
      rule: () =>
        t('A name has 1 to 50 characters: letters, digits, periods, underscores, hyphens.'),
    },
  ],
  ['ResourceShareId', { label: () => t('the share'), rule: () => t('Refresh, and try again.') }],
  [
    'ResourceShareInvitationId',
    { label: () => t('the invitation'), rule: () => t('Refresh, and try again.') },
  ],
  ['ResourceShareInvitationIds', { label: () => t('the invitations'), rule: fiveAtMost }],
  ['ResourceShareIds', { label: () => t('the shares'), rule: fiveAtMost }],
  ['ResourceShareStatus', { label: () => t('the status of the share'), rule: ourFault }],
  ['ResourceOwner', { label: () => t('the owner'), rule: ourFault }],
  [
    'Resources',
    {
      label: () => t('the resources'),
      rule: () => t('Give type and id of each resource, each one once and at most five in a call.'),
    },
  ],
  [
    'ResourceArns',
    {
      label: () => t('the ARNs of the resources'),
      rule: () =>
        t('Check the ARNs: region, account and id. Give each one once and at most five in a call.'),
    },
  ],
  ['ResourceArn', { label: () => t('the ARN of the resource'), rule: () => t('Check the ARN.') }],
  [
    'ResourceId',
    { label: () => t('the id of the resource'), rule: () => t('Check the id of the resource.') },
  ],
  ['ResourceIds', { label: () => t('the ids of the resources'), rule: fiveAtMost }],
  [
    'ResourceType',
    {
      label: () => t('the type of the resource'),
      rule: () => t('Choose a type that can be shared, written exactly as in the list.'),
    },
  ],
  [
    'Targets',
    {
      label: () => t('the principals'),
      rule: () =>
        t('Check the ids of the principals. Give each one once and at most five in a call.'),
    },
  ],
  ['Target', { label: () => t('the principal'), rule: () => t('Check the id of the principal.') }],
  [
    'PermissionNames',
    {
      label: () => t('the permissions'),
      rule: () => t('Choose at most one permission for each type of resource.'),
    },
  ],
  [
    'PermissionName',
    { label: () => t('the permission'), rule: () => t('Choose a permission from the list.') },
  ],
  [
    'PermissionVersion',
    {
      label: () => t('the version of the permission'),
      rule: () => t('Choose a version from the list.'),
    },
  ],
  ['TargetProperties', { label: () => t('the properties of the principals'), rule: property }],
  ['ResourceProperties', { label: () => t('the properties of the resources'), rule: property }],
  ['Tags', { label: () => t('the tags'), rule: () => t('Give at least one tag.') }],
  [
    'TagKey',
    {
      label: () => t('the key of a tag'),
      rule: () => t('A tag key has 1 to 128 characters and does not begin with acs: or aliyun.'),
    },
  ],
  [
    'ResourceGroupId',
    {
      label: () => t('the resource group'),
      rule: () => t('Check the id of the resource group.'),
    },
  ],
  ['RegionId', { label: () => t('the region'), rule: ourFault }],
  ['ResourceRegionId', { label: () => t('the region'), rule: ourFault }],
  ['AssociationType', { label: () => t('the kind of the associations'), rule: ourFault }],
  ['AssociationStatus', { label: () => t('the status of the associations'), rule: ourFault }],
  ['MaxResults', { label: () => t('the size of a page'), rule: ourFault }],
  ['NextToken', { label: () => t('the place in the list'), rule: startOver }],
]);

const documented = /^(Missing|Invalid)Parameter\.(\w+?)(?:\.(Length|Duplicate))?$/;
/** What the gateway may answer in place of `MissingParameter.<Name>` (reference section 5.3). */
const gatewayForm = /^Missing(\w+)$/;

/** Codes that say what is wrong with one parameter, also one that is not in our table. */
export function parameterEntry(code: string): CatalogueEntry | undefined {
  const [, family, name = '', flaw] = documented.exec(code) ?? [];
  if (family === 'Invalid') return entry(name, flaw ?? 'Invalid');
  if (family === 'Missing') return entry(name, 'Missing');
  const missing = gatewayForm.exec(code)?.[1];
  return missing === undefined ? undefined : entry(missing, 'Missing');
}

function entry(name: string, flaw: string): CatalogueEntry {
  const words = parameters.get(name);
  const label = words?.label ?? (() => name);
  return {
    kind: 'invalid',
    meaning: () => meaning(flaw, label()),
    advice: words?.rule ?? (() => t('Check the value, and try again.')),
  };
}

function meaning(flaw: string, label: string): string {
  switch (flaw) {
    case 'Missing':
      return t('The cloud misses {0}.', label);
    case 'Length':
      return t('This is too long, or too many, for the cloud: {0}.', label);
    case 'Duplicate':
      return t('The same value is given twice: {0}.', label);
    default:
      return t('The cloud does not accept {0}.', label);
  }
}
