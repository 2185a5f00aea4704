/** Where a row of the view *Activity* stands; written out it is the id of the row. Numbers count from 0. */
export type ActivityAddress =
  | { readonly kind: 'action'; readonly action: string }
  /** Why nothing more was sent, where that was no answer of a cloud. */
  | { readonly kind: 'stop'; readonly action: string }
  /** One share of an action that changes several. */
  | { readonly kind: 'part'; readonly action: string; readonly part: number }
  /** One call, and what the cloud answered when it refused. */
  | ({ readonly kind: 'step' | 'refusal' } & StepAddress)
  | ({ readonly kind: 'request'; readonly index: number } & StepAddress)
  /** One thing that a call was to do, by its place in the part. */
  | ({ readonly kind: 'item'; readonly index: number } & StepAddress)
  /** One reason why that failed. */
  | ({ readonly kind: 'reason'; readonly index: number; readonly reason: number } & StepAddress);

interface StepAddress {
  readonly action: string;
  readonly part: number;
  readonly step: number;
}

/** The id of a row: it survives every change of what the row says. */
export function activityRowId(address: ActivityAddress): string {
  switch (address.kind) {
    case 'action':
    case 'stop':
      return written(address.kind, address.action);
    case 'part':
      return written(address.kind, address.action, address.part);
    case 'step':
    case 'refusal':
      return written(address.kind, address.action, address.part, address.step);
    case 'request':
    case 'item':
      return written(address.kind, address.action, address.part, address.step, address.index);
    case 'reason': {
      const { kind, action, part, step, index, reason } = address;
      return written(kind, action, part, step, index, reason);
    }
  }
}

function written(kind: string, action: string, ...numbers: readonly number[]): string {
  return [kind, encodeURIComponent(action), ...numbers].join('/');
}

/** Reads an id back; undefined for a text that is no id of ours. */
export function parseActivityRow(id: unknown): ActivityAddress | undefined {
  if (typeof id !== 'string') return undefined;
  const [kind, action = '', ...rest] = id.split('/');
  const [part = -1, step = -1, index = -1, reason = -1] = rest.map(Number);
  const at = { action: decodeURIComponent(action), part, step };
  switch (kind) {
    case 'action':
    case 'stop':
      return { kind, action: at.action };
    case 'part':
      return { kind, action: at.action, part };
    case 'step':
    case 'refusal':
      return { kind, ...at };
    case 'request':
    case 'item':
      return { kind, ...at, index };
    case 'reason':
      return { kind, ...at, index, reason };
    default:
      return undefined;
  }
}

/** The row above; undefined for an action. */
export function activityParent(
  address: ActivityAddress,
  parts: (action: string) => number,
): ActivityAddress | undefined {
  const { action } = address;
  switch (address.kind) {
    case 'action':
      return undefined;
    case 'stop':
    case 'part':
      return { kind: 'action', action };
    case 'step':
      return parts(action) === 1
        ? { kind: 'action', action }
        : { kind: 'part', action, part: address.part };
    case 'refusal':
    case 'request':
    case 'item':
      return { kind: 'step', action, part: address.part, step: address.step };
    case 'reason': {
      const { part, step, index } = address;
      return { kind: 'item', action, part, step, index };
    }
  }
}
