import * as vscode from 'vscode';
import type { Change } from '../../changes/change.ts';
import { parsePastedTags } from '../../changes/paste.ts';
import { checkTags } from '../../changes/rules/tags.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import type { Scope } from '../../model/account.ts';
import type { ResourceShare, Tag } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import { askText, back, choose } from '../accounts/quick-steps.ts';
import { tagChanges, withTag, withTags } from './tag-changes.ts';

type Wish = { readonly do: 'add' | 'paste' | 'apply' } | { readonly do: 'edit'; readonly tag: Tag };

/**
 * Shows the tags of a share and lets them be added, changed and removed, until all of it is to be planned at once.
 * @returns undefined when the user closed it; no changes where all is as it was
 */
export async function askForTags(
  scope: Scope,
  share: ResourceShare,
  abilities: Abilities,
): Promise<readonly Change[] | undefined> {
  let wanted: readonly Tag[] = share.tags;
  for (;;) {
    const changes = tagChanges(scope, share, wanted);
    const wish = await askWhat(share, wanted, changes.length > 0);
    if (wish === undefined || wish === back) return undefined;
    switch (wish.do) {
      case 'apply':
        return changes;
      case 'paste': {
        const pasted = parsePastedTags(await vscode.env.clipboard.readText());
        if (pasted.length === 0) {
          void vscode.window.showInformationMessage(
            vscode.l10n.t('There are no tags in the clipboard: one on each line, as key=value.'),
          );
        }
        wanted = withTags(wanted, pasted);
        break;
      }
      case 'add': {
        const key = await askKey(share, wanted, abilities);
        if (key === undefined) return undefined;
        if (key === back) break;
        const value = await askValue(share, { key, value: '' }, abilities);
        if (value === undefined) return undefined;
        if (value !== back) wanted = withTag(wanted, { key, value });
        break;
      }
      case 'edit': {
        const edited = await edit(share, wish.tag, wanted, abilities);
        if (edited === undefined) return undefined;
        wanted = edited;
        break;
      }
    }
  }
}

function askWhat(share: ResourceShare, wanted: readonly Tag[], isChanged: boolean) {
  const was = new Map(share.tags.map(({ key, value }) => [key, value]));
  const rows = wanted.map((tag) => ({
    label: `$(tag) ${shown(tag.key)}`,
    description: [
      shown(tag.value),
      was.get(tag.key) === tag.value
        ? ''
        : was.has(tag.key)
          ? vscode.l10n.t('changed')
          : vscode.l10n.t('new'),
    ]
      .filter((text) => text !== '')
      .join(' · '),
    value: { do: 'edit', tag } satisfies Wish,
  }));
  const gone = share.tags
    .filter(({ key }) => !wanted.some((tag) => tag.key === key))
    .map((tag) => ({
      label: `$(close) ${shown(tag.key)}`,
      description: vscode.l10n.t('removed'),
      value: { do: 'edit', tag } satisfies Wish,
    }));
  return choose<Wish>({
    title: titleOf(share),
    placeholder: isChanged
      ? vscode.l10n.t('Nothing is sent before you have seen the plan')
      : vscode.l10n.t('Choose a tag to change it'),
    canGoBack: false,
    items: [
      ...(isChanged
        ? [{ label: `$(check) ${vscode.l10n.t('Continue')}`, value: doing('apply') }]
        : []),
      { label: `$(add) ${vscode.l10n.t('Add a tag…')}`, value: doing('add') },
      { label: `$(clippy) ${vscode.l10n.t('Add tags from the clipboard')}`, value: doing('paste') },
      ...rows,
      ...gone,
    ],
  });
}

function doing(what: 'add' | 'paste' | 'apply'): Wish {
  return { do: what };
}

/** @returns the tags as they are wanted then; undefined when the user closed it */
async function edit(
  share: ResourceShare,
  tag: Tag,
  wanted: readonly Tag[],
  abilities: Abilities,
): Promise<readonly Tag[] | undefined> {
  const isThere = wanted.some(({ key }) => key === tag.key);
  const what = await choose<'value' | 'remove' | 'keep'>({
    title: `${titleOf(share)} · ${shown(tag.key)}`,
    placeholder: shown(tag.value),
    canGoBack: true,
    items: isThere
      ? [
          { label: `$(edit) ${vscode.l10n.t('Change the value…')}`, value: 'value' },
          { label: `$(close) ${vscode.l10n.t('Remove the tag')}`, value: 'remove' },
        ]
      : [{ label: `$(discard) ${vscode.l10n.t('Keep the tag')}`, value: 'keep' }],
  });
  switch (what) {
    case undefined:
      return undefined;
    case back:
      return wanted;
    case 'keep':
      return withTag(wanted, tag);
    case 'remove':
      return wanted.filter(({ key }) => key !== tag.key);
    case 'value': {
      const value = await askValue(share, tag, abilities);
      if (value === undefined) return undefined;
      return value === back ? wanted : withTag(wanted, { key: tag.key, value });
    }
  }
}

function askKey(share: ResourceShare, wanted: readonly Tag[], abilities: Abilities) {
  return askText({
    title: titleOf(share),
    prompt: vscode.l10n.t('Key'),
    value: '',
    error: undefined,
    canGoBack: true,
    check: (text) => {
      if (text === '') return vscode.l10n.t('Enter a key.');
      const rows = [...wanted, { key: text, value: '' }];
      const problems = checkTags(rows, abilities).filter(({ index }) => index === rows.length - 1);
      return problems.find(({ part }) => part === 'key')?.message;
    },
  });
}

function askValue(share: ResourceShare, { key, value }: Tag, abilities: Abilities) {
  return askText({
    title: `${titleOf(share)} · ${shown(key)}`,
    prompt: vscode.l10n.t('Value, which may be empty'),
    value,
    error: undefined,
    canGoBack: true,
    check: (text) =>
      checkTags([{ key, value: text }], abilities).find(({ part }) => part === 'value')?.message,
  });
}

function titleOf({ name }: ResourceShare): string {
  return vscode.l10n.t('Tags of {0}', shown(name));
}
