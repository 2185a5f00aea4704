import { t } from '@vscode/l10n';
import { type Clock, sleep } from '../model/clock.ts';
import type { Association, ResourceShare } from '../model/share.ts';
import { CloudError } from './cloud-error.ts';
import type { DisassociateRequest } from './cloud-writes.ts';
import type { AssociateRequest, CreateRequest, ResourceRef } from './cloud.ts';

/**
 * True for failures of a write after which nobody knows whether it took effect. Such a write is never sent
 * again; what the cloud lists then decides.
 */
export function isAmbiguous(error: unknown): error is CloudError {
  if (!(error instanceof CloudError) || error.details.notDone === true) return false;
  switch (error.kind) {
    case 'timeout':
    case 'server':
      return true;
    case 'network':
    case 'unreadable':
      return error.details.notSent !== true;
    case 'cancelled':
    case 'throttled':
    case 'credentials':
    case 'clock':
    case 'denied':
    case 'notFound':
    case 'conflict':
    case 'invalid':
    case 'ambiguous':
    case 'local':
      return false;
  }
}

/** When to look after a lost answer: soon, and again while the cloud may still be at work, in milliseconds. */
const delaysMs = [200, 1_000, 2_000, 4_000];

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What to tell the user when the state does not decide it. */
  readonly advice: () => string;
  /** True for writes of which a second one changes nothing: where nothing came of it, that decides it too. */
  readonly repeatable?: boolean;
}

/**
 * Looks at the state until it decides what a lost answer would have said.
 * @param look gives the outcome, nothing while it is not there, or `undecidable` where looking again cannot help
 * @throws {@link CloudError} of kind `ambiguous` when it is never there, or cannot be read; the lost one with `notDone`
 *   when it is never there and the write is repeatable; `cancelled` when the caller gave up
 */
export async function readBack<T>(
  lost: CloudError,
  patience: Patience,
  look: () => Promise<T | 'undecidable' | undefined>,
): Promise<T> {
  let cause = lost;
  let seen: 'nothing' | 'undecidable' = 'nothing';
  try {
    for (const delayMs of delaysMs) {
      await sleep(patience.clock, delayMs, patience.signal);
      const outcome = await look();
      if (outcome === 'undecidable') {
        seen = 'undecidable';
        break;
      }
      if (outcome !== undefined) return outcome;
    }
  } catch (error) {
    seen = 'undecidable';
    if (error instanceof CloudError) cause = error;
  }
  const cancelled = patience.signal.aborted || cause.kind === 'cancelled';
  if (!cancelled && seen === 'nothing' && patience.repeatable === true) throw notDone(lost);
  throw new CloudError({
    ...lost.details,
    kind: cancelled ? 'cancelled' : 'ambiguous',
    meaning: t(
      'The request was sent, but its answer was lost. Whether it took effect is not known.',
    ),
    advice: patience.advice(),
    cause,
  });
}

function notDone(lost: CloudError): CloudError {
  return new CloudError({
    ...lost.details,
    notDone: true,
    meaning: t('The answer was lost, and what the cloud lists since shows that nothing happened.'),
    advice: t('Try again.'),
    cause: lost,
  });
}

/** A share counts as new when it was made after the request went out, by the cloud's own clock. */
export interface SentAt {
  /** When the request went out, by our clock, milliseconds since the epoch. */
  readonly localTime: number;
  /** The cloud's time minus ours, in milliseconds; absent where no answer ever told. */
  readonly skewMs: number | undefined;
}

/** The `date` header counts whole seconds, and an answer takes a moment. */
const skewToleranceMs = 3_000;
/** Both clouds refuse a request that is signed with a clock which differs more. */
const signatureToleranceMs = 15 * 60_000;

function notBefore(sentAt: SentAt): number {
  return sentAt.skewMs === undefined
    ? sentAt.localTime - signatureToleranceMs
    : sentAt.localTime + sentAt.skewMs - skewToleranceMs;
}

/** The shares that a create request of that time can have made. One is the answer; with more, nobody can tell. */
export function createdCandidates(
  shares: readonly ResourceShare[],
  request: CreateRequest,
  sentAt: SentAt,
): readonly ResourceShare[] {
  const earliest = notBefore(sentAt);
  return shares.filter(
    (share) =>
      share.name === request.name &&
      !request.knownIds.includes(share.id) &&
      (share.allowExternal ?? request.allowExternal) === request.allowExternal &&
      Date.parse(share.createdAt) >= earliest,
  );
}

/**
 * The rows that an association request of that time has brought about, in the order of the request.
 * Nothing unless every entity has one: in use or on the way there, or failed since the request.
 */
export function associatedRows(
  rows: readonly Association[],
  request: AssociateRequest,
  sentAt: SentAt,
): readonly Association[] | undefined {
  const earliest = notBefore(sentAt);
  const isOutcome = (row: Association): boolean =>
    row.status.state === 'associating' ||
    row.status.state === 'associated' ||
    (row.status.state === 'failed' && Date.parse(row.updatedAt) >= earliest);
  const found = newestRows(rows.filter(isOutcome), request);
  const present = found.filter((row) => row !== undefined);
  return present.length === found.length ? present : undefined;
}

/**
 * The rows that a request of that time has taken out, in the order of the request; what has no row at all is out.
 * Nothing unless every entity is: gone or on the way there, or failed at that since the request.
 */
export function disassociatedRows(
  rows: readonly Association[],
  request: DisassociateRequest,
  sentAt: SentAt,
): readonly Association[] | undefined {
  const earliest = notBefore(sentAt);
  const isOutcome = (row: Association): boolean =>
    row.status.state === 'disassociating' ||
    row.status.state === 'disassociated' ||
    (row.status.state === 'failed' && Date.parse(row.updatedAt) >= earliest);
  const bare: DisassociateRequest = {
    resources: request.resources.map((resource) =>
      'arn' in resource ? { arn: resource.arn } : { type: resource.type, id: resource.id },
    ),
    principals: request.principals.map(({ id }) => ({ id })),
  };
  const present = newestRows(rows, bare).filter((row) => row !== undefined);
  return present.every(isOutcome) ? present : undefined;
}

/** The newest row of each entity, in the order of the request: older ones are history. */
function newestRows(
  rows: readonly Association[],
  request: Pick<AssociateRequest, 'resources' | 'principals'>,
): readonly (Association | undefined)[] {
  return [
    ...request.resources.map((resource) => newest(rows.filter((row) => isResource(row, resource)))),
    ...request.principals.map((principal) =>
      newest(
        rows.filter(
          (row) =>
            row.kind === 'principal' &&
            row.entityId === principal.id &&
            sameJson(principal.property, row.principalProperty),
        ),
      ),
    ),
  ];
}

function isResource(row: Association, resource: ResourceRef): boolean {
  if (row.kind !== 'resource' || !sameJson(resource.property, row.resourceProperty)) return false;
  if ('id' in resource) return row.entityId === resource.id && row.entityType === resource.type;
  return row.arn === undefined
    ? resource.arn.endsWith(`/${row.entityId}`)
    : row.arn === resource.arn;
}

/** True where the row has what was asked for; the cloud may lay out the JSON in its own way. */
function sameJson(asked: string | undefined, found: string | undefined): boolean {
  if (asked === undefined || asked === '') return true;
  if (found === undefined) return false;
  try {
    return canonical(JSON.parse(asked)) === canonical(JSON.parse(found));
  } catch {
    return asked === found;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function newest(rows: readonly Association[]): Association | undefined {
  return rows.reduce<Association | undefined>(
    (best, row) => (best === undefined || row.updatedAt > best.updatedAt ? row : best),
    undefined,
  );
}
