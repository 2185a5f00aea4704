import { setMaxListeners } from 'node:events';

/**
 * Aborts `controller` as soon as one of the signals aborts, with that signal's reason.
 * Unlike `AbortSignal.any` nothing stays behind on signals that live long.
 * @returns a function that takes the link away; call it when the work is done
 */
export function forwardAbort(
  signals: readonly AbortSignal[],
  controller: AbortController,
): () => void {
  const links = signals.map((signal) => {
    // Many calls at once on one signal are no leak, which Node would warn of.
    setMaxListeners(0, signal);
    const forward = (): void => controller.abort(signal.reason);
    if (signal.aborted) forward();
    else signal.addEventListener('abort', forward, { once: true });
    return () => signal.removeEventListener('abort', forward);
  });
  return () => {
    for (const unlink of links) unlink();
  };
}
