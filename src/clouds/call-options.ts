/** Who waits for a call: decides its place in the queue, first to last. */
export type Priority = 'action' | 'view' | 'watch';

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly priority: Priority;
  /** Gets the id of each request that the cloud answered: what its support asks for. */
  readonly onRequestId?: (requestId: string) => void;
}
