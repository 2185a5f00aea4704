import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import { systemClock } from '../../../../src/model/clock.ts';
import { lookForInvitations } from '../../../../src/vscode/invitations/look-for-invitations.ts';
import { SmallCloud } from '../../changes/small-cloud.ts';
import { scope } from '../../inventory/samples.ts';

describe('looking for invitations', () => {
  it('comes behind each reading, and what goes wrong with it is told', async () => {
    const client = new SmallCloud(systemClock).connect();
    const inventory = new Inventory({ connect: () => Promise.resolve(client) });
    const looked: string[] = [];
    const look = (where: typeof scope, priority: string) => {
      looked.push(`${where.region} ${priority}`);
      return Promise.resolve();
    };
    const ways = [
      () => Promise.resolve({ look }),
      () => Promise.resolve({ look: () => Promise.reject(new Error('while looking')) }),
      () => Promise.reject(new Error('while loading')),
    ];
    const told: unknown[] = [];
    let tell = (): void => undefined;
    const stop = lookForInvitations(
      inventory,
      () => ways.shift()?.() ?? Promise.reject(new Error('once more than it was read')),
      (error) => {
        told.push(error instanceof Error ? error.message : error);
        tell();
      },
    );
    await inventory.load(scope, 'view');
    for (let round = 0; round < 2; round += 1) {
      const next = new Promise<void>((resolve) => {
        tell = resolve;
      });
      await inventory.load(scope, 'view');
      await next;
    }
    stop();
    inventory.dispose();
    assert.deepEqual(looked, [`${scope.region} watch`]);
    assert.deepEqual(told, ['while looking', 'while loading']);
  });
});
