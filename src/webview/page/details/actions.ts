import { t } from '@vscode/l10n';
import type { PageAction, Target } from '../../details-protocol.ts';
import { button } from '../buttons.ts';

/** Does something to something; the host knows whether it may. */
export type Act = (action: PageAction, target: Target) => void;

/** A button for each action that is offered. */
export function actionButtons(
  actions: readonly PageAction[],
  target: Target,
  act: Act,
  /** Tells the buttons of one thing from those of others. */
  of: string,
): readonly HTMLElement[] {
  return actions.map((action) => {
    const { label, icon } = wordsOf(action);
    const made = button({
      label,
      ...(icon !== undefined && { icon }),
      onClick: () => {
        act(action, target);
      },
    });
    made.dataset.key = `${of} ${action}`;
    return made;
  });
}

function wordsOf(action: PageAction): { readonly label: string; readonly icon?: string } {
  switch (action) {
    case 'associate':
      return { label: t('Associate…'), icon: 'add' };
    case 'editShare':
      return { label: t('Edit share…'), icon: 'edit' };
    case 'editTags':
      return { label: t('Edit tags…'), icon: 'tag' };
    case 'moveToResourceGroup':
      return { label: t('Move to resource group…'), icon: 'folder' };
    case 'copyShareAs':
      return { label: t('Copy share as…'), icon: 'copy' };
    case 'deleteShare':
      return { label: t('Delete share…'), icon: 'trash' };
    case 'leaveShare':
      return { label: t('Leave share…'), icon: 'sign-out' };
    case 'refresh':
      return { label: t('Refresh'), icon: 'refresh' };
    case 'showInTree':
      return { label: t('Show in tree'), icon: 'list-tree' };
    case 'openJson':
      return { label: t('Open as JSON'), icon: 'json' };
    case 'openConsole':
      return { label: t("Open in the vendor's console"), icon: 'link-external' };
    case 'copyId':
      return { label: t('Copy id'), icon: 'copy' };
    case 'copyArn':
      return { label: t('Copy ARN or URN'), icon: 'copy' };
    case 'retryRows':
      return { label: t('Try again…'), icon: 'debug-restart' };
    case 'takeOut':
      return { label: t('Take out…'), icon: 'remove' };
    case 'acceptAs':
      return { label: t('Accept as this account…'), icon: 'check' };
    case 'showAccess':
      return { label: t('Show who can use it'), icon: 'key' };
    case 'switchPermission':
      return { label: t('Switch permission…'), icon: 'arrow-swap' };
    case 'removePermission':
      return { label: t('Remove permission…'), icon: 'trash' };
    case 'acceptInvitation':
      return { label: t('Accept invitation…'), icon: 'check' };
    case 'rejectInvitation':
      return { label: t('Reject invitation…'), icon: 'close' };
  }
}
