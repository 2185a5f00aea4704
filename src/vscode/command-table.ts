import type { AccountStore } from '../accounts/account-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { CacheHost } from './cache-host.ts';
import type { CommandTable } from './commands.ts';
import type { Connections } from './connections.ts';
import { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import type { SandboxHost } from './sandbox-host.ts';
import type { Arranging } from './shares/arrange/arranging.ts';
import type { TreeState } from './shares/rows/tree-state.ts';
import type { ScopeReader } from './shares/scope-reader.ts';
import type { SharesView } from './shares/shares-view.ts';
import type { Watching } from './watching.ts';
import type { WorkingParts } from './working-parts.ts';

/** What the commands work with. */
export interface CommandParts extends WorkingParts {
  readonly store: AccountStore;
  readonly sandbox: Lazy<SandboxHost>;
  readonly connections: Connections;
  readonly inventory: Inventory;
  readonly reader: ScopeReader;
  readonly state: TreeState;
  readonly view: SharesView;
  readonly log: Log;
  readonly watching: Lazy<Watching>;
  readonly cache: Lazy<CacheHost>;
  readonly arranging: Lazy<Arranging>;
}

/** Which code runs which command. That code loads with the first of its commands. */
export function commandTable(parts: CommandParts): CommandTable {
  const accounts = new Lazy(async () =>
    (await import('./accounts/account-commands.ts')).accountCommands(parts),
  );
  const changes = new Lazy(async () =>
    (await import('./changes/change-commands.ts')).changeCommands(parts),
  );
  const shareChanges = new Lazy(async () =>
    (await import('./changes/share-change-commands.ts')).shareChangeCommands(parts),
  );
  const shareSettings = new Lazy(async () =>
    (await import('./changes/share-setting-commands.ts')).shareSettingCommands(parts),
  );
  const accountSettings = new Lazy(async () =>
    (await import('./accounts/account-setting-commands.ts')).accountSettingCommands(parts),
  );
  const contents = new Lazy(async () =>
    (await import('./changes/content-commands.ts')).contentCommands(parts),
  );
  const permissions = new Lazy(async () =>
    (await import('./changes/permission-commands.ts')).permissionCommands(parts),
  );
  const invitations = new Lazy(async () =>
    (await import('./invitations/invitation-commands.ts')).invitationCommands(parts),
  );
  const activity = new Lazy(async () =>
    (await import('./activity/activity-commands.ts')).activityCommands(parts),
  );
  const shares = new Lazy(async () =>
    (await import('./shares/share-commands.ts')).shareCommands(parts),
  );
  const arrange = new Lazy(async () =>
    (await import('./shares/arrange/arrange-commands.ts')).arrangeCommands(parts),
  );
  const access = new Lazy(async () =>
    (await import('./access/access-commands.ts')).accessCommands(parts),
  );
  const picture = new Lazy(async () =>
    (await import('./picture/picture-commands.ts')).pictureCommands(parts),
  );
  const details = new Lazy(async () =>
    (await import('./details/details-commands.ts')).detailsCommands(parts),
  );
  const reports = new Lazy(async () =>
    (await import('./reports/report-commands.ts')).reportCommands(parts),
  );
  const findings = new Lazy(async () =>
    (await import('./findings/finding-commands.ts')).findingCommands(parts),
  );
  const history = new Lazy(async () =>
    (await import('./history/history-commands.ts')).historyCommands(parts),
  );
  const status = new Lazy(async () => (await import('./status-commands.ts')).statusCommands(parts));
  return {
    'resourceShares.addAccount': accounts,
    'resourceShares.removeAccount': accounts,
    'resourceShares.trySandbox': accounts,
    'resourceShares.turnWritingOn': accounts,
    'resourceShares.turnWritingOff': accounts,
    'resourceShares.editAccount': accounts,
    'resourceShares.replaceKeys': accounts,
    'resourceShares.testConnection': accounts,
    'resourceShares.diagnoseConnection': accounts,
    'resourceShares.supportBundle': accounts,
    'resourceShares.createShare': changes,
    'resourceShares.associate': changes,
    'resourceShares.editShare': shareChanges,
    'resourceShares.takeOut': shareChanges,
    'resourceShares.retryRows': shareChanges,
    'resourceShares.deleteShare': shareChanges,
    'resourceShares.leaveShare': shareChanges,
    'resourceShares.editTags': shareSettings,
    'resourceShares.moveToResourceGroup': shareSettings,
    'resourceShares.organizationSharing': accountSettings,
    'resourceShares.showQuotas': accountSettings,
    'resourceShares.pasteIds': contents,
    'resourceShares.copyShareAs': contents,
    'resourceShares.switchPermission': permissions,
    'resourceShares.removePermission': permissions,
    'resourceShares.showInvitations': invitations,
    'resourceShares.refreshInvitations': invitations,
    'resourceShares.acceptInvitation': invitations,
    'resourceShares.rejectInvitation': invitations,
    'resourceShares.acceptAs': invitations,
    'resourceShares.applyPlan': shareChanges,
    'resourceShares.cancelPlan': shareChanges,
    'resourceShares.refresh': shares,
    'resourceShares.retry': shares,
    'resourceShares.cancelLoading': shares,
    'resourceShares.copyId': shares,
    'resourceShares.copyArn': shares,
    'resourceShares.openJson': shares,
    'resourceShares.showDetails': details,
    'resourceShares.openConsole': shares,
    'resourceShares.find': arrange,
    'resourceShares.clearFind': arrange,
    'resourceShares.goTo': arrange,
    'resourceShares.groupBy': arrange,
    'resourceShares.filter': arrange,
    'resourceShares.clearFilter': arrange,
    'resourceShares.readUnread': arrange,
    'resourceShares.showActivity': activity,
    'resourceShares.retryActivity': activity,
    'resourceShares.goOnActivity': activity,
    'resourceShares.copyActivity': activity,
    'resourceShares.removeActivity': activity,
    'resourceShares.whoCanUse': access,
    'resourceShares.findInEditor': access,
    'resourceShares.showAccess': access,
    'resourceShares.accessByResource': access,
    'resourceShares.accessByPrincipal': access,
    'resourceShares.findAccess': access,
    'resourceShares.clearFindAccess': access,
    'resourceShares.copyAccessId': access,
    'resourceShares.copyAccessArn': access,
    'resourceShares.goToGrant': access,
    'resourceShares.showPicture': picture,
    'resourceShares.exportPicture': picture,
    'resourceShares.reportOutsiders': reports,
    'resourceShares.reportHealth': reports,
    'resourceShares.showOutsiders': findings,
    'resourceShares.showHealth': findings,
    'resourceShares.planRemedy': findings,
    'resourceShares.goToFinding': findings,
    'resourceShares.allowPrincipal': findings,
    'resourceShares.openAllowedList': findings,
    'resourceShares.outsidersAsProblems': findings,
    'resourceShares.healthAsProblems': findings,
    'resourceShares.clearProblems': findings,
    'resourceShares.whatChanged': history,
    'resourceShares.compareDates': history,
    'resourceShares.whoHadAccess': history,
    'resourceShares.showInFlight': status,
    'resourceShares.clearCache': status,
    'resourceShares.showLog': status,
  };
}
