import * as z from 'zod/mini';
import type { CloudId } from '../../src/model/account.ts';
import type { Harm } from './figures.ts';

/** What the cloud holds by its own account, without a client in between. */
export interface HeldShare {
  readonly id: string;
  readonly name: string;
  readonly dead: boolean;
  /** Names of resources that are in it. */
  readonly resources: ReadonlySet<string>;
}

const alibabaState = z.object({
  alibaba: z.object({
    shares: z.array(
      z.object({
        ResourceShareId: z.string(),
        ResourceShareName: z.string(),
        ResourceShareStatus: z.string(),
        associations: z.array(
          z.object({
            AssociationType: z.string(),
            AssociationStatus: z.string(),
            EntityId: z.string(),
          }),
        ),
      }),
    ),
  }),
});
const huaweiState = z.object({
  huawei: z.object({
    shares: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        status: z.string(),
        associations: z.array(
          z.object({
            association_type: z.string(),
            status: z.string(),
            associated_entity: z.string(),
          }),
        ),
      }),
    ),
  }),
});

export function heldShares(cloud: CloudId, state: unknown): readonly HeldShare[] {
  if (cloud === 'alibaba') {
    return alibabaState.parse(state).alibaba.shares.map((share) => ({
      id: share.ResourceShareId,
      name: share.ResourceShareName,
      dead: share.ResourceShareStatus === 'Deleted',
      resources: new Set(
        share.associations
          .filter(
            (row) =>
              row.AssociationType === 'Resource' && row.AssociationStatus !== 'Disassociated',
          )
          .map((row) => row.EntityId),
      ),
    }));
  }
  return huaweiState.parse(state).huawei.shares.map((share) => ({
    id: share.id,
    name: share.name,
    dead: share.status === 'deleted',
    resources: new Set(
      share.associations
        .filter((row) => row.association_type === 'resource' && row.status !== 'disassociated')
        .map((row) => row.associated_entity),
    ),
  }));
}

/** What a run wants of one share, as far as it was told that it is so. */
export class Wish {
  /** Every name that it may have by now. */
  readonly names: Set<string>;
  /** The one that it has for certain. */
  name: string | undefined;
  shareId: string | undefined;
  /** Told: it was made. */
  made = false;
  gone: 'no' | 'told' | 'maybe' = 'no';
  /** Resource → whether it is in it; `undefined` where nobody knows. */
  readonly resources = new Map<string, boolean | undefined>();

  constructor(name: string) {
    this.names = new Set([name]);
    this.name = name;
  }

  /** Compares with what the cloud holds. */
  *check(held: readonly HeldShare[]): Generator<Harm> {
    const mine = held.filter(({ name }) => this.names.has(name));
    if (mine.length > 1) {
      yield { kind: 'duplicate write', text: `${mine.length} shares ${[...this.names].join()}` };
    }
    const alive = mine.filter(({ dead }) => !dead);
    const [share] = alive;
    if (this.gone === 'told' && share) {
      yield { kind: 'wrong row', text: `${share.name} was deleted and is there` };
    }
    if (!this.made || this.gone !== 'no') return;
    if (!share) {
      yield { kind: 'lost row', text: `${[...this.names].join()} was made and is not there` };
      return;
    }
    if (this.name !== undefined && share.name !== this.name) {
      yield { kind: 'wrong row', text: `${share.name} was to be called ${this.name}` };
    }
    for (const [resource, isIn] of this.resources) {
      const { resources } = share;
      if (isIn === true && !resources.has(resource)) {
        yield { kind: 'lost row', text: `${resource} was added to ${share.name} and is not in it` };
      }
      if (isIn === false && resources.has(resource)) {
        yield {
          kind: 'wrong row',
          text: `${resource} was taken out of ${share.name} and is in it`,
        };
      }
    }
  }
}
