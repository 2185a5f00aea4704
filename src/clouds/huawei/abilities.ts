import type { Abilities, ResourceTypeRule } from '../cloud.ts';
import { preconditions } from './preconditions.ts';

/** Types that the vendor's pages name (reference section 8). Other types are accepted: the list grows. */
const resourceTypes: readonly ResourceTypeRule[] = [
  { ...type('vpc', 'subnet'), leave: true },
  { ...type('dns', 'zone'), leave: true },
  { ...type('dns', 'resolverRule'), leave: true },
  type('er', 'instances'),
  { ...type('functiongraph', 'function'), leave: true },
  { ...type('scm', 'cert'), leave: true },
  { ...type('pca', 'ca'), leave: true },
];

/** Who may be outside is decided by the share, not by the type; nothing is published on cloud services. */
function type(service: string, kind: string): ResourceTypeRule {
  return {
    type: `${service}:${kind}`,
    arn: `${service}:{region}:{account}:${kind}:{id}`,
    forms: 'arn',
    service: false,
    properties: false,
  };
}

const account = '[0-9a-f]{32}';
const organization = 'o-[0-9a-z]{10,32}';
const part = String.raw`[A-Za-z0-9+\/=\-_]`;

/** Limits of Resource Access Manager v1 (reference sections 3, 5.1, 7). */
export const abilities: Abilities = {
  cloud: 'huawei',
  regional: false,
  itemsPerCall: { resources: 20, principals: 20, permissions: 20, shareIds: 100 },
  pageSize: 2_000,
  name: { max: 64, pattern: String.raw`^[\u4e00-\u9fa5a-zA-Z0-9\-_.]{1,64}$` },
  // The dot of the published expression takes no line breaks.
  description: { max: 256, pattern: String.raw`^[^<>\r\n\u2028\u2029]{0,256}$` },
  tags: {
    max: 20,
    keyMax: 128,
    keyReserved: ['_sys_'],
    keyPattern: String.raw`^(?!\s)(?!_sys_)[\p{L}\p{Z}\p{N}_.:=+\-@]{1,128}(?<!\s)$`,
    valueMax: 255,
    valuePattern: String.raw`^[\p{L}\p{Z}\p{N}_.:\/=+\-@]{0,255}$`,
  },
  // Nothing is published on it (reference section 5.10).
  receivedPermissions: false,
  permissionVersions: true,
  resourceGroups: false,
  organizationSharing: { enable: true, disable: true },
  quotas: true,
  preconditions,
  allowExternalDefault: true,
  resourceForm: 'urn',
  resourceTypes,
  arnPattern: String.raw`^(?<service>${part}+):(?<region>[A-Za-z0-9+\/=\-_*]{0,255}):(?<account>${part}{1,64}):(?<kind>${part}{1,64}):(?<id>.+)$`,
  principals: [
    {
      kind: 'account',
      pattern: `^${account}$`,
      example: '05c734152f00d4200f2bc0179ac6c5e0',
    },
    {
      kind: 'organization',
      pattern: String.raw`^organizations::${account}:(organization:${organization}|root:${organization}\/r-[0-9a-z]{4,32})$`,
      example: 'organizations::05c734152f00d4200f2bc0179ac6c5e0:organization:o-abcd1234efgh',
    },
    {
      kind: 'unit',
      pattern: String.raw`^organizations::${account}:ou:${organization}\/ou-[0-9a-z]{8,32}$`,
      example: 'organizations::05c734152f00d4200f2bc0179ac6c5e0:ou:o-abcd1234efgh/ou-abcd1234',
    },
  ],
  serviceTimeWindow: false,
  codes: {
    principalForm: 'RAM.1004',
    principalIsOwner: 'RAM.1005',
    principalTwice: 'RAM.1006',
    resourceTwice: 'RAM.1007',
    resourceType: 'RAM.1009',
    resourceOfOther: 'RAM.1010',
    principalOutside: 'RAM.1014',
    // Nothing is published on either (reference section 6): names of our own.
    shareMissing: 'ShareNotFound',
    notOwner: 'ShareNotFound',
  },
};
