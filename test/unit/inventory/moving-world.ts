import type { PermissionSummary, SharePermission } from '../../../src/model/permission.ts';
import type { Association, ResourceShare, ShareOwner } from '../../../src/model/share.ts';
import { associationKey } from '../../../src/model/share.ts';
import { isDead, parseStatus, shareStates } from '../../../src/model/status.ts';
import { aBound, aPermission, aRow, aShare } from './samples.ts';
import type { ScriptedCloud } from './scripted-cloud.ts';

/** Stretches of time in which a thing was as it was; time is counted in changes. */
type History = { readonly from: number; readonly value: string | undefined }[];

const types = ['VSwitch', 'Image'] as const;
const entities = {
  self: ['vsw-1', 'vsw-2', 'm-1', '1720505253000001', '1720505253000002'],
  other: ['vsw-1', 'm-1'],
} as const;
const statuses = [
  'Associating',
  'Associated',
  'Failed',
  'Disassociating',
  'Disassociated',
] as const;

interface Slot {
  readonly owner: ShareOwner;
  share: ResourceShare | undefined;
  made: number;
  /** By entity: the newest record, and maybe an older one that has ended. */
  readonly rows: Map<string, readonly Association[]>;
  readonly permissions: Map<string, PermissionSummary>;
}

/** What there is at a cloud, changed step by step, with a memory of how everything was at each time. */
export class MovingWorld {
  readonly #cloud: ScriptedCloud;
  readonly #slots: readonly Slot[];
  readonly #history = new Map<string, History>();
  /** What the cloud lists of rows beside their newest record, by name. */
  #older: ReadonlyMap<string, readonly string[]> = new Map();
  #now = 0;

  constructor(cloud: ScriptedCloud) {
    this.#cloud = cloud;
    cloud.permissions = types.flatMap((type) => [aPermission(type), aPermission(type, 2)]);
    this.#slots = Array.from({ length: 8 }, (_, index) => ({
      owner: index < 6 ? 'self' : 'other',
      share: undefined,
      made: 0,
      rows: new Map(),
      permissions: new Map(),
    }));
  }

  get now(): number {
    return this.#now;
  }

  /** Everything that ever was, by name. */
  get names(): readonly string[] {
    return [...this.#history.keys()];
  }

  /** As it is now. */
  valueOf(name: string): string | undefined {
    return this.#history.get(name)?.at(-1)?.value;
  }

  /** Whether the thing was so at some time from `start` until now. */
  wasSo(name: string, value: string | undefined, start: number): boolean {
    const history = this.#history.get(name) ?? [];
    const stretches = [{ from: 0, value: undefined }, ...history];
    return stretches.some(
      (stretch, index) =>
        stretch.value === value && (stretches[index + 1]?.from ?? Infinity) > start,
    );
  }

  /** Makes a share where there is none, else deletes it with its rows. Ids never come back. */
  toggleShare(place: number): ResourceShare | undefined {
    const { slot, index } = this.#slot(place);
    if (slot.share) {
      slot.share = undefined;
      slot.rows.clear();
      slot.permissions.clear();
    } else {
      slot.made += 1;
      const at = this.#time(1);
      const change = { owner: slot.owner, createdAt: at, updatedAt: at };
      slot.share = aShare(`rs-${index}-${slot.made}`, change);
    }
    this.#publish();
    return slot.share;
  }

  /** @param silent without a newer time */
  rename(place: number, version: number, silent: boolean): void {
    const { slot } = this.#slot(place);
    if (!slot.share) return;
    const status = ['Active', 'Active', 'Pending', 'Deleted'][version % 4] ?? 'Active';
    slot.share = {
      ...slot.share,
      name: `name-${version}`,
      status: parseStatus(shareStates, status),
      updatedAt: silent ? slot.share.updatedAt : this.#time(1),
    };
    this.#publish();
  }

  /** Gives a row another status, makes it, or takes it away; sometimes what was stays beside it as an ended one. */
  changeRow(
    place: number,
    which: number,
    status: number,
    silent: boolean,
  ): Association | undefined {
    const { slot } = this.#slot(place);
    const entity = pick(entities[slot.owner], which);
    if (!slot.share) return undefined;
    const [newest, ...older] = slot.rows.get(entity) ?? [];
    const text = [...statuses, undefined][status % (statuses.length + 1)];
    if (text === undefined) {
      slot.rows.set(entity, silent ? [] : older);
      this.#publish();
      return undefined;
    }
    const at = this.#time(1);
    const type = entity.startsWith('m-') ? { entityType: 'Image' } : {};
    const makesNew = !newest || (!silent && newest.status.state === 'disassociated');
    const row = aRow(slot.share.id, entity, text, {
      ...type,
      createdAt: makesNew ? at : newest.createdAt,
      updatedAt: silent && newest ? newest.updatedAt : at,
    });
    slot.rows.set(entity, makesNew && newest ? [row, newest] : [row, ...older]);
    this.#publish();
    return row;
  }

  bind(place: number, which: number, number: number): void {
    const { slot } = this.#slot(place);
    if (!slot.share) return;
    const type = pick(types, which);
    // The third is one that the cloud no longer lists.
    if (number % 4 === 0) slot.permissions.delete(type);
    else slot.permissions.set(type, aPermission(type, number % 4));
    this.#publish();
  }

  #slot(place: number): { readonly slot: Slot; readonly index: number } {
    const index = place % this.#slots.length;
    const slot = this.#slots[index];
    if (!slot) throw new Error('There are no slots.');
    return { slot, index };
  }

  #time(ahead: number): string {
    return new Date(Date.parse('2026-03-01T07:00:00Z') + (this.#now + ahead) * 1_000).toISOString();
  }

  /** Lets the cloud list what is there now, and writes down what is new. */
  #publish(): void {
    this.#now += 1;
    const rows = this.#slots.flatMap(({ owner, rows }) =>
      [...rows.values()].flat().map((row) => ({ owner, row })),
    );
    this.#cloud.shares = this.#slots.flatMap(({ share }) => share ?? []);
    this.#cloud.rows = rows.filter(({ owner }) => owner === 'self').map(({ row }) => row);
    this.#cloud.received = rows.filter(({ owner }) => owner === 'other').map(({ row }) => row);
    this.#cloud.bound = this.#slots.flatMap(({ share, permissions }) =>
      share ? [...permissions.values()].map((one) => aBound(share.id, one)) : [],
    );
    const older = this.#older;
    this.#older = new Map(
      this.#slots.flatMap(({ rows }) =>
        [...rows.values()].flatMap(([row, ...more]) =>
          row ? [[rowName(row), more.map(rowValue)] as const] : [],
        ),
      ),
    );
    const present = new Map([
      ...this.#cloud.shares.map((share) => [shareName(share), shareValue(share)] as const),
      ...this.#slots.flatMap(({ rows }) =>
        [...rows.values()].flatMap(([row]) =>
          row ? [[rowName(row), rowValue(row)] as const] : [],
        ),
      ),
      ...this.#cloud.bound.map((one) => [permissionName(one), one.id] as const),
    ]);
    for (const name of new Set([...this.#history.keys(), ...present.keys()])) {
      const history = this.#history.get(name) ?? [];
      const value = present.get(name);
      // A list that is read page by page meanwhile may hold the older record, and find the newer one gone when it gets there.
      const met = value === undefined ? (older.get(name) ?? []) : [];
      history.push(...met.map((one) => ({ from: this.#now, value: one })));
      if (history.at(-1)?.value !== value) history.push({ from: this.#now, value });
      this.#history.set(name, history);
    }
  }
}

export function shareName({ owner, id }: ResourceShare): string {
  return `${owner} share ${id}`;
}

export function rowName(row: Association): string {
  return `row ${row.shareId} ${associationKey(row)}`;
}

export function permissionName({ shareId, resourceType }: SharePermission): string {
  return `permission ${shareId} ${resourceType}`;
}

export function shareValue({ name, status }: ResourceShare): string {
  return `${name} ${status.text}`;
}

export function rowValue({ status, createdAt, updatedAt }: Association): string {
  return `${status.text} ${createdAt} ${updatedAt}`;
}

/** Types of which a share holds something that has not ended. */
export function livingTypes(rows: readonly Association[]): readonly string[] {
  return rows.filter(({ status }) => !isDead(status)).map(({ entityType }) => entityType);
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('There is nothing to pick.');
  return item;
}
