import { t } from '@vscode/l10n';
import { agencyOperation, agencyText } from '../../accounts/sources/huawei-agency.ts';
import type { CloudErrorDetails } from '../../clouds/cloud-error.ts';
import type { Account, CloudId, CloudSite } from '../../model/account.ts';

/** The answer that asks for a role, which other keys take on. */
export const withRole = 'role';

/** Answers so far; going back or a refused key loses none of them. */
export interface Answers {
  cloud: CloudId;
  site: CloudSite;
  /** As `sourceText` writes it; empty for keys that are entered, `role` before it is known whose keys take it on. */
  source: string;
  /** The role, or the agency by its name, that is taken on; undefined for none. */
  role: string | undefined;
  /** The account that delegates by the agency: its name or id. */
  delegating: string;
  label: string;
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  /** Undefined unless it has to be asked, as the cloud does not tell whose keys they are. */
  ownerId: string | undefined;
  /** Hosts that are not the vendor's, and that calls may go to. */
  hosts: readonly string[];
}

/** One question of those for a new account. */
export type Step = Exclude<keyof Answers, 'hosts'>;

interface CloudChoice {
  readonly id: CloudId;
  /** The vendor's own name. */
  readonly label: string;
  /** The vendor's separate sites, where there are several. */
  readonly sites: readonly { readonly id: CloudSite; readonly label: () => string }[];
  /** What has to be known of a role that is taken on. */
  readonly role: readonly Step[];
}

/** Clouds that an account can be added for. */
export const clouds: readonly CloudChoice[] = [
  { id: 'alibaba', label: 'Alibaba Cloud', sites: [], role: ['role'] },
  {
    id: 'huawei',
    label: 'Huawei Cloud',
    sites: [
      { id: 'china', label: () => t('China and international') },
      { id: 'europe', label: () => t('Europe') },
    ],
    role: ['role', 'delegating'],
  },
];

export function noAnswers(): Answers {
  return {
    cloud: 'alibaba',
    site: 'china',
    source: '',
    role: undefined,
    delegating: '',
    label: '',
    accessKeyId: '',
    accessKeySecret: '',
    securityToken: '',
    ownerId: undefined,
    hosts: [],
  };
}

/** The questions, in their order, that these answers lead to. */
export function stepsFor({ cloud, ownerId, source, role }: Answers): readonly Step[] {
  const keys = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;
  const choice = clouds.find(({ id }) => id === cloud);
  return [
    'cloud',
    ...(sitesOf(cloud).length > 0 ? (['site'] as const) : []),
    'source',
    ...(role === undefined ? [] : (choice?.role ?? [])),
    'label',
    ...(source === '' ? keys : []),
    ...(ownerId === undefined ? [] : (['ownerId'] as const)),
  ];
}

export function sitesOf(cloud: CloudId): CloudChoice['sites'] {
  return clouds.find(({ id }) => id === cloud)?.sites ?? [];
}

/** Takes an answer down. */
export function take(step: Step, answer: string, answers: Answers): void {
  if (step === 'cloud') {
    answers.cloud = clouds.find(({ id }) => id === answer)?.id ?? answers.cloud;
    answers.ownerId = undefined;
    answers.source = '';
    answers.role = undefined;
    answers.delegating = '';
  } else if (step === 'source' && answer === withRole) {
    // The same question again: whose keys are to take the role on.
    answers.role ??= '';
  } else if (step === 'site') {
    answers.site = sitesOf(answers.cloud).find(({ id }) => id === answer)?.id ?? answers.site;
  } else {
    answers[step] = answer;
  }
}

/** What is wrong with what was typed for a role, an agency or the account that delegates; undefined where nothing is. */
export function checkRole(
  step: 'role' | 'delegating',
  cloud: CloudId,
  text: string,
): string | undefined {
  if (step === 'delegating') {
    return /^[^\s/]{1,64}$/u.test(text)
      ? undefined
      : t('Enter the name or the id of the account, without blanks.');
  }
  if (cloud === 'huawei') {
    return /^.{1,64}$/u.test(text) ? undefined : t('Enter the name of the agency.');
  }
  return /^acs:ram::\d+:role\/[\w.-]+$/u.test(text)
    ? undefined
    : t('The ARN of a role reads {0}.', 'acs:ram::123456789012****:role/name');
}

/** Where the keys lie, as the account remembers it. */
export function keyPlace({
  cloud,
  site,
  source,
  role,
  delegating,
  label,
  hosts,
}: Answers): Pick<Account, 'cloud' | 'label' | 'site' | 'source' | 'role' | 'hosts'> {
  return {
    ...{ cloud, label },
    ...(sitesOf(cloud).length > 0 && { site }),
    ...(hosts.length > 0 && { hosts }),
    ...(source !== '' && { source }),
    ...(role !== undefined && {
      role: cloud === 'huawei' ? agencyText({ account: delegating, name: role }) : role,
    }),
  };
}

/** The question whose answer a refusal is about; the last one where it is about none of them. */
export function stepOf(
  { field, operation }: CloudErrorDetails,
  { ownerId, source, role }: Answers,
): Step {
  if (ownerId === undefined && role !== undefined) {
    if (operation === 'AssumeRole') return 'role';
    // Wrong keys are told apart: they are asked for later.
    if (operation === agencyOperation && field === undefined) return 'role';
  }
  if (ownerId === undefined && source !== '') return 'source';
  if (field !== undefined && field !== 'clock') return field;
  return ownerId === undefined ? 'securityToken' : 'ownerId';
}
