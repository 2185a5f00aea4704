import type {
  PrincipalRow,
  ResourceRow,
  ShareDraft,
  TimeWindow,
} from '../../../src/changes/draft.ts';

export const always: TimeWindow = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' };

/** A draft of a new share with nothing in it. */
export function aDraft(change: Partial<ShareDraft> = {}): ShareDraft {
  return {
    destination: { accountId: 'account-1', region: 'cn-hangzhou' },
    name: 'network-share',
    description: '',
    allowExternal: false,
    resources: [],
    principals: [],
    permissions: {},
    tags: [],
    ...change,
  };
}

export function byId(value: string, type = 'VSwitch', property = ''): ResourceRow {
  return { type, value, property };
}

export function byArn(value: string, property = ''): ResourceRow {
  return { type: '', value, property };
}

export function to(id: string, timeWindow: TimeWindow = always): PrincipalRow {
  return { id, timeWindow };
}

export const vSwitchArn = (id: string) => `acs:vpc:cn-hangzhou:1512666876910123:vswitch/${id}`;

/** So many account ids. */
export function accounts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(1720505253000000 + index));
}
