import type * as vscode from 'vscode';
import type { AccountStore } from '../accounts/account-store.ts';
import { seenOutsidersIn, type SeenOutsiders } from '../inventory/access/seen-outsiders.ts';
import type { Activity } from '../changes/activity.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { AccessView } from './access/access-view.ts';
import type { ActivityView } from './activity/activity-view.ts';
import type { CacheHost } from './cache-host.ts';
import type { Changing } from './changes/changing.ts';
import type { Connections } from './connections.ts';
import type { ShareDetails } from './details/share-details.ts';
import type { FindingProblems } from './findings/finding-problems.ts';
import type { FindingsView } from './findings/findings-view.ts';
import type { ShareForms } from './forms/share-form.ts';
import type { Invitations } from './invitations/invitations.ts';
import type { LazyView } from './lazy-view.ts';
import { Lazy } from './lazy.ts';
import type { Log } from './log.ts';
import type { OpenOrganizations } from './organizations.ts';
import type { Pictures } from './picture/pictures.ts';
import type { TreeState } from './shares/rows/tree-state.ts';
import type { ScopeReader } from './shares/scope-reader.ts';
import type { ShareDocuments } from './shares/share-document.ts';
import type { SharesView } from './shares/shares-view.ts';
import type { Watching } from './watching.ts';

/** What is there since activation. */
export interface ActivatedParts {
  readonly context: Pick<
    vscode.ExtensionContext,
    'extensionUri' | 'workspaceState' | 'globalState'
  >;
  readonly storage: vscode.Uri;
  readonly activityFolder: vscode.Uri;
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly connections: Connections;
  readonly reader: ScopeReader;
  readonly state: TreeState;
  readonly view: SharesView;
  readonly watching: Lazy<Watching>;
  readonly cache: Lazy<CacheHost>;
  readonly accessFrame: LazyView;
  readonly findingsFrame: LazyView;
  readonly documentChanged: vscode.EventEmitter<vscode.Uri>;
  readonly log: Log;
}

/** What works beside the tree: each loads when it is first asked for, and all of it after activation. */
export interface WorkingParts {
  readonly activity: Lazy<Activity>;
  readonly activityView: Lazy<ActivityView>;
  readonly forms: Lazy<ShareForms>;
  readonly changing: Lazy<Changing>;
  readonly invitations: Lazy<Invitations>;
  readonly documents: Lazy<ShareDocuments>;
  readonly access: Lazy<AccessView>;
  readonly organizations: Lazy<OpenOrganizations>;
  readonly findings: Lazy<FindingsView>;
  readonly problems: Lazy<FindingProblems>;
  readonly seenOutsiders: SeenOutsiders;
  readonly pictures: Lazy<Pictures>;
  readonly details: Lazy<ShareDetails>;
  /** To be called when accounts came, went or changed: tells what is open. */
  accountsChanged(): Promise<void>;
  dispose(): void;
}

export function workingParts(activated: ActivatedParts): WorkingParts {
  const { context, store, inventory, connections, reader, state, view, watching, log } = activated;
  const activity = new Lazy(async (): Promise<Activity> => {
    const { openActivity } = await import('./changes/open-activity.ts');
    const parts = { store, inventory, connections, watching, log, activityView };
    return openActivity(activated.activityFolder.fsPath, parts);
  });
  const activityView = new Lazy(async (): Promise<ActivityView> => {
    const { ActivityView } = await import('./activity/activity-view.ts');
    return new ActivityView(await activity.get(), { store, connections, state });
  });
  const forms = new Lazy(async () => {
    const { openForms } = await import('./changes/open-forms.ts');
    const parts = { store, inventory, activity, connections, view, state, log, changing };
    return openForms(context.extensionUri, parts);
  });
  const changing = new Lazy(async () => {
    const { Changing } = await import('./changes/changing.ts');
    return new Changing({
      ...{ store, inventory, activity, connections, view, state, log, organizations },
    });
  });
  const invitations = new Lazy(async () => {
    const { Invitations } = await import('./invitations/invitations.ts');
    return new Invitations({ inventory, connections, state });
  });
  const documents = new Lazy(async () => {
    const { ShareDocuments } = await import('./shares/share-document.ts');
    return new ShareDocuments(
      { inventory, connections, state, cache: activated.cache },
      activated.documentChanged,
    );
  });
  const organizations = new Lazy(async () => {
    const { openOrganizations } = await import('./organizations.ts');
    return openOrganizations({ storage: activated.storage, store, inventory, connections });
  });
  const access = new Lazy(async () => {
    const { AccessView } = await import('./access/access-view.ts');
    const { accessFrame: frame } = activated;
    const { organizations: membership } = await organizations.get();
    const storage = context.workspaceState;
    return new AccessView({ inventory, reader, state, frame, storage, membership });
  });
  const seenOutsiders = seenOutsidersIn(context.globalState);
  const findings = new Lazy(async () => {
    const { openFindings } = await import('./findings/open-findings.ts');
    const { findingsFrame: frame } = activated;
    const { organizations: membership } = await organizations.get();
    const looked = { store, inventory, connections, state, membership };
    return openFindings({ ...looked, reader, frame, seen: seenOutsiders });
  });
  const problems = new Lazy(async () => {
    const { FindingProblems } = await import('./findings/finding-problems.ts');
    const all = (await findings.get()).findings;
    return new FindingProblems({ findings: all, documents: await documents.get(), state });
  });
  const pictures = new Lazy(async () => {
    const { Pictures } = await import('./picture/pictures.ts');
    const { extensionUri } = context;
    const { organizations: membership } = await organizations.get();
    const looked = { access: await access.get(), inventory, membership, state, view };
    return new Pictures({ extensionUri, ...looked, log });
  });
  const details = new Lazy(async () => {
    const { ShareDetails } = await import('./details/share-details.ts');
    const { cache } = activated;
    const parts = { inventory, reader, connections, invitations, cache, state, view, log };
    return new ShareDetails(context.extensionUri, parts);
  });
  return {
    ...{ activity, activityView, forms, changing, invitations, documents, access, organizations },
    ...{ details, findings, problems, seenOutsiders, pictures },
    accountsChanged: async () => {
      (await forms.begun)?.accountsChanged();
      (await details.begun)?.changed();
    },
    dispose: () => {
      // The record first: what is stopped by what comes after it was cut off, and not cancelled.
      const changes = [activity, forms, changing, activityView];
      const pages = [details, pictures, documents];
      const looks = [invitations, access, problems, findings, organizations];
      for (const { begun } of [...changes, ...pages, ...looks])
        void begun?.then((one) => one.dispose());
    },
  };
}
