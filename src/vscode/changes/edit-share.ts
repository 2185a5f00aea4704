import * as vscode from 'vscode';
import type { ChangeOf } from '../../changes/change.ts';
import { checkDescription } from '../../changes/rules/description.ts';
import { checkName } from '../../changes/rules/name.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import type { Scope } from '../../model/account.ts';
import type { ResourceShare } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import { type Answer, askText, back, choose } from '../accounts/quick-steps.ts';

/**
 * Asks step by step what a share is to be called and to allow; what stays as it is is not in the change.
 * @returns undefined when the user closed it
 */
export async function askForEdit(
  scope: Scope,
  share: ResourceShare,
  abilities: Abilities,
): Promise<ChangeOf<'update'> | undefined> {
  const wanted = {
    name: share.name,
    description: share.description ?? '',
    allowExternal: share.allowExternal ?? abilities.allowExternalDefault,
  };
  const steps = [
    () => askName(wanted, share, abilities),
    ...(abilities.description === undefined
      ? []
      : [() => askDescription(wanted, share, abilities)]),
    () => askAllowExternal(wanted, share),
  ];
  for (let at = 0; at < steps.length;) {
    const answer = await steps[at]?.();
    if (answer === undefined) return undefined;
    at = answer === back ? Math.max(0, at - 1) : at + 1;
  }
  return {
    kind: 'update',
    scope: { accountId: scope.accountId, region: scope.region },
    shareId: share.id,
    ...(wanted.name !== share.name && { name: wanted.name }),
    ...(wanted.description !== (share.description ?? '') && { description: wanted.description }),
    ...(wanted.allowExternal !== share.allowExternal && { allowExternal: wanted.allowExternal }),
  };
}

interface Wanted {
  name: string;
  description: string;
  allowExternal: boolean;
}

async function askName(
  wanted: Wanted,
  share: ResourceShare,
  abilities: Abilities,
): Promise<Answer<true>> {
  const name = await askText({
    title: titleOf(share),
    prompt: vscode.l10n.t('Name'),
    value: wanted.name,
    error: undefined,
    canGoBack: false,
    check: (text) =>
      // A name that the cloud once took may stay.
      text === share.name ? undefined : checkName(text, abilities)[0]?.message,
  });
  if (name === undefined || name === back) return undefined;
  wanted.name = name;
  return true;
}

async function askDescription(
  wanted: Wanted,
  share: ResourceShare,
  abilities: Abilities,
): Promise<Answer<true>> {
  const description = await askText({
    title: titleOf(share),
    prompt: vscode.l10n.t('Description'),
    value: wanted.description,
    error: undefined,
    canGoBack: true,
    check: (text) => checkDescription(text, abilities)[0]?.message,
  });
  if (description === undefined || description === back) return description;
  wanted.description = description;
  return true;
}

async function askAllowExternal(wanted: Wanted, share: ResourceShare): Promise<Answer<true>> {
  const items = [
    {
      label: vscode.l10n.t('Also principals outside the organisation'),
      value: true,
    },
    { label: vscode.l10n.t('Only principals of the organisation'), value: false },
  ];
  const marked = items.map((item) => ({
    ...item,
    ...(item.value === wanted.allowExternal && { description: vscode.l10n.t('as it is') }),
  }));
  const allowExternal = await choose({
    title: titleOf(share),
    placeholder: vscode.l10n.t('Who may the share be associated with?'),
    canGoBack: true,
    // The first one is taken by Enter: what is so stays so.
    items: wanted.allowExternal ? marked : marked.toReversed(),
  });
  if (allowExternal === undefined || allowExternal === back) return allowExternal;
  wanted.allowExternal = allowExternal;
  return true;
}

function titleOf({ name }: ResourceShare): string {
  return vscode.l10n.t('Edit {0}', shown(name));
}
