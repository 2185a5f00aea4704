import assert from 'node:assert/strict';
import type { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange, ShareEntry } from '../../../src/inventory/snapshot.ts';
import type { Scope } from '../../../src/model/account.ts';

/** Knows of a scope what the events of the inventory have told, and nothing else. */
export class Told {
  readonly #inventory: Inventory;
  readonly #scope: Scope;
  readonly #entries = new Map<string, ShareEntry>();
  readonly #broken: Error[] = [];
  #parts: unknown;
  #events = 0;

  constructor(inventory: Inventory, scope: Scope) {
    this.#inventory = inventory;
    this.#scope = scope;
    this.#parts = this.#partsNow();
    inventory.onDidChange((change) => {
      try {
        this.#follow(change);
      } catch (error) {
        // Nobody waits for a listener.
        this.#broken.push(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** How many there were. */
  get events(): number {
    return this.#events;
  }

  get shareIds(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** Each event was exactly what changed, and all of them together are what the inventory holds now. */
  check(): void {
    const [broken] = this.#broken;
    if (broken) throw broken;
    const { entries } = this.#inventory.snapshot(this.#scope);
    assert.deepEqual([...entries.keys()].toSorted(), this.shareIds.toSorted());
    for (const [id, entry] of entries) assert.equal(entry, this.#entries.get(id), id);
    assert.deepEqual(this.#partsNow(), this.#parts);
  }

  #partsNow(): unknown {
    const { incomplete, failure, asOf } = this.#inventory.snapshot(this.#scope);
    return { incomplete, failure, isOld: asOf !== undefined };
  }

  #follow({ scopeChanged, added, removed, changed }: InventoryChange): void {
    this.#events += 1;
    assert.ok(scopeChanged || added.length + removed.length + changed.length > 0, 'an empty event');
    const { entries } = this.#inventory.snapshot(this.#scope);
    for (const id of removed) assert.ok(this.#entries.delete(id), `${id} was not there`);
    for (const id of added) assert.ok(!this.#entries.has(id), `${id} was there`);
    for (const id of changed) {
      assert.notDeepEqual(entries.get(id), this.#entries.get(id), `${id} has not changed`);
    }
    for (const id of [...added, ...changed]) {
      const entry = entries.get(id);
      assert.ok(entry, `${id} is not there`);
      this.#entries.set(id, entry);
    }
    if (scopeChanged) this.#parts = this.#partsNow();
  }
}
