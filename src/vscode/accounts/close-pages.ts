import * as vscode from 'vscode';
import type { Activity } from '../../changes/activity.ts';
import type { SeenOutsiders } from '../../inventory/access/seen-outsiders.ts';
import type { Changing } from '../changes/changing.ts';
import type { ShareDetails } from '../details/share-details.ts';
import type { ShareForms } from '../forms/share-form.ts';
import type { Lazy } from '../lazy.ts';
import type { Pictures } from '../picture/pictures.ts';
import { addressOf } from '../shares/address.ts';
import { documentScheme } from '../shares/document-provider.ts';

interface Parts {
  readonly forms: Lazy<ShareForms>;
  readonly details: Lazy<ShareDetails>;
  readonly changing: Lazy<Changing>;
  readonly activity: Lazy<Activity>;
  readonly pictures: Lazy<Pictures>;
  readonly seenOutsiders: SeenOutsiders;
}

/** Closes in this window what shows an account that was removed here or in another one, and forgets its changes and what was seen of it. */
export async function closePages(
  accountId: string,
  { forms, details, changing, activity, pictures, seenOutsiders }: Parts,
): Promise<void> {
  seenOutsiders.forgetAccount(accountId);
  (await forms.begun)?.closeForAccount(accountId);
  (await details.begun)?.closeForAccount(accountId);
  await (await changing.begun)?.closeForAccount(accountId);
  (await pictures.begun)?.closeEmptied();
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ input }) => isPageOf(accountId, input)));
  await (await activity.begun)?.forgetAccount(accountId);
}

/** Also one that VS Code brought back and that nobody has looked at since. */
function isPageOf(accountId: string, input: unknown): boolean {
  if (!(input instanceof vscode.TabInputText) || input.uri.scheme !== documentScheme) return false;
  const address = addressOf(input.uri.query);
  return address !== undefined && 'accountId' in address && address.accountId === accountId;
}
