import { t } from '@vscode/l10n';
import type { AccessPrincipal, AccessResource, GrantState } from '../../inventory/access/access.ts';
import type { AccessIndex } from '../../inventory/access/access-index.ts';
import type { Standing } from '../../inventory/access/standing.ts';
import { principalKindText, type PrincipalKind } from '../../model/principal-kind.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { RowIcon } from '../shares/status-words.ts';
import type { PrincipalGroup } from './access-address.ts';

/** What a principal is, by the form of its id; undefined where its cloud is not loaded or knows no such form. */
export function kindOf(
  { cloud, id }: AccessPrincipal,
  state: TreeState,
): PrincipalKind | undefined {
  return state.abilities(cloud)?.principals.find(({ pattern }) => new RegExp(pattern, 'u').test(id))
    ?.kind;
}

/** Only accounts can be outside, and what we can't tell the kind of; folders, units and organisations are one's own. */
export function standingIn(
  index: Pick<AccessIndex, 'standing'>,
  state: TreeState,
): (principal: AccessPrincipal) => Standing {
  return (principal) => {
    const kind = kindOf(principal, state);
    if (kind === 'service') return 'service';
    const standing = index.standing(principal.key);
    if (standing !== 'unknown') return standing;
    return kind === undefined || kind === 'account' ? 'unknown' : 'inside';
  };
}

/** What the user calls the account that a principal is; nothing where it is none of theirs. */
export function labelOf({ cloud, id }: AccessPrincipal, state: TreeState): string {
  const known = state.accounts.find((one) => one.cloud === cloud && one.ownerId === id);
  return known?.label ?? '';
}

export function principalName(principal: AccessPrincipal, state: TreeState): string {
  const label = labelOf(principal, state);
  return label === '' ? shown(principal.id) : t('{0} ({1})', shown(label), shown(principal.id));
}

/** Of a URN the part that a person would call its name. */
export function resourceName({ id, arn }: Pick<AccessResource, 'id' | 'arn'>): string {
  const [, , , , ...own] = arn === id ? id.split(':') : [];
  return shown(own.length === 0 ? id : own.join(':'));
}

export function groupWord(group: PrincipalGroup): string {
  switch (group) {
    case 'outside':
      return t('Outside the organisation');
    case 'organization':
      return t('Organisations');
    case 'folder':
      return t('Folders');
    case 'unit':
      return t('Organisational units');
    case 'account':
      return t('Accounts');
    case 'service':
      return t('Cloud services');
    case 'other':
      return t('Others');
  }
}

export function groupIcon(group: PrincipalGroup): RowIcon {
  switch (group) {
    case 'outside':
      return { id: 'globe', color: 'list.warningForeground' };
    case 'organization':
      return { id: 'organization' };
    case 'folder':
    case 'unit':
      return { id: 'folder' };
    case 'account':
      return { id: 'account' };
    case 'service':
      return { id: 'server-process' };
    case 'other':
      return { id: 'question' };
  }
}

export function kindWord(principal: AccessPrincipal, state: TreeState): string {
  const kind = kindOf(principal, state);
  return kind ? principalKindText(kind) : '';
}

export function grantWord(state: GrantState): string {
  switch (state) {
    case 'usable':
      return t('Usable');
    case 'pending':
      return t('Not usable yet');
    case 'invited':
      return t('Invited, not usable yet');
    case 'failed':
      return t('Failed');
    case 'ending':
      return t('Ending');
    case 'unknown':
      return t('Not known whether usable');
  }
}

export function grantIcon(state: GrantState): RowIcon {
  switch (state) {
    case 'usable':
      return { id: 'pass', color: 'testing.iconPassed' };
    case 'pending':
    case 'ending':
      return { id: 'sync~spin' };
    case 'invited':
      return { id: 'mail' };
    case 'failed':
      return { id: 'error', color: 'list.errorForeground' };
    case 'unknown':
      return { id: 'question', color: 'list.warningForeground' };
  }
}
