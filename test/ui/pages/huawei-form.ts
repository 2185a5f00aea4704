import type { ShareDraft } from '../../../src/changes/draft.ts';
import { abilities } from '../../../src/clouds/huawei/abilities.ts';
import type { ShareFormServices } from '../../../src/vscode/forms/form-session.ts';
import { emptyDraft } from '../../unit/webview/drafts.ts';

export const ownerId = '05c734152f00d4200f2bc0179ac6c5e0';
export const partnerId = '8f06724e5c6f41f59d3e2f3ad897bb4d';
export const unitUrn = `organizations::${ownerId}:ou:o-abcd1234efgh/ou-abcd1234`;

/** The permission beside the default one. */
export const readOnlyId = '7d04b6d4-00d5-41bd-b13c-22abd1ea249b';

/** An account of Huawei Cloud instead of the usual ones. */
export const huaweiServices: Partial<ShareFormServices> = {
  accounts: () => [
    { id: 'rail', cloud: 'huawei', label: 'Aurora Rail', ownerId, regions: ['global'] },
  ],
  abilities: () => Promise.resolve(abilities),
  permissions: () =>
    Promise.resolve([
      {
        id: 'f5153698-ca8b-4b3c-a839-13ff71f67885',
        name: 'vpc subnet statement',
        version: '1',
        resourceType: 'vpc:subnet',
        isDefault: true,
      },
      {
        id: readOnlyId,
        name: 'vpc subnet read only',
        version: '1',
        resourceType: 'vpc:subnet',
        isDefault: false,
      },
    ]),
};

/** What a new form of that account begins with. */
export const huaweiDraft: ShareDraft = {
  ...emptyDraft,
  destination: { accountId: 'rail', region: 'global' },
  allowExternal: true,
};

export function subnetUrn(id: string, account = ownerId): string {
  return `vpc:cn-north-4:${account}:subnet:${id}`;
}

/** Something wrong in every part of the form. */
export const badHuaweiDraft: ShareDraft = {
  ...huaweiDraft,
  name: 'network share',
  description: 'for <team B>',
  allowExternal: false,
  resources: [
    { type: '', value: subnetUrn('s-1'), property: '' },
    { type: '', value: subnetUrn('s-2', partnerId), property: '' },
    { type: '', value: 's-3', property: '' },
    { type: '', value: `obs:cn-north-4:${ownerId}:bucket:b-1`, property: '' },
  ],
  principals: [partnerId, ownerId, unitUrn, 'nobody'].map((id) => ({
    id,
    timeWindow: { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' },
  })),
  tags: [
    { key: 'env', value: 'test' },
    { key: ' env ', value: 'prod' },
    { key: '', value: 'alone' },
    { key: '_sys_x', value: 'a,b' },
  ],
};
