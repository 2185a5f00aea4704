import { abilities } from '../../../../src/clouds/alibaba/abilities.ts';
import { explainFailure } from '../../../../src/clouds/alibaba/failure-reasons.ts';
import type { InventoryChange, ShareEntry, Snapshot } from '../../../../src/inventory/snapshot.ts';
import type { Account, Scope } from '../../../../src/model/account.ts';
import { Emitter } from '../../../../src/model/emitter.ts';
import type { Association } from '../../../../src/model/share.ts';
import type {
  DetailsPanel,
  DetailsServices,
} from '../../../../src/vscode/details/details-session.ts';
import type { ShareName } from '../../../../src/vscode/details/subject.ts';
import { rowId } from '../../../../src/vscode/shares/address.ts';
import type { TreeState } from '../../../../src/vscode/shares/rows/tree-state.ts';
import { scope, aBound, aPermission, aRow, aShare } from '../../inventory/samples.ts';

export const name: ShareName = { scope, shareId: 'rs-1' };

export const member = '1720505253000001';
export const outsider = '1720505253000009';

const accounts: readonly Account[] = [
  {
    id: scope.accountId,
    cloud: 'alibaba',
    label: 'Network team',
    ownerId: '1512666876910123',
    regions: [scope.region],
  },
  {
    id: 'account-2',
    cloud: 'alibaba',
    label: 'Web shop',
    ownerId: member,
    regions: [scope.region],
  },
];

/** Two resources for two principals, of which one pair has failed and one principal is still asked. */
export function aMixedEntry(): ShareEntry {
  const failure = {
    entityId: member,
    entityType: 'Account',
    reason: 'LimitExceeded',
    description: 'The number of shared vSwitches has reached the limit.',
    operation: 'Associate',
  };
  return {
    share: aShare('rs-1', {
      name: 'network-hub',
      allowExternal: true,
      tags: [{ key: 'env', value: 'prod' }],
    }),
    resources: [aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2', 'Failed', { failures: [failure] })],
    principals: [
      aRow('rs-1', member),
      aRow('rs-1', outsider, 'Associating', { external: true, invited: true }),
    ],
    permissions: [aBound('rs-1', aPermission('VSwitch'))],
  };
}

/** A share with so many resources and principals, of which every hundredth pair has failed. */
export function aLargeEntry(resources: number, principals: number): ShareEntry {
  const ids = Array.from({ length: principals }, (_, at) => String(1720505253000100 + at));
  const rows = Array.from({ length: resources }, (_, at): Association => {
    const other = ids[at % ids.length];
    if (at % 20 !== 7 || other === undefined) return aRow('rs-1', `vsw-${at}`);
    const failure = {
      entityId: other,
      entityType: 'Account',
      reason: 'LimitExceeded',
      description: 'The limit is reached.',
      operation: 'Associate',
    };
    return aRow('rs-1', `vsw-${at}`, 'Failed', { failures: [failure] });
  });
  return {
    share: aShare('rs-1', { name: 'large-share' }),
    resources: rows,
    principals: ids.map((id) => aRow('rs-1', id)),
    permissions: [],
  };
}

/** What surrounds a page in the extension, as far as a test needs it. */
export class DetailsWorld {
  readonly acted: string[] = [];
  readonly logged: string[] = [];
  readonly titles: string[] = [];
  readonly services: DetailsServices;
  snapshot: Snapshot;
  showEnded = false;
  readonly #changes = new Emitter<InventoryChange>();
  readonly #timers = new Set<() => void>();

  constructor(entry: ShareEntry | undefined, change: Partial<DetailsServices> = {}) {
    this.snapshot = snapshotOf(entry);
    this.services = {
      state: this.state,
      inventory: {
        onDidChange: this.#changes.listen,
        onDidChangeLoading: new Emitter<Scope>().listen,
        loadSharePermissions: () => Promise.resolve(),
      },
      clock: {
        now: () => 0,
        schedule: (_, run) => {
          this.#timers.add(run);
          return () => this.#timers.delete(run);
        },
      },
      read: () => Promise.resolve(),
      invitations: () => Promise.resolve([]),
      history: () => Promise.resolve(undefined),
      content: () => Promise.resolve({ Statement: [{ Effect: 'Allow', Action: 'vpc:Describe*' }] }),
      act: (action, address) => {
        this.acted.push(`${action} ${rowId(address)}`);
        return Promise.resolve();
      },
      answerInvitation: (answer, _, id) => {
        this.acted.push(`${answer} ${id}`);
        return Promise.resolve();
      },
      explain: (error) => error.message,
      log: (message) => this.logged.push(message),
      ...change,
    };
  }

  get state(): TreeState {
    return {
      accounts,
      snapshot: () => this.snapshot,
      showEnded: this.showEnded,
      abilities: (cloud) => (cloud === 'alibaba' ? abilities : undefined),
      explainFailure: (_, reason) => explainFailure(reason),
      hasConsole: () => true,
      regionName: () => undefined,
      isStuck: () => false,
      formatTime: (at) => `at ${at}`,
    };
  }

  panel(post: DetailsPanel['post']): DetailsPanel {
    return { post, setTitle: (title) => this.titles.push(title) };
  }

  /** The share reads like this from now on; undefined when it has gone. */
  set(entry: ShareEntry | undefined): void {
    const { entries } = this.snapshot;
    this.snapshot = snapshotOf(entry);
    const [id] = [name.shareId];
    const changed = entry && entries.has(id) ? [id] : [];
    const added = entry && !entries.has(id) ? [id] : [];
    const removed = entry ? [] : [id];
    this.#changes.fire({ scope, scopeChanged: false, added, removed, changed });
  }

  /** Lets what waits for its time run, and everything that comes of it. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      const due = [...this.#timers];
      this.#timers.clear();
      for (const run of due) run();
    }
  }
}

function snapshotOf(entry: ShareEntry | undefined): Snapshot {
  return {
    scope,
    entries: new Map(entry ? [[entry.share.id, entry]] : []),
    loading: false,
    loadedAt: 0,
    incomplete: [],
  };
}
