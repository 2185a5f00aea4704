import type { ShareDraft } from '../../../src/changes/draft.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { emptyDraft } from '../../unit/webview/drafts.ts';

const always = {
  kind: 'always',
  beginAtTime: '00:00',
  endAtTime: '23:59',
  timezone: 'UTC+8',
} as const;

export const goodDraft: ShareDraft = {
  ...emptyDraft,
  name: 'network-share',
  resources: [{ type: 'VSwitch', value: 'vsw-bp183p93qs667muqlabcd', property: '' }],
  principals: [{ id: '1720505253001234', timeWindow: always }],
};

/** Something wrong in every part of the form. */
export const badDraft: ShareDraft = {
  ...goodDraft,
  name: 'network share',
  resources: [
    ...goodDraft.resources,
    ...goodDraft.resources,
    {
      type: '',
      value: 'acs:servicecatalog:cn-hangzhou:1512666876910123:portfolio/port-bp1',
      property: '{"sharePrincipals": tru',
    },
    { type: 'Newer', value: 'n-1', property: '' },
  ],
  principals: [
    { id: 'nobody', timeWindow: always },
    { id: 'example.aliyuncs.com', timeWindow: { ...always, kind: 'timeRange' } },
  ],
};

export const denied = new CloudError({
  kind: 'denied',
  code: 'NoPermission',
  message: 'You are not authorized to do this action.',
  operation: 'CreateResourceShare',
  requestId: '2C3FA051-61DC-4F3E-81E9-E4830524DF4B',
  meaning: 'The keys may not make this call.',
  advice: 'Allow resourcesharing:CreateResourceShare.',
}).details;
