import type { ShareDraft } from '../../../src/changes/draft.ts';

export const emptyDraft: ShareDraft = {
  destination: { accountId: 'owner', region: 'cn-hangzhou' },
  name: '',
  description: '',
  allowExternal: false,
  resources: [],
  principals: [],
  permissions: {},
  tags: [],
};

export const draftForShare: ShareDraft = {
  ...emptyDraft,
  share: { id: 'rs-1', name: 'network-share', allowExternal: false },
  resources: [{ type: 'VSwitch', value: 'vsw-1', property: '' }],
};
