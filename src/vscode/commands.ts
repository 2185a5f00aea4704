import * as vscode from 'vscode';
import type { Lazy } from './lazy.ts';

/**
 * Every command of the extension, for the types of the table. A test compares the list with `package.json`, both ways.
 * What runs reads the ids there, so that activation holds none of them.
 */
export const commandIds = [
  'resourceShares.addAccount',
  'resourceShares.removeAccount',
  'resourceShares.trySandbox',
  'resourceShares.turnWritingOn',
  'resourceShares.turnWritingOff',
  'resourceShares.editAccount',
  'resourceShares.replaceKeys',
  'resourceShares.testConnection',
  'resourceShares.diagnoseConnection',
  'resourceShares.supportBundle',
  'resourceShares.createShare',
  'resourceShares.associate',
  'resourceShares.editShare',
  'resourceShares.retryRows',
  'resourceShares.takeOut',
  'resourceShares.deleteShare',
  'resourceShares.leaveShare',
  'resourceShares.editTags',
  'resourceShares.moveToResourceGroup',
  'resourceShares.organizationSharing',
  'resourceShares.showQuotas',
  'resourceShares.pasteIds',
  'resourceShares.copyShareAs',
  'resourceShares.switchPermission',
  'resourceShares.removePermission',
  'resourceShares.showInvitations',
  'resourceShares.refreshInvitations',
  'resourceShares.acceptInvitation',
  'resourceShares.rejectInvitation',
  'resourceShares.acceptAs',
  'resourceShares.applyPlan',
  'resourceShares.cancelPlan',
  'resourceShares.refresh',
  'resourceShares.retry',
  'resourceShares.cancelLoading',
  'resourceShares.copyId',
  'resourceShares.copyArn',
  'resourceShares.openJson',
  'resourceShares.showDetails',
  'resourceShares.openConsole',
  'resourceShares.find',
  'resourceShares.clearFind',
  'resourceShares.goTo',
  'resourceShares.groupBy',
  'resourceShares.filter',
  'resourceShares.clearFilter',
  'resourceShares.readUnread',
  'resourceShares.showActivity',
  'resourceShares.retryActivity',
  'resourceShares.goOnActivity',
  'resourceShares.copyActivity',
  'resourceShares.removeActivity',
  'resourceShares.whoCanUse',
  'resourceShares.findInEditor',
  'resourceShares.showAccess',
  'resourceShares.accessByResource',
  'resourceShares.accessByPrincipal',
  'resourceShares.findAccess',
  'resourceShares.clearFindAccess',
  'resourceShares.goToGrant',
  'resourceShares.copyAccessId',
  'resourceShares.copyAccessArn',
  'resourceShares.showPicture',
  'resourceShares.exportPicture',
  'resourceShares.reportOutsiders',
  'resourceShares.reportHealth',
  'resourceShares.showOutsiders',
  'resourceShares.showHealth',
  'resourceShares.planRemedy',
  'resourceShares.goToFinding',
  'resourceShares.allowPrincipal',
  'resourceShares.openAllowedList',
  'resourceShares.outsidersAsProblems',
  'resourceShares.healthAsProblems',
  'resourceShares.clearProblems',
  'resourceShares.whatChanged',
  'resourceShares.compareDates',
  'resourceShares.whoHadAccess',
  'resourceShares.showInFlight',
  'resourceShares.clearCache',
  'resourceShares.showLog',
] as const;

export type CommandId = (typeof commandIds)[number];

/**
 * Gets the row the command was started on, and all selected rows when there are several.
 * Both are absent when it comes from the palette, and both may be anything when it comes from a keybinding.
 */
export type CommandHandler = (row: unknown, selected: unknown) => unknown;

/** For each command the handlers it is among, which load when it is first used. */
export type CommandTable = {
  readonly [Id in CommandId]: Lazy<Readonly<Record<Id, CommandHandler>>>;
};

/** A table as data: `CommandTable` sees to it that each command is in it, and has its handler. */
type HandlersById = Readonly<Record<string, Lazy<Readonly<Record<string, CommandHandler>>>>>;

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/**
 * The one place where commands are registered.
 * @param extension whose `package.json` names the commands
 * @param table loads when the first command is run
 * @param onError gets what a handler throws; a command never fails silently
 */
export function registerCommands(
  extension: vscode.Extension<unknown>,
  table: Lazy<CommandTable>,
  onError: (error: unknown) => void,
): vscode.Disposable {
  const { contributes } = extension.packageJSON as Manifest;
  return vscode.Disposable.from(
    ...contributes.commands.map(({ command }) =>
      vscode.commands.registerCommand(command, async (row: unknown, selected: unknown) => {
        try {
          const handlers: HandlersById = await table.get();
          return await (await handlers[command]?.get())?.[command]?.(row, selected);
        } catch (error) {
          onError(error);
          return undefined;
        }
      }),
    ),
  );
}

const contextKeys = {
  /** There is at least one account: the welcome gives way to the tree. */
  hasAccounts: 'resourceShares.hasAccounts',
  /** There is one that changes may not be sent for, or may be: writing can be turned on, or off. */
  readOnly: 'resourceShares.readOnly',
  writable: 'resourceShares.writable',
  /** An invitation waits for an answer, or somebody has asked for the view. */
  invitations: 'resourceShares.invitations',
  /** Something was changed from here. */
  activity: 'resourceShares.activity',
  /** Something is being read, for long enough to be cancelled. */
  loading: 'resourceShares.loading',
  /** The tree shows only what was looked for. */
  finding: 'resourceShares.finding',
  /** The tree leaves out what does not pass a filter. */
  filtering: 'resourceShares.filtering',
  /** The access view begins with principals. */
  accessByPrincipal: 'resourceShares.accessByPrincipal',
  /** The access view shows only what was looked for. */
  accessFinding: 'resourceShares.accessFinding',
  /** Findings stand in the Problems panel. */
  problems: 'resourceShares.problems',
} as const;

/** Sets a key that `when` clauses of `package.json` read. */
export function setContext(key: keyof typeof contextKeys, value: boolean): void {
  void vscode.commands.executeCommand('setContext', contextKeys[key], value);
}
